using SmartCare.Mqtt.Packets;

namespace SmartCare.Mqtt.Sessions;

/// <summary>The way from a session to its client while one is connected. Called under the session's lock; must not call back.</summary>
internal interface ISessionLink
{
    /// <summary>Receive maximum of the client, or our own limit when that is lower. [MQTT-3.3.4-9]</summary>
    int OutboundInFlightMax { get; }

    /// <summary>False when so much is unsent already that a publish had better wait in the queue.</summary>
    bool HasRoom { get; }

    /// <summary>False when this client may not have it, whatever it has subscribed to: it is then dropped.</summary>
    bool MayHear(string topic);

    /// <summary>
    /// False when the packet is larger than the client takes: [MQTT-3.1.2-25] it is then dropped as if it were delivered.
    /// </summary>
    bool SendPublish(in Outgoing outgoing, ushort packetId, bool dup);
    void SendPubrel(ushort packetId, MqttReason reason = MqttReason.Success);
}
