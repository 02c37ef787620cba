using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace SmartCare.Simulator.Fleet;

/// <summary>Where to, and with what.</summary>
internal sealed record ServerAddress(string Host, int Port, string Password, byte Qos)
{
    /// <summary>Of every connection; null: each signs in as the device or gateway that it is.</summary>
    public string? User { get; init; }

    /// <summary>Before every topic: another root on somebody else's broker.</summary>
    public string Prefix { get; init; } = "";

    public bool IsTls { get; init; }

    /// <summary>Who signed the broker's certificate; null: somebody whom this machine trusts.</summary>
    public X509Certificate2Collection? Authority { get; init; }

    public MqttClientOptions OptionsOf(LinkPlan plan)
    {
        // A publish is one write, not two: at ten thousand a second that counts.
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer(Host, Port).WithCredentials(User ?? plan.User, plan.Password ?? Password).WithClientId(plan.ClientId)
            .WithProtocolVersion(MqttProtocolVersion.V500).WithKeepAlivePeriod(Limits.KeepAlive).WithoutPacketFragmentation();
        if (IsTls) options = options.WithTlsOptions(Secure);
        if (plan.Will is { } will)
            options = options.WithWillTopic(Prefix + will.Topic).WithWillPayload(will.Payload).WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).WithWillRetain(true);
        return options.Build();
    }

    private void Secure(MqttClientTlsOptionsBuilder tls)
    {
        tls.UseTls().WithTargetHost(Host);
        if (Authority is not null) tls.WithTrustChain(Authority).WithRevocationMode(X509RevocationMode.NoCheck);
    }
}
