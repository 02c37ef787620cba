using SmartCare.Domain.Decisions;
using SmartCare.Grains;
using SmartCare.Simulation.Plants;

namespace SmartCare.Simulation.Silo;

/// <summary>A message on its way, and who wants to know that it is safe.</summary>
internal readonly record struct Arrival(Submission<CareMessage, CareEffect> Submission, IArrival? Told);

/// <summary>Whoever must know when the shard takes a message, when the journal has it, and when a crash forgot it.</summary>
internal interface IArrival
{
    void Heard(long atMs);

    void Committed();

    void Forgotten();
}

/// <summary>What the world and the oracles see of the silo.</summary>
internal interface IWatcher
{
    void Deciding(IReadOnlyList<Arrival> arrived, long nowMs);

    void Decided(Decided<CareMessage, CareEffect> decided, long nowMs);

    void Shown(AlertChanged changed, bool saved);
}

/// <summary>
/// One life of a silo of one shard: the real shard and the real committer, without their threads. The agenda wakes it, messages that
/// arrive within its gathering time are one turn, and a hanging disk is a second loop inside the commit, in which the shard goes on.
/// </summary>
internal sealed class VirtualSilo
{
    private const long Never = long.MaxValue;

    private readonly Agenda _agenda;
    private readonly IWatcher _watcher;
    private readonly Shard<CareMessage, CareEffect> _shard;
    private readonly Committer<CareMessage, CareEffect> _committer;
    private readonly long _gatherMs, _tickLagMs;
    private List<Arrival> _arrived = [], _spare = [];
    private readonly List<Submission<CareMessage, CareEffect>> _submissions = [];
    private readonly Queue<(long Last, IArrival[] Told)> _uncommitted = new();
    private long _turnAt = Never, _retryAt = Never, _sweepAt;
    private bool _committing;

    public VirtualSilo(Agenda agenda, LeanJournal journal, IGrainCatalog<CareMessage, CareEffect> catalog, IWatcher watcher, long gatherMs, Plant plant)
    {
        (_agenda, _watcher, _gatherMs) = (agenda, watcher, gatherMs);
        _tickLagMs = plant is Plant.LateTimer ? 8_000 : 0;
        ListeningSinceMs = agenda.NowMs;
        IJournal seen = plant is Plant.LoseTimer ? new ForgetfulOfTimers(journal) : journal;
        _shard = new Shard<CareMessage, CareEffect>(0, catalog, seen);
        var book = new Book(plant is Plant.ReuseSeq ? Math.Max(0, journal.LastSeq - 1) : journal.LastSeq, watcher.Shown);
        _committer = new Committer<CareMessage, CareEffect>(journal, book, Saved, new VirtualTime(agenda));
        _shard.Recover();
    }

    public long ListeningSinceMs { get; }

    public Shard<CareMessage, CareEffect> Shard => _shard;

    /// <summary>Everything that was decided is on disk and every word of it is out.</summary>
    public bool IsQuiet => _uncommitted.Count == 0 && _arrived.Count == 0 && _committer.Trouble is null && !_committing;

    /// <summary>When it next has something to do.</summary>
    public long NextMs
    {
        get
        {
            var next = Math.Min(_turnAt, _committing ? Never : _retryAt);
            return _shard.NextTickMs is { } due ? Math.Min(next, due + _tickLagMs) : next;
        }
    }

    public void Submit(in Submission<CareMessage, CareEffect> submission, IArrival? told)
    {
        _arrived.Add(new Arrival(submission, told));
        if (_turnAt == Never) _turnAt = _agenda.NowMs + _gatherMs;
    }

    /// <summary>One turn: what arrived, what is due, and a commit.</summary>
    /// <exception cref="PowerLostException"/>
    public void Turn()
    {
        var nowMs = _agenda.NowMs;
        if (nowMs >= _retryAt && _turnAt > nowMs && !(_shard.NextTickMs + _tickLagMs <= nowMs))
        {
            Commit();
            return;
        }

        var arrived = _arrived;
        (_arrived, _spare) = (_spare, arrived);
        _turnAt = Never;
        _submissions.Clear();
        foreach (var arrival in arrived) _submissions.Add(arrival.Submission);
        _watcher.Deciding(arrived, nowMs);
        var told = 0;
        foreach (var arrival in arrived)
        {
            arrival.Told?.Heard(nowMs);
            if (arrival.Told is not null) told++;
        }

        if (_shard.Decide(_submissions, nowMs, ListeningSinceMs) is { } decided)
        {
            _watcher.Decided(decided, nowMs);
            if (told > 0) _uncommitted.Enqueue((decided.Batch.Last, Told(arrived, told)));
            _committer.Post(decided);
        }

        arrived.Clear();
        if (!_committing && _committer.PendingEntries > 0) Commit();
        if (nowMs - _sweepAt < Limits.SweepMs) return;
        _sweepAt = nowMs;
        _shard.EvictIdle(nowMs);
    }

    /// <summary>A last snapshot, as in an orderly stop.</summary>
    public void Stop()
    {
        while (_arrived.Count > 0) Turn();
        if (_shard.DecideSnapshot() is not { } last) return;
        _committer.Post(last);
        Commit();
    }

    /// <summary>The power went: what is not on disk was never decided; what is on disk counts, though nobody was told.</summary>
    public void Forget(long onDisk)
    {
        foreach (var (last, told) in _uncommitted.Reverse())
            foreach (var arrival in told.Reverse())
                if (last <= onDisk) arrival.Committed();
                else arrival.Forgotten();
        _uncommitted.Clear();
    }

    /// <summary>What a host does once a second while a commit hangs.</summary>
    public void Watch() => _committer.Watch();

    private static IArrival[] Told(List<Arrival> arrived, int count)
    {
        var told = new IArrival[count];
        foreach (var arrival in arrived)
            if (arrival.Told is { } one)
                told[^count--] = one;
        return told;
    }

    private void Commit()
    {
        _committing = true;
        _committer.Step(0);
        _committing = false;
        _retryAt = _committer.Trouble is null && _committer.PendingEntries == 0 ? Never : _agenda.NowMs + Limits.RetryMs;
    }

    private void Saved(JournalBatch batch)
    {
        if (batch.Snapshot is not null) _shard.SnapshotSaved(batch.Last);
        while (_uncommitted.TryPeek(out var first) && first.Last <= batch.Last)
        {
            _uncommitted.Dequeue();
            foreach (var arrival in first.Told) arrival.Committed();
        }
    }
}
