using SmartCare.Domain.Duty;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>Which round of a safety check is due, by the wall clock of the site. A round can be done until the next one is due.</summary>
public static class CheckRule
{
    /// <summary>When the round that can be done now became due.</summary>
    public static DateTimeOffset? LastDue(SafetyCheck check, DateTimeOffset now, string timeZone)
    {
        var due = SiteClock.Last(now, check.At, timeZone);
        for (var back = 0; back <= 32; back++, due = SiteClock.Last(due.AddMilliseconds(-1), check.At, timeZone))
            if (IsDay(check, SiteClock.LocalOf(due, timeZone)))
                return due;
        return null;
    }

    /// <summary>Rounds after a moment that nobody did or skipped, and nobody can any more.</summary>
    public static IEnumerable<DateTimeOffset> Missed(SafetyCheck check, DateTimeOffset since, DateTimeOffset now, string timeZone, CheckRecord[] records)
    {
        // The round that stands is not missed yet; at most a month of daily rounds is looked back at.
        var due = LastDue(check, now, timeZone);
        for (var round = 0; round < 31 && due > since; round++)
        {
            due = LastDue(check, due.Value.AddMilliseconds(-1), timeZone);
            if (due > since && !Array.Exists(records, r => r.Check == check.Id && r.Due == due)) yield return due.Value;
        }
    }

    private static bool IsDay(SafetyCheck check, DateTimeOffset local) => check.Every switch
    {
        CheckEvery.Week => (int)local.DayOfWeek == (int)(check.Weekday ?? Weekday.Monday),
        CheckEvery.Month => local.Day == (check.Day ?? 1),
        _ => true,
    };
}
