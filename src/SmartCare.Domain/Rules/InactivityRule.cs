using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>No sign of life for longer than this elder's own habit at this hour allows.</summary>
/// <remarks>Asked only while a motion source lives and someone is expected: sparse data is not stillness, and a dead sensor is an alarm
/// about the watch, not about the elder.</remarks>
public static class InactivityRule
{
    /// <param name="silentSince">The last sign, or when the watch began to see.</param>
    public static Verdict Judge(DateTimeOffset silentSince, ModeNow mode, int careLevel, IRoutine routine, string timeZone, Policy policy, DateTimeOffset now)
    {
        var hour = SiteClock.LocalOf(silentSince, timeZone).Hour;
        return mode switch
        {
            { Mode: WatchMode.Home } => Verdict.Due(silentSince + routine.LongestUsualGap(hour), now),
            // Said to be asleep: still as in a night, whatever the hour.
            { Mode: WatchMode.Asleep } => Verdict.Due(silentSince + TimeSpan.FromHours(policy.QuietHoursAtMost), now),
            { LeftUnsaid: true } => Verdict.Due(silentSince + Longest(policy.AwayHours, careLevel), now),
            _ => Verdict.None,
        };
    }

    private static TimeSpan Longest(double[] hours, int careLevel) => TimeSpan.FromHours(hours[Math.Clamp(careLevel, 1, hours.Length) - 1]);
}
