using SmartCare.Domain.Alerts;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>A sensor's trouble that comes back soon after its end is the same trouble. A press never is: who presses again calls again.</summary>
public static class ReopenRule
{
    public static bool MayReopen(Alert ended, DateTimeOffset now, Policy policy) =>
        ended.Kind is not AlertKind.Help && ended.Outcome is not (Outcome.Test or Outcome.Drill) && now - ended.ResolvedAt < policy.ReopenWithin;
}
