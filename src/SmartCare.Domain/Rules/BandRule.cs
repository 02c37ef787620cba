using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>How long one measure has been out of its band.</summary>
/// <param name="Above">Too high; false: too low.</param>
/// <param name="Said">It was raised.</param>
public readonly record struct BandWatch(DateTimeOffset? Since, DateTimeOffset? LastAt, bool Above, bool Said);

public enum BandStep
{
    Nothing, Raise,

    /// <summary>It was raised and still is so.</summary>
    Stand, Clear,
}

/// <summary>Heart, breath, warmth: out of band for the whole hold time, as far as is known of it.</summary>
/// <remarks>Between two values further apart than the gap nobody knows what was: the hold begins anew. So a sensor that speaks twice a day is
/// never taken for one that has held all day.</remarks>
public static class BandRule
{
    /// <param name="low">The lowest value since the last look.</param>
    /// <param name="high">The highest.</param>
    public static (BandWatch After, BandStep Step) Judge(
        BandWatch before, double low, double high, Band band, TimeSpan hold, TimeSpan gap, DateTimeOffset now)
    {
        if (now < before.LastAt) return (before, BandStep.Nothing);
        var above = low > band.High;
        if (!above && high >= band.Low) return (new BandWatch(null, now, false, false), before.Said ? BandStep.Clear : BandStep.Nothing);
        var goesOn = before.Since is not null && before.Above == above && now - before.LastAt <= gap;
        var after = goesOn ? before with { LastAt = now } : new BandWatch(now, now, above, before.Said && before.Above == above);
        if (after.Said) return (after, BandStep.Stand);
        return now - after.Since >= hold ? (after with { Said = true }, BandStep.Raise) : (after, BandStep.Nothing);
    }
}
