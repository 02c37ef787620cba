using SmartCare.Mqtt.Server;

namespace SmartCare.Mqtt.Sessions;

/// <summary>A will that waits for its delay. The guest who left it judges it when it is due.</summary>
internal sealed record PendingWill(Message Message, MqttGuest Guest, long DueAtMs);
