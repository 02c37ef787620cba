namespace SmartCare.Server.Hooks;

/// <summary>Where a camera, a watch or a maker's cloud calls this house. Never changed, but replaced.</summary>
/// <param name="Id">128 random bits: it stands in the address, and nobody guesses it.</param>
/// <param name="DeviceId">Who calls. A device speaks for itself; one of the class gateway for the devices of its site.</param>
/// <param name="FormerSecret">Holds until <paramref name="FormerUntil"/>.</param>
internal sealed record Hook(
    string Id, string DeviceId, string Name, string Secret, string? FormerSecret, DateTimeOffset? FormerUntil, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? RotatedAt)
{
    public IEnumerable<string> SecretsAt(DateTimeOffset now) => FormerSecret is { } former && FormerUntil > now ? [Secret, former] : [Secret];
}

/// <summary>Why a call was refused last, for people.</summary>
internal sealed record HookRefusal(DateTimeOffset At, string Why);

/// <summary>How a hook was used since the start.</summary>
internal sealed class HookUse
{
    private long _usedAt, _thereAt, _rangAt;

    public DateTimeOffset? LastUsedAt => Volatile.Read(ref _usedAt) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    public HookRefusal? LastRefusal { get; set; }

    public void Used(DateTimeOffset at) => Volatile.Write(ref _usedAt, at.UtcTicks);

    /// <summary>Is it time to say again that the device is there? True once in each interval.</summary>
    public bool TellsThere(DateTimeOffset now) => IsTime(ref _thereAt, now, HookLimits.ThereEvery);

    /// <summary>Is it time to ring again? True once in each interval.</summary>
    public bool Rings(DateTimeOffset now) => IsTime(ref _rangAt, now, HookLimits.BetweenRings);

    private static bool IsTime(ref long last, DateTimeOffset now, TimeSpan every)
    {
        var before = Volatile.Read(ref last);
        return now.UtcTicks - before >= every.Ticks && Interlocked.CompareExchange(ref last, now.UtcTicks, before) == before;
    }
}
