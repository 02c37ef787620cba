using SmartCare.Mqtt.Packets;

namespace SmartCare.Mqtt.Client;

/// <summary>The server refused, or the connection ended before the answer came; the message says which.</summary>
public sealed class MqttClientException(string message, MqttReason reason = MqttReason.UnspecifiedError, Exception? inner = null)
    : Exception(message, inner)
{
    public MqttReason Reason => reason;
}
