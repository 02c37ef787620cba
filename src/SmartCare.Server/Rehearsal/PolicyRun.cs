using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Grains.Commit;
using SmartCare.Grains.Core;
using SmartCare.Grains.Store;
using SmartCare.Grains.Virtual;

namespace SmartCare.Server.Rehearsal;

/// <summary>
/// The house lived once more under a policy: what devices and people said, at the times they said it, told to grains as the product hosts them, in
/// virtual time. Not while the silo was down, which the journal tells.
/// </summary>
internal sealed class PolicyRun : TimeProvider
{
    private readonly MemoryCareStore _store = new();
    private readonly StorySink _sink = new();
    private readonly Policy _policy;
    private readonly RecordedHouse _house;
    private VirtualSilo _silo;
    private long _nowMs, _listeningMs;

    public PolicyRun(RecordedHouse house, Policy policy)
    {
        (_house, _policy) = (house, policy);
        _nowMs = _listeningMs = house.BeginsMs;
        _silo = Started();
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(_nowMs);

    /// <summary>The alerts as this policy makes them.</summary>
    public AlertStories Live()
    {
        foreach (var record in _house.KnownBefore) Hear(record.Subject, new Register(record));
        foreach (var entry in _house.Entries())
        {
            if (entry.Message is null) RestartAt(entry);
            else
            {
                PassTo(entry.AtMs);
                if (Addressed(entry.Message) is { } message) Hear(entry.To, message);
            }
        }

        return _sink.Stories;
    }

    private VirtualSilo Started() => new(_store.Open(0), _sink, GrainKinds.Default, _policy, this, _nowMs);

    /// <summary>What fell due while nobody was there happens when somebody is there again.</summary>
    private void RestartAt(in JournalEntry listens)
    {
        if (listens.ListeningSinceMs <= _listeningMs) return;
        _silo.Close(_nowMs);
        _silo.RunDry(_nowMs);
        _nowMs = Math.Max(_nowMs, listens.ListeningSinceMs);
        _listeningMs = listens.ListeningSinceMs;
        _silo = Started();
        // All of them: one house fits into memory, and each then knows its own time.
        foreach (var row in _store.Grains) _silo.Awaken(row.Id);
    }

    private void PassTo(long atMs)
    {
        while (_silo.NextDueMs is { } due && due <= atMs)
        {
            _nowMs = Math.Max(_nowMs, due);
            _silo.WakeDue(_nowMs);
            _silo.RunDry(_nowMs);
        }

        _nowMs = Math.Max(_nowMs, atMs);
    }

    private void Hear(Subject to, CareMessage message)
    {
        _silo.Hear(to, message, _nowMs);
        _silo.RunDry(_nowMs);
    }

    /// <summary>An answer names the recorded alert; here it is for the one that stands in its place, and for none when there is none.</summary>
    private CareMessage? Addressed(CareMessage message) => message switch
    {
        AlertCommand command => StandIn(command.AlertId) is { } id ? command with { AlertId = id } : null,
        ShelveAlert command => StandIn(command.AlertId) is { } id ? command with { AlertId = id } : null,
        // What became of notices that this run has not sent says nothing about those it would have.
        NoticeAnswered => null,
        _ => message,
    };

    private string? StandIn(string recorded) =>
        _house.NeedOf(recorded) is { } need ? _sink.Stories.OpenId(need.Kind, need.About) : null;

    /// <summary>Takes the alerts' stories out of what is decided; nothing else is kept.</summary>
    private sealed class StorySink : IRecordSink
    {
        public AlertStories Stories { get; } = new();

        public IReadOnlyList<Row> RowsOf(GrainRecord record, ref long lastSeq)
        {
            Stories.Take(record.Effects);
            return [];
        }

        public IReadOnlyList<Row> Renumber(IReadOnlyList<Row> rows, ref long lastSeq) => rows;

        public void Release(GrainRecord record, IReadOnlyList<Row> rows, bool saved)
        {
        }

        public IReadOnlyList<Row> Settle(ref long lastSeq) => [];

        public void Settled(IReadOnlyList<Row> rows)
        {
        }
    }
}
