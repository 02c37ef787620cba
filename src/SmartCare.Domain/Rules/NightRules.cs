using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>The night by the site's clock.</summary>
public static class Night
{
    public static bool Holds(DateTimeOffset moment, TimeOnly from, TimeOnly to, string timeZone) =>
        TimeOnly.FromDateTime(SiteClock.LocalOf(moment, timeZone).DateTime).IsBetween(from, to);

    public static bool Holds(DateTimeOffset moment, CarePlan plan, string timeZone, Policy policy) =>
        Holds(moment, plan.NightFrom ?? policy.NightFrom, plan.NightTo ?? policy.NightTo, timeZone);
}

/// <summary>Not up in the morning: at the agreed hour the bed still holds her, or without a bed's sensor nobody has been noticed.</summary>
public static class MorningRule
{
    /// <param name="dueAt">The agreed hour, or later when nobody listened before it.</param>
    /// <param name="inBed">What the bed says; null when there is none.</param>
    public static Verdict Judge(
        DateTimeOffset dueAt, TimeOnly upBy, bool? inBed, DateTimeOffset? lastSign, DateTimeOffset listeningSince, string timeZone, Policy policy, DateTimeOffset now)
    {
        if (now < dueAt) return new Verdict(false, dueAt);
        var hour = SiteClock.Last(now, upBy, timeZone);
        if (now - hour > policy.MorningForgotten || inBed is false) return Verdict.None;
        if (inBed is null && lastSign > hour - policy.MorningBefore) return Verdict.None;
        return Verdict.Due(Later(hour, listeningSince + policy.MorningHearing, listeningSince > hour - policy.MorningBefore), now);
    }

    private static DateTimeOffset Later(DateTimeOffset hour, DateTimeOffset heard, bool wasDeaf) => wasDeaf && heard > hour ? heard : hour;
}

/// <summary>Not back in bed at night: out of it for longer than was agreed, within the hours agreed for lying in it.</summary>
public static class BedRule
{
    /// <param name="outSince">When the bed became empty, or could first be known to be.</param>
    /// <param name="from">In bed by then.</param>
    /// <param name="to">The night is over.</param>
    public static Verdict Judge(DateTimeOffset outSince, TimeOnly from, TimeOnly to, TimeSpan longest, string timeZone, DateTimeOffset now)
    {
        var began = Night.Holds(now, from, to, timeZone) ? SiteClock.Last(now, from, timeZone) : SiteClock.Next(now, from, timeZone);
        return Verdict.Due((outSince > began ? outSince : began) + longest, now);
    }
}

/// <summary>Out of bed at night, and no sensor that could have seen her did: a fall is to be feared.</summary>
public static class BedExitRule
{
    public static Verdict Judge(DateTimeOffset leftAt, DateTimeOffset listeningSince, Policy policy, DateTimeOffset now) =>
        Verdict.Due((leftAt > listeningSince ? leftAt : listeningSince) + policy.BedExitUnseen, now);
}
