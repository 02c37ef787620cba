using SmartCare.Domain.Duty;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>At night nobody's phone rings for a battery.</summary>
public static class QuietRule
{
    /// <returns>When it may be told; null: now.</returns>
    public static DateTimeOffset? NotBefore(Priority priority, DateTimeOffset now, DutyPlan plan, string timeZone, Policy policy)
    {
        if (priority is not Priority.Low) return null;
        var (from, to) = plan.Quiet is { } own ? (own.From, own.To) : (policy.QuietFrom, policy.QuietTo);
        var time = TimeOnly.FromDateTime(SiteClock.LocalOf(now, timeZone).DateTime);
        // Both the same: no quiet hours at all.
        return from != to && time.IsBetween(from, to) ? SiteClock.Next(now, to, timeZone) : null;
    }
}
