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
    private readonly ConcurrentDictionary<string, BookedAlert> _alerts = new();

    /// <summary>Ended alerts that are still held, in order of their end: what comes back soon is opened again with its whole history, also
    /// while the disk hangs.</summary>
    private readonly Queue<(string Id, long Seq)> _ended = new();

    /// <summary>More than a site's grain remembers to open again.</summary>
    private const int MostEnded = 1_000;

    /// <summary>Something went out unsaved: without it no commit need look for marks.</summary>
    private bool _marked;

    public AlertStore(Tables tables, RegistryIndex registry, AlertFeed feed)
    {
        (_tables, _registry, _feed) = (tables, registry, feed);
        feed.StartAt(tables.LastSeq());
        foreach (var booked in tables.OpenAlerts().Select(BookedAlert.FromJson)) _alerts[booked.Alert.Id] = booked;
        _marked = _alerts.Values.Any(b => b.Alert.Unsaved);
    }

    /// <summary>Every alert that is not resolved, ascending by seq; those too that the disk could not take.</summary>
    public IReadOnlyList<AlertDocument> Open =>
        [.. _alerts.Values.Select(b => b.Alert).Where(a => a.State is not AlertState.Resolved).OrderBy(a => a.Seq)];

    /// <summary>Those of one site that are not resolved.</summary>
    public IEnumerable<BookedAlert> OpenOf(string site) => _alerts.Values.Where(b => b.Alert.SiteId == site && b.Alert.State is not AlertState.Resolved);

    /// <summary>The alert as it was last seen outside; null when there never was one.</summary>
    public BookedAlert? Find(string id) =>
        _alerts.TryGetValue(id, out var held) ? held : _tables.Alert(id) is { } json ? BookedAlert.FromJson(json) : null;

    /// <summary>Is there an alert about this subject that is not resolved?</summary>
    public bool HasOpen(Subject about) =>
        _alerts.Values.Any(b => b.About == about && b.Alert.State is not AlertState.Resolved);

    /// <summary>A change, under its number.</summary>
    public Row Change(AlertChanged changed, long seq) => RowOf(DocumentOf(changed, seq));

    /// <summary>The same change under another number: the store had given that one, and nobody knew.</summary>
    public Row Renumber(Row row, long seq)
    {
        if (row is not ChangeRow { Booked: var booked }) return row;
        var alert = booked.Alert with { Seq = seq, History = [.. booked.Alert.History.SkipLast(1), booked.Alert.History[^1] with { Seq = seq }] };
        var anew = booked with { Alert = alert };
        _alerts.TryUpdate(alert.Id, anew, booked);
        return RowOf(anew);
    }

    /// <summary>The rows may be seen. Not saved: what goes out is marked so.</summary>
    public void Release(IReadOnlyList<Row> rows, bool saved)
    {
        foreach (var row in rows.OfType<ChangeRow>())
        {
            var booked = saved ? row.Booked : Mark(row.Booked);
            _feed.Publish(booked.Alert);
            Forget(booked);
        }
    }

    /// <summary>Everything that went out unsaved is on disk now: the rows that take the mark off.</summary>
    public IReadOnlyList<Row> Settle(ref long lastSeq)
    {
        if (!_marked) return [];
        var rows = new List<Row>();
        foreach (var booked in _alerts.Values.Where(b => b.Alert.Unsaved).OrderBy(b => b.Alert.Seq)) rows.Add(RowOf(Saved(booked, ++lastSeq)));
        return rows;
    }

    public void Settled(IReadOnlyList<Row> rows)
    {
        foreach (var booked in rows.OfType<ChangeRow>().Select(r => r.Booked))
        {
            _alerts[booked.Alert.Id] = booked;
            _feed.Publish(booked.Alert);
            Forget(booked);
        }

        _marked = _alerts.Values.Any(b => b.Alert.Unsaved);
    }

    private BookedAlert DocumentOf(AlertChanged changed, long seq)
    {
        var (alert, step) = (changed.Alert, changed.Event);
        // An alert that is opened again after a restart is found on disk.
        var before = _alerts.GetValueOrDefault(alert.Id) ?? (step.What is AlertStep.Reopened ? Find(alert.Id) : null);
        var line = new HistoryLine(seq, step.At, step.What, step.By, step.Note);
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
            Tier = alert.Tier,
            Drill = alert.Drill,
            Late = alert.Late,
            Unsaved = before?.Alert.Unsaved ?? false,
            Incident = alert.Incident,
            Gathered = alert.Gathered,
            ShelvedUntil = alert.ShelvedUntil,
            History = before is null ? [line] : WithLine(before.Alert.History, line),
        };
        return _alerts[alert.Id] = new BookedAlert(document, alert.About);
    }

    /// <summary>A chattering sensor must not make a document that no wall can load: how it began stays, and the newest lines.</summary>
    private const int MostLines = 200;

    private static HistoryLine[] WithLine(IReadOnlyList<HistoryLine> history, HistoryLine line) => history.Count < MostLines
        ? [.. history, line]
        : [history[0], .. history.TakeLast(MostLines - 2), line];

    private BookedAlert Mark(BookedAlert booked)
    {
        _marked = true;
        _alerts.AddOrUpdate(booked.Alert.Id, _ => Unsaved(booked), (_, held) => Unsaved(held));
        return Unsaved(booked);
    }

    private static BookedAlert Unsaved(BookedAlert booked) => booked with { Alert = booked.Alert with { Unsaved = true } };

    private static BookedAlert Saved(BookedAlert booked, long seq)
    {
        var alert = booked.Alert;
        var line = new HistoryLine(seq, alert.UpdatedAt, AlertStep.Saved, null, null);
        return booked with { Alert = alert with { Seq = seq, Unsaved = false, History = WithLine(alert.History, line) } };
    }

    /// <summary>What is resolved and on disk is found in the table; the newest stay at hand.</summary>
    private void Forget(BookedAlert booked)
    {
        if (booked.Alert is not { State: AlertState.Resolved, Unsaved: false }) return;
        _ended.Enqueue((booked.Alert.Id, booked.Alert.Seq));
        if (_ended.Count > MostEnded && _ended.Dequeue() is var oldest && _alerts.TryGetValue(oldest.Id, out var held) && held.Alert.Seq == oldest.Seq)
            _alerts.TryRemove(oldest.Id, out _);
    }

    private static ChangeRow RowOf(BookedAlert booked)
    {
        var alert = booked.Alert;
        return new ChangeRow(alert.Id, alert.Seq, alert.SiteId, alert.PlaceId, alert.Elder?.Id,
            alert.State is AlertState.Resolved, booked.ToJson(), booked.ToChangeJson()) { Booked = booked };
    }

    /// <summary>The stored row together with what it says, for the feed.</summary>
    private sealed record ChangeRow(string Id, long Seq, string SiteId, string? PlaceId, string? ElderId, bool Closed, byte[] Json, byte[] ChangeJson)
        : AlertRow(Id, Seq, SiteId, PlaceId, ElderId, Closed, Json, ChangeJson)
    {
        public required BookedAlert Booked { get; init; }
    }
}
