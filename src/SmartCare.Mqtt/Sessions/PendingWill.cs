using SmartCare.Mqtt.Server;

namespace SmartCare.Mqtt.Sessions;

/// <summary>A will that waits for its delay. The client session that left it judges it when it is due.</summary>
/// <param name="ClientSession">Null when it was left before a restart: the house is then asked for whoever had this name.</param>
internal sealed record PendingWill(Message Message, string? ClientName, MqttClientSession? ClientSession, long DueAtMs);
