using SmartCare.Domain.Incidents;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>Many devices that fall silent at once have one cause: power, or the network.</summary>
public static class PowerCutRule
{
    public static bool IsCut(Arrival[] arrivals, DateTimeOffset now, Policy policy) => arrivals
        .Where(a => a.Kind is AlertKind.Offline && now - a.At < policy.PowerWindow).DistinctBy(a => a.From).Count() >= policy.PowerCutAt;
}
