using SmartCare.Domain.Incidents;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>More alerts than one person can answer (ISA-18.2: ten in ten minutes per desk).</summary>
/// <remarks>What may wait goes inside the flood's alert; what is about a person or a danger rings as ever. Water and vitals are medium and
/// stay outside too: the rule is there so that they are heard.</remarks>
public static class FloodRule
{
    public static bool IsFlood(Arrival[] arrivals, DateTimeOffset now, int above, Policy policy) => CountIn(arrivals, now, policy.FloodWindow) > above;

    /// <summary>When it is over, should nothing more arrive.</summary>
    public static DateTimeOffset OverAt(Arrival[] arrivals, DateTimeOffset now, Policy policy) =>
        arrivals.Length < policy.FloodOverBelow ? now : arrivals[^policy.FloodOverBelow].At + policy.FloodWindow is var at && at > now ? at : now;

    public static bool MayWait(AlertKind kind, Priority priority) => priority is not Priority.High && IsAboutThings(kind);

    /// <summary>Who rings most: three names that somebody can do something about.</summary>
    public static IEnumerable<string> Worst(Arrival[] arrivals, DateTimeOffset now, Policy policy) => arrivals
        .Where(a => now - a.At < policy.FloodWindow).GroupBy(a => (a.From, a.Kind))
        .OrderByDescending(g => g.Count()).ThenBy(g => g.Key.From, StringComparer.Ordinal).ThenBy(g => g.Key.Kind).Take(3)
        .Select(g => Phrase.Of("most", ("name", g.Key.From), ("kind", g.Key.Kind.ToString().ToLowerInvariant()), ("times", g.Count())));

    public static int CountIn(Arrival[] arrivals, DateTimeOffset now, TimeSpan window) => arrivals.Count(a => now - a.At < window);

    private static bool IsAboutThings(AlertKind kind) => kind is
        AlertKind.Offline or AlertKind.Fault or AlertKind.Battery or AlertKind.Tamper or AlertKind.Environment;
}
