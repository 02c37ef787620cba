namespace SmartCare.Domain.Rules;

/// <summary>What a rule about time says: raise now, look again then, or nothing to wait for.</summary>
public readonly record struct Verdict(bool Raises, DateTimeOffset? LookAt)
{
    public static readonly Verdict None = new(false, null);

    /// <summary>Raise when the moment has come, else wait for it.</summary>
    public static Verdict Due(DateTimeOffset at, DateTimeOffset now) => at <= now ? new Verdict(true, null) : new Verdict(false, at);
}
