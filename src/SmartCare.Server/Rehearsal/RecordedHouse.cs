using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Grains.Store;
using SmartCare.Server.Alerts;
using SmartCare.Storage;

namespace SmartCare.Server.Rehearsal;

/// <summary>What a data folder knows of the past: what was heard, in the order of its time, who lived there, and which alerts there were.</summary>
internal sealed class RecordedHouse
{
    private readonly RecordedJournal _journal;
    private readonly Dictionary<string, StoredAlert> _alerts = [];

    public RecordedHouse(RecordedJournal journal)
    {
        _journal = journal;
        foreach (var stored in journal.Alerts().Select(StoredAlert.FromJson)) _alerts[stored.Alert.Id] = stored;
        var registered = Entries().Select(e => e.Message).OfType<Register>().Select(r => r.Record.Subject).ToHashSet();
        BeginsMs = Entries().Select(e => e.AtMs).FirstOrDefault();
        KnownBefore = [.. journal.Registry().Where(r => !registered.Contains(r.Subject)).OrderByDescending(r => r.Subject.Kind)];
    }

    /// <summary>Time of the first entry, Unix ms; 0 when there is none.</summary>
    public long BeginsMs { get; }

    /// <summary>Records that no entry tells of: they are older than the journal, or were taken over.</summary>
    public IReadOnlyList<RegistryRecord> KnownBefore { get; }

    /// <summary>Every entry of every stream; each stream is in order, and between them the time decides.</summary>
    public IEnumerable<JournalEntry> Entries()
    {
        var streams = _journal.Streams.Select(s => _journal.Batches(s).SelectMany(BatchCodec.Read).GetEnumerator()).Where(s => s.MoveNext()).ToList();
        while (streams.Count > 0)
        {
            var next = streams.MinBy(s => s.Current.AtMs)!;
            yield return next.Current;
            if (!next.MoveNext()) streams.Remove(next);
        }
    }

    /// <summary>What a recorded alert was about; null when there is none of this id.</summary>
    public (AlertKind Kind, Subject About)? NeedOf(string alertId) =>
        _alerts.TryGetValue(alertId, out var stored) ? (stored.Alert.Kind, stored.About) : null;

    /// <summary>What a person has called a recorded alert; null: nobody has.</summary>
    public Outcome? OutcomeOf(string alertId) => _alerts.GetValueOrDefault(alertId)?.Alert.Outcome;

    /// <summary>The recorded alert that a story is about; null when none fits.</summary>
    public string? IdOf(AlertStory story, TimeSpan within) => _alerts.Values
        .Where(b => b.Alert.Kind == story.Kind && b.About == story.About && (b.Alert.RaisedAt - story.RaisedAt).Duration() <= within)
        .MinBy(b => (b.Alert.RaisedAt - story.RaisedAt).Duration())?.Alert.Id;
}
