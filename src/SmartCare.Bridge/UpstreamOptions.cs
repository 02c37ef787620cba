using System.Security.Cryptography.X509Certificates;

namespace SmartCare.Bridge;

/// <summary>A site's own broker, and how it is spoken to.</summary>
/// <param name="Name">The client id, always the same: the broker keeps the session under it.</param>
/// <param name="Filters">What is subscribed to, without a share name.</param>
public sealed record UpstreamOptions(string Name, string Host, int Port, IReadOnlyList<string> Filters)
{
    public bool Tls { get; init; }

    /// <summary>Who may have signed the broker's certificate; null: whoever this machine believes.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>MQTT 3.1.1 in place of 5.0.</summary>
    public bool IsOld { get; init; }

    /// <summary>Several bridges share what the broker has: <c>$share/{Share}/{filter}</c>.</summary>
    public string? Share { get; init; }

    /// <summary>Where the broker tells, retained, whether we are there: <c>online</c>, and <c>offline</c> as our will. Null: nowhere.</summary>
    public string? PresenceTopic { get; init; }

    /// <summary>Never with the password.</summary>
    public override string ToString() => $"{Name} at {(Tls ? "mqtts" : "mqtt")}://{Host}:{Port}";
}
