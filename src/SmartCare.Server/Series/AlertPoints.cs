using SmartCare.Series;
using SmartCare.Server.Alerts;
using SmartCare.Storage;

namespace SmartCare.Server.Series;

/// <summary>Every change of every alert as a point, from the table of changes; the cursor is the number of the change.</summary>
internal sealed class AlertPoints(Tables tables)
{
    /// <summary>Beside the streams of the journal, which are numbered from 0.</summary>
    public const int Shard = -1;

    public (IReadOnlyList<SeriesReading> Readings, SeriesCursor Next) Read(SeriesCursor after, int max)
    {
        var changes = tables.AlertChanges(after.Entry, max).ConvertAll(json => StoredAlert.FromJson(json).Alert);
        var histories = changes.Select(c => c.Id).Distinct().ToDictionary(id => id, HistoryOf);
        return (changes.ConvertAll(c => Of(c, histories[c.Id])), changes.Count == 0 ? after : new SeriesCursor(Shard, changes[^1].Seq));
    }

    private static SeriesReading Of(AlertDocument alert, IReadOnlyList<HistoryLine> history)
    {
        // Its time has the number below the millisecond: two changes of one millisecond are two points.
        var ns = alert.UpdatedAt.ToUnixTimeMilliseconds() * 1_000_000 + alert.Seq % 1_000_000;
        return new SeriesReading(alert.Device?.Id ?? "", alert.PlaceId ?? "", alert.SiteId, ns,
        [
            new("seq", alert.Seq), new("tier", alert.Tier), new("occurrences", alert.Occurrences), new("since", (alert.UpdatedAt - alert.RaisedAt).TotalSeconds),
            new("late", alert.Late ? 1 : 0), new("drill", alert.Drill ? 1 : 0),
        ])
        {
            Measurement = SeriesReading.Alert,
            Elder = alert.Elder?.Id ?? "",
            Tags = [new("kind", WordOf(alert.Kind)), new("priority", WordOf(alert.Priority)), new("state", WordOf(alert.State)), new("what", history.FirstOrDefault(l => l.Seq == alert.Seq) is { } line ? WordOf(line.What) : "")],
            Texts = [new("id", alert.Id), new("outcome", alert.Outcome is { } outcome ? WordOf(outcome) : "")],
        };
    }

    /// <summary>A change does not say itself what it was. A line that an alert of hundreds has dropped is told by the state alone.</summary>
    private IReadOnlyList<HistoryLine> HistoryOf(string id) => tables.Alert(id) is { } json ? StoredAlert.FromJson(json).Alert.History : [];

    private static string WordOf<T>(T word) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(word.ToString());
}
