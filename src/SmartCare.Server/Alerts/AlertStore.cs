using System.Collections.Concurrent;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;
using SmartCare.Grains.Store;
using SmartCare.Server.Registry;
using SmartCare.Storage;

namespace SmartCare.Server.Alerts;

/// <summary>
/// Makes the document of every change of every alert, keeps the open ones at hand, and hands each change to the feed once the store has it.
/// The sites' grains decide what an alert is; here is its history and its place in the sequence.
/// </summary>
internal sealed class AlertStore
{
    private readonly Tables _tables;
    private readonly RegistryIndex _registry;
    private readonly AlertFeed _feed;
    private readonly NuisanceBook _nuisances;
    private readonly ConcurrentDictionary<string, StoredAlert> _alerts = new();

    /// <summary>Ended alerts that are still held, in order of their end: what comes back soon is opened again with its whole history, also
    /// while the disk hangs.</summary>
    private readonly Queue<(string Id, long Seq)> _ended = new();

    /// <summary>More than a site's grain remembers to open again.</summary>
    private const int MostEnded = 1_000;

    /// <summary>Something went out unsaved: without it no commit need look for marks.</summary>
    private bool _marked;

    public AlertStore(Tables tables, RegistryIndex registry, AlertFeed feed, NuisanceBook nuisances)
    {
        (_tables, _registry, _feed, _nuisances) = (tables, registry, feed, nuisances);
        feed.StartAt(tables.LastSeq());
        foreach (var stored in tables.OpenAlerts().Select(StoredAlert.FromJson)) _alerts[stored.Alert.Id] = stored;
        // What was resolved and goes on rings again within the hour: it is among the newest.
        foreach (var stored in tables.Alerts(new AlertQuery(true, null, null, null, tables.LastSeq() - MostEnded, MostEnded)).Select(StoredAlert.FromJson))
            if (stored.Alert.Still.Count > 0) _alerts[stored.Alert.Id] = stored;
        _marked = _alerts.Values.Any(b => b.Alert.Unsaved);
    }

    /// <summary>Resolved, and a detector goes on saying so; ascending by seq.</summary>
    public IReadOnlyList<AlertDocument> Still =>
        [.. _alerts.Values.Select(b => b.Alert).Where(a => a is { State: AlertState.Resolved, Still.Count: > 0 }).OrderBy(a => a.Seq)];

    /// <summary>Every alert that is not resolved, ascending by seq; those too that the disk could not take.</summary>
    public IReadOnlyList<AlertDocument> Open =>
        [.. _alerts.Values.Select(b => b.Alert).Where(a => a.State is not AlertState.Resolved).OrderBy(a => a.Seq)];

    /// <summary>Those of one site that are not resolved.</summary>
    public IEnumerable<StoredAlert> OpenOf(string site) => _alerts.Values.Where(b => b.Alert.SiteId == site && b.Alert.State is not AlertState.Resolved);

    /// <summary>Those of one site, open or resolved, whose detectors go on.</summary>
    public IEnumerable<StoredAlert> StillOf(string site) => _alerts.Values.Where(b => b.Alert.SiteId == site && b.Alert.Still.Count > 0);

    /// <summary>The alert as it was last seen outside; null when there never was one.</summary>
    public StoredAlert? Find(string id) =>
        _alerts.TryGetValue(id, out var held) ? held : _tables.Alert(id) is { } json ? StoredAlert.FromJson(json) : null;

    /// <summary>Is there an alert about this subject that is not resolved?</summary>
    public bool HasOpen(Subject about) =>
        _alerts.Values.Any(b => b.About == about && b.Alert.State is not AlertState.Resolved);

    /// <summary>A change, under its number.</summary>
    /// <param name="origin">Where what led to it came in.</param>
    public Row Change(AlertChanged changed, long seq, Origin? origin = null) => RowOf(DocumentOf(changed, seq, origin));

    /// <summary>The same change under another number: the store had given that one, and nobody knew.</summary>
    public Row Renumber(Row row, long seq)
    {
        if (row is not ChangeRow { Stored: var stored }) return row;
        var alert = stored.Alert with { Seq = seq, History = [.. stored.Alert.History.SkipLast(1), stored.Alert.History[^1] with { Seq = seq }] };
        var anew = stored with { Alert = alert };
        _alerts.TryUpdate(alert.Id, anew, stored);
        return RowOf(anew);
    }

    /// <summary>The rows may be seen. Not saved: what goes out is marked so.</summary>
    public void Release(IReadOnlyList<Row> rows, bool saved)
    {
        foreach (var row in rows.OfType<ChangeRow>())
        {
            var stored = saved ? row.Stored : Mark(row.Stored);
            _feed.Publish(stored.Alert);
            Forget(stored);
        }
    }

    /// <summary>Everything that went out unsaved is on disk now: the rows that take the mark off.</summary>
    public IReadOnlyList<Row> Settle(ref long lastSeq)
    {
        if (!_marked) return [];
        var rows = new List<Row>();
        foreach (var stored in _alerts.Values.Where(b => b.Alert.Unsaved).OrderBy(b => b.Alert.Seq)) rows.Add(RowOf(Saved(stored, ++lastSeq)));
        return rows;
    }

    public void Settled(IReadOnlyList<Row> rows)
    {
        foreach (var stored in rows.OfType<ChangeRow>().Select(r => r.Stored))
        {
            _alerts[stored.Alert.Id] = stored;
            _feed.Publish(stored.Alert);
            Forget(stored);
        }

        _marked = _alerts.Values.Any(b => b.Alert.Unsaved);
    }

    private StoredAlert DocumentOf(AlertChanged changed, long seq, Origin? origin)
    {
        var (alert, step) = (changed.Alert, changed.Event);
        // An alert that is opened again after a restart is found on disk.
        var before = _alerts.GetValueOrDefault(alert.Id) ?? (alert.State is AlertState.Resolved || step.What is AlertStep.Reopened ? Find(alert.Id) : null);
        var line = new HistoryLine(seq, step.At, step.What, step.By, Phrases.Say(step.Note, Language.English), Phrase.Read(step.Note));
        var document = new AlertDocument
        {
            Id = alert.Id,
            Seq = seq,
            Kind = alert.Kind,
            Priority = alert.Priority,
            State = alert.State,
            SiteId = alert.SiteId.Value,
            PlaceId = alert.PlaceId?.Value,
            Place = before?.Alert.Place ?? _registry.PlaceName(alert.PlaceId),
            Elder = alert.ElderId is { } elder ? before?.Alert.Elder ?? new ElderOfAlert(elder.Value, _registry.ElderName(elder)) : null,
            Device = alert.DeviceId is { } device ? new DeviceOfAlert(device.Value, alert.DeviceModel) : null,
            RaisedAt = alert.RaisedAt,
            UpdatedAt = step.At,
            Occurrences = alert.Occurrences,
            AcknowledgedBy = alert.AcknowledgedBy,
            AcknowledgedAt = alert.AcknowledgedAt,
            ArrivedBy = alert.ArrivedBy,
            ArrivedAt = alert.ArrivedAt,
            ResolvedBy = alert.ResolvedBy,
            ResolvedAt = alert.ResolvedAt,
            Outcome = alert.Outcome,
            Released = alert.Released,
            Family = alert.Family,
            Tier = alert.Tier,
            Drill = alert.Drill,
            Late = alert.Late,
            Unsaved = before?.Alert.Unsaved ?? false,
            Incident = alert.Incident,
            Gathered = alert.Gathered,
            ShelvedUntil = alert.ShelvedUntil,
            Still = [.. alert.Still.Select(d => d.Value)],
            Asked = alert.Asked,
            // As it was known when it began to ring; what people say of this very alert is for the next.
            Nuisance = step.What is AlertStep.Raised or AlertStep.Reopened
                ? _nuisances.Of(alert.Kind, alert.DeviceId?.Value, alert.DeviceModel, alert.SiteId.Value, step.At) : before?.Alert.Nuisance,
            History = before is null ? [line] : WithLine(before.Alert.History, line),
            Origin = origin,
        };
        return _alerts[alert.Id] = new StoredAlert(document, alert.About);
    }

    /// <summary>A chattering sensor must not make a document that no wall can load: how it began stays, and the newest lines.</summary>
    private const int MostLines = 200;

    private static HistoryLine[] WithLine(IReadOnlyList<HistoryLine> history, HistoryLine line) => history.Count < MostLines
        ? [.. history, line]
        : [history[0], .. history.TakeLast(MostLines - 2), line];

    private StoredAlert Mark(StoredAlert stored)
    {
        _marked = true;
        _alerts.AddOrUpdate(stored.Alert.Id, _ => Unsaved(stored), (_, held) => Unsaved(held));
        return Unsaved(stored);
    }

    private static StoredAlert Unsaved(StoredAlert stored) => stored with { Alert = stored.Alert with { Unsaved = true } };

    private static StoredAlert Saved(StoredAlert stored, long seq)
    {
        var alert = stored.Alert;
        var line = new HistoryLine(seq, alert.UpdatedAt, AlertStep.Saved, null, null, null);
        return stored with { Alert = alert with { Seq = seq, Unsaved = false, History = WithLine(alert.History, line), Origin = null } };
    }

    /// <summary>What is resolved and on disk is found in the table; the newest stay at hand.</summary>
    private void Forget(StoredAlert stored)
    {
        if (stored.Alert is not { State: AlertState.Resolved, Unsaved: false, Still.Count: 0 }) return;
        _ended.Enqueue((stored.Alert.Id, stored.Alert.Seq));
        if (_ended.Count > MostEnded && _ended.Dequeue() is var oldest && _alerts.TryGetValue(oldest.Id, out var held) && held.Alert.Seq == oldest.Seq)
            _alerts.TryRemove(oldest.Id, out _);
    }

    private static ChangeRow RowOf(StoredAlert stored)
    {
        var alert = stored.Alert;
        return new ChangeRow(alert.Id, alert.Seq, alert.SiteId, alert.PlaceId, alert.Elder?.Id,
            alert.State is AlertState.Resolved, stored.ToJson(), stored.ToChangeJson()) { Stored = stored };
    }

    /// <summary>The stored row together with what it says, for the feed.</summary>
    private sealed record ChangeRow(string Id, long Seq, string SiteId, string? PlaceId, string? ElderId, bool Closed, byte[] Json, byte[] ChangeJson)
        : AlertRow(Id, Seq, SiteId, PlaceId, ElderId, Closed, Json, ChangeJson)
    {
        public required StoredAlert Stored { get; init; }
    }
}
