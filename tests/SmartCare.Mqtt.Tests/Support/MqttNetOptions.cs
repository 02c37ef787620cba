using System.Net.Security;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using SmartCare.Mqtt.Packets;

namespace SmartCare.Testing;

/// <summary>How a client of a test connects.</summary>
public sealed record MqttNetOptions
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

    /// <summary>False: they are acknowledged and forgotten.</summary>
    public bool KeepsMessages { get; init; } = true;

    internal MqttClientOptions Build()
    {
        var builder = new MqttClientOptionsBuilder()
            .WithTcpServer(Host, Port).WithClientId(ClientId)
            .WithProtocolVersion(ProtocolLevel == 5 ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311)
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(KeepAliveS)).WithCleanStart(CleanStart);
        if (ProtocolLevel == 5) builder = builder.WithSessionExpiryInterval(SessionExpiryS);
        if (UserName is not null) builder = builder.WithCredentials(UserName, Password);
        if (Will is { } will)
        {
            builder = builder.WithWillTopic(will.Topic).WithWillPayload(will.Payload.ToArray()).WithWillRetain(will.Retain)
                .WithWillQualityOfServiceLevel((MqttQualityOfServiceLevel)will.Qos);
            if (will.DelayS > 0) builder = builder.WithWillDelayInterval(will.DelayS);
        }
        if (Tls is { } tls) builder = builder.WithTlsOptions(o => Secure(o, tls));
        return builder.Build();
    }

    private static void Secure(MqttClientTlsOptionsBuilder options, SslClientAuthenticationOptions tls)
    {
        options.UseTls().WithTargetHost(tls.TargetHost).WithSslProtocols(tls.EnabledSslProtocols);
        if (tls.CertificateChainPolicy is { } policy) options.WithTrustChain(policy.CustomTrustStore).WithRevocationMode(policy.RevocationMode);
        if (tls.CipherSuitesPolicy is { } suites) options.WithCipherSuitesPolicy(suites);
        if (tls.ClientCertificates is { } own) options.WithClientCertificates([.. own.Cast<System.Security.Cryptography.X509Certificates.X509Certificate2>()]);
    }
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

/// <summary>What the server granted.</summary>
public sealed record MqttConnected(bool SessionPresent, string ClientId, uint SessionExpiryS);

/// <summary>The server refused, or the connection ended before the answer came; the message says which.</summary>
public sealed class MqttNetException(string message, MqttReason reason = MqttReason.UnspecifiedError, Exception? inner = null)
    : Exception(message, inner)
{
    public MqttReason Reason => reason;
}
