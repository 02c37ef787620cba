using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;

namespace SmartCare.Domain.Upkeep;

/// <summary>Why a step was not taken.</summary>
public enum UpkeepRefusal
{
    None,

    /// <summary>This kind has no such step, or not now.</summary>
    NotNow,

    /// <summary>Who set a hazard right does not say so of their own work.</summary>
    OwnWork,
}

/// <summary>When something is due, and what a step makes of it. Pure: the day is the site's, by its own clock.</summary>
public static class UpkeepRule
{
    /// <summary>What belongs to which kind.</summary>
    public static bool Fits(UpkeepKind kind, UpkeepType type) => type switch
    {
        UpkeepType.Other => true,
        <= UpkeepType.Door => kind is UpkeepKind.Equipment,
        _ => kind is UpkeepKind.Report,
    };

    /// <summary>How soon an authority must be told of an incident.</summary>
    public static TimeSpan ReportWithin(UpkeepType type, Policy policy) => type is UpkeepType.Injury or UpkeepType.Other ? policy.ReportWithin : policy.ReportUrgentWithin;

    /// <summary>The first moment at which it is late; null: nothing is owed. Of equipment the earlier of its inspection and its end.</summary>
    public static DateTimeOffset? DeadlineOf(UpkeepItem item, string timeZone)
    {
        if (item.State is not UpkeepState.Open) return null;
        if (item.DueBy is { } by) return by;
        var day = item.DueOn is { } due && !(item.ExpiresOn < due) ? due : item.ExpiresOn;
        return day is { } last ? EndOf(last, timeZone) : null;
    }

    /// <summary>What of it is late now.</summary>
    public static bool IsOverdue(UpkeepItem item, string timeZone, DateTimeOffset now) => DeadlineOf(item, timeZone) <= now;

    public static bool IsExpired(UpkeepItem item, string timeZone, DateTimeOffset now) => item is { State: UpkeepState.Open, ExpiresOn: { } last } && EndOf(last, timeZone) <= now;

    /// <param name="step">At and By say who and when; what it says of the due day is put in here.</param>
    /// <param name="expiresOn">Equipment that was replaced is good until then.</param>
    public static (UpkeepItem Item, UpkeepRefusal Refused) Take(UpkeepItem item, UpkeepEvent step, DateOnly? expiresOn, string timeZone)
    {
        if (!MayTake(item, step.Step)) return (item, UpkeepRefusal.NotNow);
        if (step.Step is UpkeepStep.Verified && Array.FindLast(item.Events, e => e.Step is UpkeepStep.Fixed)?.By == step.By) return (item, UpkeepRefusal.OwnWork);
        var due = item.EveryMonths is null ? (DateOnly?)null : step.Step is UpkeepStep.Received ? LastSubmitted(item) : item.DueOn;
        // A receipt is the authority's to be late with.
        var late = step.Step is not (UpkeepStep.Received or UpkeepStep.Retired or UpkeepStep.Changed) && DeadlineOf(item, timeZone) <= step.At;
        var after = item with { Events = [.. item.Events, step with { Due = due, Late = late, Expired = expiresOn is null ? null : item.ExpiresOn }], ExpiresOn = expiresOn ?? item.ExpiresOn };
        return (step.Step switch
        {
            UpkeepStep.Done or UpkeepStep.Skipped => after with { DueOn = Next(item) },
            UpkeepStep.Submitted when item.EveryMonths is not null => after with { DueOn = Next(item) },
            UpkeepStep.Received when item.EveryMonths is not null => after,
            UpkeepStep.Fixed or UpkeepStep.Submitted => after with { State = UpkeepState.Waiting },
            UpkeepStep.Verified or UpkeepStep.Received => after with { State = UpkeepState.Closed },
            UpkeepStep.Rejected => after with { State = UpkeepState.Open },
            UpkeepStep.Retired => after with { State = UpkeepState.Retired },
            _ => after,
        }, UpkeepRefusal.None);
    }

    /// <summary>As it stood at a moment that is past, by what was done since: a month is exported long after it.</summary>
    public static UpkeepItem AsOf(UpkeepItem item, DateTimeOffset moment)
    {
        var since = Array.FindAll(item.Events, e => e.At > moment);
        if (since.Length == 0) return item;
        var until = Array.FindAll(item.Events, e => e.At <= moment);
        return item with
        {
            Events = until,
            DueOn = Array.Find(since, e => e.Step is UpkeepStep.Done or UpkeepStep.Skipped or UpkeepStep.Submitted)?.Due ?? item.DueOn,
            ExpiresOn = Array.Find(since, e => e.Expired is not null)?.Expired ?? item.ExpiresOn,
            State = Array.FindLast(until, e => e.Step is not UpkeepStep.Changed)?.Step switch
            {
                UpkeepStep.Fixed => UpkeepState.Waiting,
                UpkeepStep.Submitted when item.EveryMonths is null => UpkeepState.Waiting,
                UpkeepStep.Verified => UpkeepState.Closed,
                UpkeepStep.Received when item.EveryMonths is null => UpkeepState.Closed,
                UpkeepStep.Retired => UpkeepState.Retired,
                _ => UpkeepState.Open,
            },
        };
    }

    /// <summary>The steps that a kind knows; which of them may be taken now is the state's.</summary>
    private static bool MayTake(UpkeepItem item, UpkeepStep step) => (item.Kind, item.State, step) switch
    {
        (_, UpkeepState.Closed or UpkeepState.Retired, _) => false,
        (_, _, UpkeepStep.Retired or UpkeepStep.Changed) => true,
        (UpkeepKind.Round or UpkeepKind.Drill or UpkeepKind.Equipment, UpkeepState.Open, UpkeepStep.Done or UpkeepStep.Skipped) => true,
        (UpkeepKind.Hazard, UpkeepState.Open, UpkeepStep.Fixed) => true,
        (UpkeepKind.Hazard, UpkeepState.Waiting, UpkeepStep.Verified or UpkeepStep.Rejected) => true,
        (UpkeepKind.Report, UpkeepState.Open, UpkeepStep.Submitted) => true,
        (UpkeepKind.Report, UpkeepState.Open, UpkeepStep.Received) => item.EveryMonths is not null && LastSubmitted(item) is not null,
        (UpkeepKind.Report, UpkeepState.Waiting, UpkeepStep.Received) => true,
        _ => false,
    };

    /// <summary>The day after the one that stands, counted from the first. None is passed over: a quarter that nobody went round is late until somebody says why.</summary>
    private static DateOnly? Next(UpkeepItem item)
    {
        if (item is not { FirstDueOn: { } first, DueOn: { } due, EveryMonths: { } every }) return item.DueOn;
        var months = (due.Year - first.Year) * 12 + due.Month - first.Month;
        return first.AddMonths(months / every * every + every);
    }

    private static DateOnly? LastSubmitted(UpkeepItem item) => Array.FindLast(item.Events, e => e.Step is UpkeepStep.Submitted)?.Due;

    /// <summary>Midnight after a day, on the site's wall.</summary>
    private static DateTimeOffset EndOf(DateOnly day, string timeZone)
    {
        // A day before, it is not over yet anywhere on earth.
        var midnight = new DateTimeOffset(day.ToDateTime(new TimeOnly(0, 0)), TimeSpan.Zero).AddDays(-1);
        do midnight = SiteClock.Next(midnight, TimeOnly.MinValue, timeZone);
        while (DateOnly.FromDateTime(SiteClock.LocalOf(midnight, timeZone).DateTime) <= day);
        return midnight;
    }
}
