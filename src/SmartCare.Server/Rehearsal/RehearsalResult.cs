using System.Text.Json;
using SmartCare.Domain.Alerts;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Rehearsal;

/// <summary>One alert that there would be, or would not be.</summary>
/// <param name="Id">The recorded one's; null of one that there was not.</param>
/// <param name="About">Like <c>place/101</c>.</param>
internal sealed record RehearsedAlert(string? Id, AlertKind Kind, string About, DateTimeOffset RaisedAt);

/// <summary>What other thresholds would have made of the recorded time: counts, and the alerts that matter by name.</summary>
/// <param name="Before">Alerts by kind, as the house is set now; <paramref name="After"/>: as it would be.</param>
/// <param name="Lost">So many would not have been.</param>
/// <param name="LostFalse">So many of them a person has called false.</param>
/// <param name="Missed">Those of them that a person has called real: no setting is worth one of these. The first hundred.</param>
/// <param name="Later">So many would have been raised later, or asked for help later.</param>
/// <param name="Examples">The first that would be new.</param>
internal sealed record RehearsalResult(
    IReadOnlyDictionary<string, int> Before, IReadOnlyDictionary<string, int> After, int Added, int Lost, int LostFalse, int Later, int MissedCount,
    IReadOnlyList<RehearsedAlert> Missed, IReadOnlyList<RehearsedAlert> Examples)
{
    private const int MostNamed = 100;

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static RehearsalResult Of(Comparison compared, RecordedHouse house)
    {
        var missed = compared.Lost.Where(a => house.OutcomeOf(a.Id) is Outcome.Real).ToList();
        return new RehearsalResult(
            Words(compared.Before), Words(compared.After), compared.Added.Count, compared.Lost.Count, compared.Lost.Count(a => house.OutcomeOf(a.Id) is Outcome.False),
            compared.Moved.Count(m => IsLater(m.Was, m.Is)), missed.Count, [.. missed.Take(MostNamed).Select(a => Named(a, a.Id))], [.. compared.Added.Take(MostNamed).Select(a => Named(a, null))]);
    }

    private static bool IsLater(AlertStory was, AlertStory now) =>
        now.RaisedAt > was.RaisedAt || (now.EscalatedAt ?? DateTimeOffset.MaxValue) > (was.EscalatedAt ?? DateTimeOffset.MaxValue);

    private static RehearsedAlert Named(AlertStory alert, string? id) => new(id, alert.Kind, $"{Word(alert.About.Kind)}/{alert.About.Key}", alert.RaisedAt);

    private static Dictionary<string, int> Words(IReadOnlyDictionary<AlertKind, int> counts) => counts.ToDictionary(c => Word(c.Key), c => c.Value);

    private static string Word<T>(T word) where T : struct, Enum => word.ToString().ToLowerInvariant();
}
