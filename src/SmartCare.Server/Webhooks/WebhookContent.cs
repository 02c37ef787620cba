using System.Text.Json;
using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;

namespace SmartCare.Server.Webhooks;

/// <summary>What a subscription is told of a change: the alert as the contract has it, with or without what says who people are.</summary>
internal static class WebhookContent
{
    /// <summary>Parameters of phrases that are words of ours or ids of devices; a number tells of nobody either. Any other may hold a name, or lead to a picture.</summary>
    private static readonly HashSet<string> s_plain = ["kind", "way", "mode", "device"];

    public static byte[] Of(AlertDocument change, bool names) =>
        JsonSerializer.SerializeToUtf8Bytes(names ? change : WithoutNames(change), AlertJson.Plain.AlertDocument);

    /// <summary>The fields are all there: ids, times and states say what happens.</summary>
    public static AlertDocument WithoutNames(AlertDocument change) => change with
    {
        Elder = change.Elder is { } elder ? elder with { Name = "" } : null,
        AcknowledgedBy = null, ArrivedBy = null, ResolvedBy = null, Released = null, Family = [],
        Asked = [],
        History = [.. change.History.Select(line => line with { By = null, Note = null, Says = line.Says?.Select(Plain).ToList() })],
    };

    /// <summary>Whoever sets a subscription up sees what it gets: an alert that is over, of a drill.</summary>
    public static AlertDocument Test(string site, DateTimeOffset now) => new()
    {
        Id = $"test-{Guid.NewGuid():N}", Seq = 0, Kind = AlertKind.System, Priority = Priority.Low, State = AlertState.Resolved, SiteId = site, RaisedAt = now, UpdatedAt = now, Occurrences = 1,
        ResolvedAt = now, Outcome = Outcome.Test, Tier = 1, Drill = true, History = [],
    };

    private static Phrase Plain(Phrase said) => said with
    {
        Values = said.Values.Where(v => s_plain.Contains(v.Key) || double.TryParse(v.Value, System.Globalization.CultureInfo.InvariantCulture, out _)).ToDictionary(),
    };
}
