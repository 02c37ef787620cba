namespace SmartCare.Server.Intake;

/// <summary>Is told what gateways say of themselves and of the devices they know.</summary>
public interface IGatewayNews
{
    /// <summary>
    /// A gateway said something on <c>zigbee2mqtt/bridge/...</c> (<c>devices</c>, <c>event</c>, <c>info</c> and so on, no commands) or on
    /// <c>homeassistant/...</c> (its discovery configs). In the order of its connection, before it is acknowledged; so it must not block.
    /// </summary>
    /// <param name="gateway">The name it signed in under: a device of model gateway, or a gateway without a record.</param>
    /// <param name="payload">Up to 4 MiB, as it was sent. Valid during the call: copy what is kept.</param>
    void Heard(string gateway, string topic, ReadOnlySpan<byte> payload);
}
