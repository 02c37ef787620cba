using System.Net;
using System.Security.Cryptography.X509Certificates;
using SmartCare.Mqtt.Packets;

namespace SmartCare.Mqtt.Server;

/// <summary>What the endpoint asks of the house it serves.</summary>
public interface IMqttAuthenticator
{
    /// <summary>Who is this? Once per connection; may be slow (password hash), never blocks other connections.</summary>
    /// <param name="cancellationToken">The connection has gone or its time to introduce itself is over.</param>
    ValueTask<MqttAdmission> AdmitAsync(MqttConnectRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Who left a will before a restart, by <see cref="MqttClientSession.Name"/>: its delay (5.0) is over, and this client session judges it. Null: the house
    /// does not know them any more, and the will is dropped. From the heartbeat; must not block.
    /// </summary>
    MqttClientSession? Recall(string? name);
}

/// <summary>A CONNECT as the house sees it. ClientId is never empty: one that was left empty has been assigned.</summary>
public sealed class MqttConnectRequest
{
    public required string ClientId { get; init; }
    public string? UserName { get; init; }
    public ReadOnlyMemory<byte> Password { get; init; }

    /// <summary>4 is MQTT 3.1.1, 5 is MQTT 5.0.</summary>
    public required byte ProtocolLevel { get; init; }
    public EndPoint? RemoteEndPoint { get; init; }
    public X509Certificate2? ClientCertificate { get; init; }
}

/// <summary>A client session, or a refusal with its reason (5.0; the endpoint maps it to a 3.1.1 return code).</summary>
public readonly record struct MqttAdmission
{
    public MqttClientSession? ClientSession { get; private init; }
    public MqttReason Reason { get; private init; }
    internal Func<bool>? StillHolds { get; private init; }

    /// <param name="stillHolds">
    /// Asked once, when <see cref="MqttBroker.Disconnect"/> already finds the connection: what let it in may have been withdrawn meanwhile.
    /// </param>
    public static MqttAdmission Accept(MqttClientSession clientSession, Func<bool>? stillHolds = null) =>
        new() { ClientSession = clientSession, StillHolds = stillHolds };

    public static MqttAdmission Refuse(MqttReason reason) =>
        (byte)reason >= 0x80
            ? new() { Reason = reason }
            : throw new ArgumentOutOfRangeException(nameof(reason), reason, "a refusal has a reason of 0x80 or more");
}
