using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>Who is on duty at a moment, by the wall clock of the site.</summary>
public static class RosterRule
{
    public static Shift[] OnAt(DutyPlan plan, DateTimeOffset moment, string timeZone)
    {
        var local = SiteClock.LocalOf(moment, timeZone);
        return Array.FindAll(plan.Shifts, shift => IsOn(shift, TimeOnly.FromDateTime(local.DateTime), local.DayOfWeek));
    }

    /// <summary>Everybody on duty, each once.</summary>
    public static Contact[] PeopleAt(DutyPlan plan, DateTimeOffset moment, string timeZone) =>
        [.. OnAt(plan, moment, timeZone).SelectMany(s => s.People).DistinctBy(p => p.Name)];

    /// <summary>When the roster is another one next; null when nobody has planned shifts.</summary>
    public static DateTimeOffset? NextChange(DutyPlan plan, DateTimeOffset after, string timeZone)
    {
        DateTimeOffset? next = null;
        foreach (var time in plan.Shifts.SelectMany(s => (TimeOnly[])[s.From, s.To]).Distinct())
            if (SiteClock.Next(after, time, timeZone) is var at && !(next <= at))
                next = at;
        return next;
    }

    /// <summary>When the newest shift began; null when none is planned.</summary>
    public static DateTimeOffset? LastChange(DutyPlan plan, DateTimeOffset now, string timeZone)
    {
        DateTimeOffset? last = null;
        for (var at = NextChange(plan, now.AddDays(-1), timeZone); at <= now; at = NextChange(plan, at.Value, timeZone)) last = at;
        return last;
    }

    private static bool IsOn(Shift shift, TimeOnly time, DayOfWeek today)
    {
        var overnight = shift.To <= shift.From;
        // After midnight it is yesterday's shift that still runs.
        var beganYesterday = overnight && time < shift.To;
        if (!beganYesterday && (time < shift.From || (!overnight && time >= shift.To))) return false;
        var began = (Weekday)(((int)today + (beganYesterday ? 6 : 0)) % 7);
        return shift.Days.Length == 0 || shift.Days.Contains(began);
    }
}
