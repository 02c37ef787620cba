using SmartCare.Domain.Alerts;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>Who is asked next, and when, while nobody acknowledges. One step: the wall (tier 1), then tier 2.</summary>
public static class EscalationRule
{
    public const int LastTier = 2;

    /// <summary>Low priorities wait for the day; the others do not.</summary>
    public static DateTimeOffset? FirstDue(Priority priority, DateTimeOffset raisedAt, Policy policy) =>
        priority is Priority.Low ? null : raisedAt + policy.EscalateAfter;

    public static Alert Escalate(Alert alert) => alert with { Tier = Math.Min(alert.Tier + 1, LastTier), EscalateAt = null };
}
