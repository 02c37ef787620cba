using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>Resolved, and the device goes on saying so: how long until it rings again.</summary>
public static class StandsAgainRule
{
    public static TimeSpan After(AlertKind kind, Policy policy) => FireRule.IsPart(kind) ? policy.FireStandsAgainAfter : policy.StandsAgainAfter;
}
