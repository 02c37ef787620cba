using SmartCare.Domain.Decisions;

namespace SmartCare.Domain.Rules;

/// <summary>The watch alarms about itself when every source that could see an elder move has fallen silent.</summary>
public static class BlindRule
{
    /// <summary>Can anything see her move now?</summary>
    public static bool Sees(ReadOnlySpan<Source> own, ReadOnlySpan<Source> shared) => Any(own, alive: true) || Any(shared, alive: true);

    /// <summary>Something could, and nothing can any more. What never spoke was not put up yet.</summary>
    public static bool IsBlind(ReadOnlySpan<Source> own, ReadOnlySpan<Source> shared) =>
        !Sees(own, shared) && (Any(own, alive: false) || Any(shared, alive: false));

    public static Verdict Judge(DateTimeOffset blindSince, DateTimeOffset listeningSince, Policy policy, DateTimeOffset now) =>
        Verdict.Due((blindSince > listeningSince ? blindSince : listeningSince) + policy.BlindAfter, now);

    private static bool Any(ReadOnlySpan<Source> sources, bool alive)
    {
        foreach (var source in sources)
            if (source.SeesMotion && source.Alive == alive)
                return true;
        return false;
    }
}
