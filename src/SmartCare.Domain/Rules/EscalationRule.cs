using SmartCare.Domain.Alerts;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>When each tier is asked, counted from the beginning; null: never.</summary>
/// <param name="Repeat">The last tier is asked again this often; null: once is enough.</param>
public sealed record Ladder(TimeSpan? Second, TimeSpan? Third, TimeSpan? Fourth, TimeSpan? Repeat)
{
    public TimeSpan? At(int tier) => tier switch { 1 => TimeSpan.Zero, 2 => Second, 3 => Third, 4 => Fourth, _ => null };

    /// <summary>The tier that is asked after this one; null when it is the last.</summary>
    public int? After(int tier)
    {
        for (var next = tier + 1; next <= EscalationRule.LastTier; next++)
            if (At(next) is not null)
                return next;
        return null;
    }
}

/// <summary>Who is asked next, and when, while nobody acknowledges: the wall (1), the phones on duty (2), director and family (3), the
/// emergency list (4), then the last again.</summary>
/// <remarks>Each step waits for the one before it, not for the beginning: what fell due while the silo was down is asked once, at once, and
/// the next tier gets its time.</remarks>
public static class EscalationRule
{
    public const int LastTier = 4;

    public static Ladder LadderOf(AlertKind kind, Priority priority, DutyPlan plan, Policy policy)
    {
        if (RuleFor(kind, priority, plan) is { } own)
            return new Ladder(Seconds(own.SecondAfterS), Seconds(own.ThirdAfterS), Seconds(own.FourthAfterS), Seconds(own.RepeatEveryS));
        return priority switch
        {
            Priority.High => new Ladder(policy.EscalateAfter, policy.HighToThirdTier, policy.HighToFourthTier, policy.RepeatEvery),
            Priority.Medium => new Ladder(policy.EscalateAfter, policy.MediumToThirdTier, null, null),
            _ => new Ladder(null, null, null, null),
        };
    }

    /// <summary>Low priorities wait for the day; the others do not.</summary>
    public static DateTimeOffset? FirstDue(Priority priority, DateTimeOffset raisedAt, Policy policy) =>
        Due(LadderOf(default, priority, DutyPlan.None, policy), 1, 0, raisedAt, policy);

    /// <summary>When somebody must be asked after this tier was, at this moment, for the so-manieth time again.</summary>
    public static DateTimeOffset? Due(Ladder ladder, int tier, int repeats, DateTimeOffset asked, Policy policy)
    {
        if (ladder.After(tier) is not { } next) return tier > 1 && repeats < policy.MostRepeats ? asked + ladder.Repeat : null;
        var gap = ladder.At(next)!.Value - (ladder.At(tier) ?? TimeSpan.Zero);
        return asked + (gap > TimeSpan.Zero ? gap : TimeSpan.FromSeconds(1));
    }

    /// <param name="reaches">Has the tier anybody to be told? One that has not is passed over, where a later one has.</param>
    public static Alert Escalate(Alert alert, Ladder ladder, Func<int, bool> reaches, DateTimeOffset now, Policy policy)
    {
        if (ladder.After(alert.Tier) is not { } tier)
            return alert with { Repeats = alert.Repeats + 1, EscalateAt = Due(ladder, alert.Tier, alert.Repeats + 1, now, policy) };
        if (alert.Priority is Priority.High && !reaches(tier))
            for (int? later = ladder.After(tier); later is { } t; later = ladder.After(t))
                if (reaches(t))
                {
                    tier = t;
                    break;
                }

        return alert with { Tier = tier, Repeats = 0, EscalateAt = Due(ladder, tier, 0, now, policy) };
    }

    /// <summary>Acknowledged, and nobody is there by then: back up the chain. Null: it can be settled from a chair.</summary>
    public static DateTimeOffset? ReturnDue(AlertKind kind, Priority priority, DateTimeOffset acknowledgedAt, DutyPlan plan, Policy policy) =>
        AlertPriorities.MustBeWalkedTo(kind) ? acknowledgedAt + (Seconds(RuleFor(kind, priority, plan)?.ArriveWithinS) ?? policy.ArriveWithin) : null;

    private static TierRule? RuleFor(AlertKind kind, Priority priority, DutyPlan plan) =>
        Array.Find(plan.Tiers, r => r.Kind == kind) ?? Array.Find(plan.Tiers, r => r.Kind is null && (r.Priority is null || r.Priority == priority));

    private static TimeSpan? Seconds(int? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;
}
