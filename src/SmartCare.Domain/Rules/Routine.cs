using System.Text.Json.Serialization;

namespace SmartCare.Domain.Rules;

/// <summary>The longest silences of an elder by the hour they began at: of this week, and of the week before. Forty-eight numbers a nurse
/// can be shown; no more is kept however long an elder lives.</summary>
public sealed record Routine
{
    public static readonly Routine Empty = new();

    private const int DaysPerWeek = 7;

    /// <summary>Minutes by hour, of the week that runs; empty until the first sign.</summary>
    public int[] ThisWeek { get; init; } = [];

    /// <summary>Of the last whole week that had enough days; empty until there is one.</summary>
    public int[] LastWeek { get; init; } = [];

    /// <summary>First day of the week that runs, and the last day with a sign in it.</summary>
    public DateOnly? WeekBegan { get; init; }

    public DateOnly? LastDay { get; init; }

    /// <summary>Days of this week that had a sign.</summary>
    public int Days { get; init; }

    [JsonIgnore]
    public bool IsKnown => LastWeek.Length > 0;

    /// <summary>One more silence ended.</summary>
    /// <param name="began">By the site's clock.</param>
    public Routine Learn(DateTimeOffset began, DateTimeOffset ended, Policy policy)
    {
        var routine = Turn(DateOnly.FromDateTime(ended.DateTime), policy);
        var (hour, minutes) = (began.Hour, (int)(ended - began).TotalMinutes);
        // Nearly every silence is a short one of a lively hour: nothing to remember.
        if (routine.ThisWeek.Length > 0 && routine.ThisWeek[hour] >= minutes) return routine;
        var week = routine.ThisWeek.Length > 0 ? routine.ThisWeek.ToArray() : new int[24];
        week[hour] = Math.Max(week[hour], minutes);
        return routine with { ThisWeek = week };
    }

    private Routine Turn(DateOnly day, Policy policy)
    {
        if (day == LastDay) return this;
        if (WeekBegan is not { } began) return this with { WeekBegan = day, LastDay = day, Days = 1 };
        if (day < began.AddDays(DaysPerWeek)) return this with { LastDay = day, Days = Days + 1 };
        // A week in hospital teaches nothing.
        return this with { LastWeek = Days >= policy.UsualDays ? ThisWeek : LastWeek, ThisWeek = [], WeekBegan = day, LastDay = day, Days = 1 };
    }

    /// <summary>The longest silence that began in this hour or the ones beside it; null when none did.</summary>
    internal int? Longest(int hour)
    {
        var longest = 0;
        for (var at = hour + 23; at <= hour + 25; at++)
        {
            longest = Math.Max(longest, LastWeek[at % 24]);
            if (ThisWeek.Length > 0) longest = Math.Max(longest, ThisWeek[at % 24]);
        }

        return longest > 0 ? longest : null;
    }
}

/// <summary>What was learned of an elder, within what the table of her care level allows to be learned.</summary>
/// <remarks>A lively day may shorten the wait, nights never: who got up every night for a week may sleep through the next.</remarks>
public sealed class LearnedRoutine(Routine learned, IRoutine table, Policy policy) : IRoutine
{
    public TimeSpan LongestUsualGap(int hour)
    {
        var allowed = table.LongestUsualGap(hour);
        if (!learned.IsKnown || learned.Longest(hour) is not { } minutes) return allowed;
        var usual = TimeSpan.FromMinutes(minutes * policy.UsualTimes) + TimeSpan.FromHours(policy.UsualPlusHours);
        var byDay = hour >= policy.DayHour && hour < policy.EveningHour;
        var (least, most) = (byDay ? TimeSpan.FromHours(policy.QuietHoursAtLeast) : allowed, allowed * policy.UsualAtMostTimes);
        return usual < least ? least : usual > most ? most : usual;
    }
}
