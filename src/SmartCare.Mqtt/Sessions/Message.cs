using SmartCare.Mqtt.Topics;

namespace SmartCare.Mqtt.Sessions;

/// <summary>An application message that is kept or on its way: one copy, however many get it.</summary>
internal sealed record Message(string Topic, ReadOnlyMemory<byte> Payload, byte Qos, bool Retain)
{
    /// <summary>Properties that go to subscribers as they came, already encoded.</summary>
    public byte[] PassedOn { get; init; } = [];

    /// <summary>On the broker's clock; null never.</summary>
    public long? ExpiresAtMs { get; init; }

    // [MQTT-3.3.2-5] expired before delivery started: the copy is deleted.
    public bool IsExpired(long nowMs) => ExpiresAtMs <= nowMs;

    // [MQTT-3.3.2-6] what is sent is the received interval minus the time it has waited here.
    public uint? ExpiryLeftS(long nowMs) => ExpiresAtMs is { } at ? (uint)Math.Max(1, (at - nowMs + 999) / 1000) : null;
}

/// <summary>A message as one subscriber gets it.</summary>
internal readonly record struct Outgoing(Message Message, byte Qos, bool Retain, uint[] SubscriptionIds)
{
    /// <summary>The shared subscription it came by; null for one of the session's own.</summary>
    public TopicFilter? Share { get; init; }

    /// <summary>Its place in the order of a session that is stored; 0 where nothing is.</summary>
    public long Number { get; init; }

    /// <summary>It waits for a subscription that is new, and the retained store holds its payload anyway.</summary>
    public bool IsStored { get; init; }

    /// <summary>What it costs in a queue: payload, topic and the objects around them.</summary>
    public int Bytes => (IsStored ? 0 : Message.Payload.Length) + Message.Topic.Length + Message.PassedOn.Length + 64;
}
