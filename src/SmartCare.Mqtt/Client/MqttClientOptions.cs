using System.Net.Security;

namespace SmartCare.Mqtt.Client;

/// <summary>How a client connects.</summary>
public sealed record MqttClientOptions
{
    public string Host { get; init; } = "127.0.0.1";
    public int Port { get; init; } = 1883;

    /// <summary>Empty: the server assigns one.</summary>
    public string ClientId { get; init; } = "";
    public string? UserName { get; init; }
    public string? Password { get; init; }

    /// <summary>4 is MQTT 3.1.1, 5 is MQTT 5.0.</summary>
    public byte ProtocolLevel { get; init; } = 5;

    /// <summary>0 switches it off.</summary>
    public ushort KeepAliveS { get; init; } = 60;
    public bool CleanStart { get; init; } = true;

    /// <summary>5.0: how long the session outlives the connection. In 3.1.1 CleanStart alone decides.</summary>
    public uint SessionExpiryS { get; init; }
    public MqttWill? Will { get; init; }

    /// <summary>Not null: TLS.</summary>
    public SslClientAuthenticationOptions? Tls { get; init; }

    /// <summary>Publishes of QoS 1 and 2 under way at once; further ones wait. The server's receive maximum lowers it.</summary>
    public int Window { get; init; } = 64;

    /// <summary>Received messages that wait to be read; when full the client stops reading, so nothing is dropped.</summary>
    public int InboxMax { get; init; } = 1024;

    /// <summary>Instead of the inbox: called on the client's read loop, must not block.</summary>
    public Action<MqttMessage>? OnMessage { get; init; }
}

public sealed record MqttWill(string Topic, ReadOnlyMemory<byte> Payload, byte Qos = 0, bool Retain = false, uint DelayS = 0);

/// <summary>A received message.</summary>
public sealed record MqttMessage(string Topic, byte[] Payload, byte Qos, bool Retain, bool Dup)
{
    public string? ResponseTopic { get; init; }
    public byte[] CorrelationData { get; init; } = [];
    public string? ContentType { get; init; }
    public uint? ExpiryS { get; init; }
    public IReadOnlyList<uint> SubscriptionIds { get; init; } = [];
    public IReadOnlyList<KeyValuePair<string, string>> UserProperties { get; init; } = [];
}
