using SmartCare.Mqtt.Client;

namespace SmartCare.Simulator.Fleet;

/// <summary>Where to, and with what.</summary>
internal sealed record ServerAddress(string Host, int Port, string Password, byte Qos)
{
    public MqttClientOptions OptionsOf(LinkPlan plan) => new()
    {
        Host = Host,
        Port = Port,
        Password = Password,
        UserName = plan.User,
        ClientId = plan.ClientId,
        Window = Limits.InFlight,
        Will = plan.AvailabilityTopic is { } topic ? new MqttWill(topic, "offline"u8.ToArray(), Qos: 1, Retain: true) : null,
    };
}

/// <summary>Who a connection is.</summary>
/// <param name="AvailabilityTopic">Null: it neither greets nor leaves a will.</param>
/// <param name="Backlog">Messages it keeps while the server is away.</param>
internal sealed record LinkPlan(string ClientId, string User, string? AvailabilityTopic, int Backlog);
