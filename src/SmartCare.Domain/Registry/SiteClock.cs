namespace SmartCare.Domain.Registry;

/// <summary>What the clock on a site's wall says.</summary>
/// <remarks>The one thing a decision takes from the machine: the rules of the time zones. They are data, not a clock.</remarks>
public static class SiteClock
{
    public const string Utc = "Etc/UTC";

    /// <param name="timeZone">IANA name; one that is not known counts as UTC, so that a typo costs no alarm.</param>
    public static DateTimeOffset LocalOf(DateTimeOffset moment, string timeZone) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) ? TimeZoneInfo.ConvertTime(moment, zone) : moment.ToUniversalTime();

    /// <summary>The first moment after another at which that wall clock shows a time of day.</summary>
    public static DateTimeOffset Next(DateTimeOffset after, TimeOnly time, string timeZone)
    {
        var local = LocalOf(after, timeZone);
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var found) ? found : TimeZoneInfo.Utc;
        for (var day = DateOnly.FromDateTime(local.DateTime); ; day = day.AddDays(1))
        {
            var wanted = day.ToDateTime(time);
            // An hour that is skipped in spring has no such time: the clock shows the next hour instead.
            while (zone.IsInvalidTime(wanted)) wanted = wanted.AddMinutes(30);
            var moment = new DateTimeOffset(wanted, zone.GetUtcOffset(wanted)).ToUniversalTime();
            if (moment > after) return moment;
        }
    }

    /// <summary>The last moment at which that wall clock showed a time of day, a given one included.</summary>
    /// <remarks>Found forwards: in the night of a change a day has 23 or 25 hours.</remarks>
    public static DateTimeOffset Last(DateTimeOffset until, TimeOnly time, string timeZone)
    {
        var last = Next(until.AddDays(-2), time, timeZone);
        while (Next(last, time, timeZone) is var next && next <= until) last = next;
        return last;
    }
}
