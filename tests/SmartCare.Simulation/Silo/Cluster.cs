using System.Runtime.CompilerServices;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Grains;
using SmartCare.Grains.Commit;
using SmartCare.Grains.Core;
using SmartCare.Grains.Store;
using SmartCare.Grains.Virtual;
using SmartCare.Simulation.Plants;

namespace SmartCare.Simulation.Silo;

/// <summary>
/// One to three silos over one store: the real grains, committers and due times without their threads. The agenda wakes them; messages that arrive within
/// the gathering time are one turn, in which everything follows that can follow at once; a hanging disk is a second loop inside the commit.
/// </summary>
internal sealed class Cluster
{
    private const long Never = long.MaxValue;

    private readonly Run _run;
    private readonly IWatcher _watcher;
    private readonly Plant _plant;
    private readonly GrainKinds _kinds;
    private readonly SiloClocks _clocks;
    private readonly long _tickLagMs;
    private readonly ConditionalWeakTable<GrainRecord, object> _decidedAt = [];
    private long _listeningSinceMs, _listeningByWatchMs, _turnAt = Never, _retryAt = Never, _lookAt = Never, _gatherMs;
    private Node? _committing;

    /// <summary>While a commit of one hangs, those of the others come back.</summary>
    private bool _isAnotherHanging;

    public Cluster(Run run, IWatcher watcher, MemoryCareStore store, int nodes, Plant plant)
    {
        (_run, _watcher, Store, _plant) = (run, watcher, store, plant);
        _tickLagMs = plant is Plant.LateTimer ? 8_000 : 0;
        _kinds = PlantedKinds.Of(GrainKinds.Default, plant, () => _listeningSinceMs);
        (Letters, _clocks) = (new Letters(run, this, plant), new SiloClocks(run, plant));
        Nodes = [.. Enumerable.Range(0, nodes).Select(i => new Node(i))];
    }

    public MemoryCareStore Store { get; }

    public Node[] Nodes { get; }

    public Letters Letters { get; }

    /// <summary>What the disk makes of the next commit; what a crash, a hang is.</summary>
    public required Func<Node, DiskAnswer> Disk { get; init; }

    public required Action<Node> Hang { get; init; }

    /// <summary>Since when somebody has listened to everybody, Unix ms: the last start, or the last death that was noticed. While one is gone and nobody has
    /// noticed, its grains have nobody.</summary>
    public long ListeningSinceMs => Array.Exists(Nodes, n => !n.IsGivenUp && !n.IsUp) ? _run.Agenda.NowMs : _listeningSinceMs;

    /// <summary>Since when the one of them that has run longest has listened, Unix ms.</summary>
    public long ListeningLongestMs => Nodes.Min(n => n.Silo is null ? _listeningSinceMs : n.StartedMs);

    public bool IsFrozen => Array.Exists(Nodes, n => n.FrozenUntil > 0);

    public bool IsUp => Array.Exists(Nodes, n => n.IsUp);

    /// <summary>Nothing waits: no message, no letter, no record.</summary>
    public bool IsQuiet => Array.TrueForAll(Nodes, n => n.Silo is null || (n.IsUp && n.Arrived.Count == 0 && n.Silo.IsQuiet)) && Letters.OnTheirWay == 0
        && Store.WithLetters == 0 && _committing is null;

    /// <summary>When there is something to do.</summary>
    public long NextMs
    {
        get
        {
            var next = Math.Min(_turnAt, _committing is null ? _retryAt : Never);
            foreach (var node in Nodes)
                if (node.IsUp && node.Silo!.NextDueMs is { } due)
                    next = Math.Min(next, RealOf(node, due) + _tickLagMs);
            return Math.Min(next, _lookAt);
        }
    }

    public void Start(Node node, long gatherMs)
    {
        var nowMs = _run.Agenda.NowMs;
        _gatherMs = gatherMs;
        (node.FrozenUntil, node.IsGivenUp, node.StartedMs, _listeningSinceMs) = (0, false, nowMs, nowMs);
        node.Writer = Store.Open(node.Stream);
        // The first entry says that it listens.
        node.Entries = node.Writer.LastEntry + 1;
        node.Heard.Clear();
        Letters.GiveUp(node);
        node.Writer.SkipsFence = _plant is Plant.SkipFence;
        node.Writer.BeforeCommit = _ => Before(node);
        node.Writer.AfterCommit = () => After(node);
        ICareStore seen = _plant switch
        {
            Plant.LoseTimer => new WrongStore(node.Writer) { ForgetsSites = true },
            Plant.LoseOldState => new WrongStore(node.Writer) { LosesOldState = true },
            _ => node.Writer,
        };
        _clocks.Set(node);
        var startedMs = _listeningByWatchMs = node.NowMs;
        node.Silo = new VirtualSilo(
            seen, new ChangeSink(_watcher.Shown, DecidedAt, _plant), _kinds, Policy.Default, node.Clock, startedMs, writer => SinceOf(node, writer, startedMs),
            queue => new WatchedQueue(queue, r => Decided(node, r)))
        {
            Carry = (_, sender, letter) => Letters.Carry(node, sender, letter),
        };
        Look();
    }

    /// <summary>The machine's clock was set: what is due is due at another time.</summary>
    public void ClockStepped()
    {
        foreach (var node in Nodes)
            if (node.IsUp) _ = node.NowMs;
        Look();
    }

    /// <summary>When its clock will show this, in real time, unless somebody sets it.</summary>
    private long RealOf(Node node, long siloMs) => siloMs - node.NowMs + _run.Agenda.NowMs;

    /// <summary>The silo in which a grain lives: where the cluster believes it to.</summary>
    public Node? HomeOf(Subject id)
    {
        Node? home = null;
        // The one with the highest hash of grain and silo: when one goes, only its grains move.
        foreach (var node in Nodes)
            if (!node.IsGivenUp && (home is null || Hash(id, node) > Hash(id, home)))
                home = node;
        return home;
    }

    private static uint Hash(Subject id, Node node)
    {
        var hash = 2166136261u + (uint)node.Stream * 40_503u;
        foreach (var unit in id.Key) hash = (hash ^ unit) * 16777619u;
        return (hash ^ hash >> 15) * 2246822519u + (uint)id.Kind * 977u;
    }

    /// <returns>False: nobody is there to take it.</returns>
    public bool Submit(Arrival arrival)
    {
        if (HomeOf(arrival.To) is not { Silo: not null } home) return false;
        home.Arrived.Add(arrival);
        TurnSoon();
        return true;
    }

    /// <summary>Something came that wants a turn.</summary>
    public void TurnSoon()
    {
        if (_turnAt == Never) _turnAt = _run.Agenda.NowMs + _gatherMs;
    }

    /// <summary>One turn: what arrived, what is due, and all that follows from it in this moment.</summary>
    /// <exception cref="PowerLostException"/>
    public void Turn()
    {
        var nowMs = _run.Agenda.NowMs;
        _turnAt = Never;
        var looks = nowMs >= _lookAt;
        if (looks) _lookAt = Never;
        foreach (var node in Nodes)
        {
            if (!node.IsUp) continue;
            var siloMs = node.NowMs;
            if (node.Silo!.NextDueMs + _tickLagMs <= siloMs) node.Silo.WakeDue(siloMs);
            if (looks) Look(node, siloMs);
            Take(node, nowMs);
        }

        if (looks) Look();
        RunDry();
        if (_committing is not null) return;
        _watcher.TurnEnded(IsQuiet, _run.Agenda.NowMs);
    }

    /// <summary>A node decides on what has arrived at it.</summary>
    public void Take(Node node, long nowMs)
    {
        var arrived = node.Arrived;
        if (arrived.Count == 0) return;
        node.Arrived = [];
        foreach (var arrival in arrived)
        {
            // Its grain has moved while it waited; who sent it sends it again.
            if (HomeOf(arrival.To) != node)
            {
                HomeOf(arrival.To)?.Arrived.Add(arrival);
                TurnSoon();
                continue;
            }

            arrival.Told?.Heard(nowMs);
            var record = node.Silo!.Hear(arrival.To, _clocks.ByWatch(node, arrival.Message), node.NowMs, (r, saved) => arrival.Answer?.Answered(r.Effects, saved));
            node.Uncommitted.Add((++node.Entries, arrival));
            node.Heard.Enqueue((record, node.Entries));
        }
    }

    /// <summary>Commits and delivers until nothing moves in this moment; but for the one whose commit hangs.</summary>
    public void RunDry()
    {
        for (var moved = true; moved;)
        {
            moved = false;
            foreach (var node in Nodes)
            {
                if (!node.IsUp || node == _committing) continue;
                Step(node);
                moved |= Letters.DeliverNear(node);
                moved |= node.Silo is { Committer: { PendingRecords: > 0, Trouble: null } };
            }
        }

        var waits = Array.Exists(Nodes, n => n is { IsUp: true, Silo: { Committer: { PendingRecords: > 0 } or { Trouble: not null } } });
        _retryAt = waits ? _run.Agenda.NowMs + Limits.RetryMs : Never;
    }

    /// <summary>The grain that a row makes.</summary>
    public GrainCore Read(GrainRow row) => _kinds.Awaken(row.Id, row, new SiloContext(Policy.Default, _kinds, NoQueue.Only, row.Writer, _ => 0));

    /// <summary>Somebody has noticed that a silo is gone.</summary>
    public void Noticed()
    {
        _listeningSinceMs = _listeningByWatchMs = _run.Agenda.NowMs;
        Look();
        TurnSoon();
    }

    /// <summary>Brings to the disk what the others have decided, before one is forgotten.</summary>
    public void CommitOthers(Node gone)
    {
        if (_committing is not null && _committing != gone) return;
        foreach (var node in Nodes.Where(n => n != gone && n.IsUp))
            Flush(node);
    }

    /// <summary>Who was not on disk is told that it was never heard; the newest first, so that the oldest puts back what was before them all.</summary>
    public void ForgetUncommitted(Node node)
    {
        var onDisk = node.Writer!.LastEntry;
        foreach (var (entry, arrival) in Enumerable.Reverse(node.Uncommitted))
            if (entry > onDisk)
                arrival.Told?.Forgotten();
        node.Uncommitted.Clear();
        node.Arrived = [];
    }

    /// <summary>Grains of which another silo is the home now leave a silo in good order.</summary>
    public void Release(Node node)
    {
        // It waits for its disk; what it believes to have meanwhile the fence keeps from the store.
        if (node == _committing) return;
        var silo = node.Silo!;
        var strangers = silo.Awake.Keys.Where(id => HomeOf(id) != node).ToList();
        foreach (var id in strangers) silo.Awake[id].Close(node.NowMs);
        Flush(node);
        foreach (var id in strangers) silo.Forget(id);
    }

    /// <summary>With a disk that is well again: everything that was decided, whatever it waits for.</summary>
    private void Flush(Node node)
    {
        node.Silo!.Committer.TryAtOnce();
        for (var tries = 0; node.Silo.Committer.PendingRecords > 0 && tries < 1_000; tries++) Step(node);
        if (node.Silo.Committer.PendingRecords > 0) throw new InvalidOperationException("A disk that is well does not take what was decided.");
    }

    /// <summary>What a host does once a second while a commit hangs.</summary>
    public void Watch(Node node)
    {
        node.Silo!.Committer.Watch();
        node.Silo.Settle(node.NowMs);
        Letters.DeliverNear(node);
    }

    /// <summary>The due clock looks at the next pulse at which a look finds somebody.</summary>
    public void Look()
    {
        var next = Store.NextDueMs(id => Array.Exists(Nodes, n => n.IsUp && n.Hosts(id)), _listeningByWatchMs);
        if (Array.Find(Nodes, n => n.IsUp) is { } up && next is { } due) next = RealOf(up, due);
        _lookAt = next is { } at ? Math.Max(_run.Agenda.NowMs + Limits.PulseMs, (at / Limits.PulseMs + 1) * Limits.PulseMs) + _tickLagMs : Never;
    }

    private void Look(Node node, long siloMs)
    {
        foreach (var id in node.Silo!.Search.Look(siloMs, SinceOf(node, null, node.Silo.ListeningSinceMs)))
            if (HomeOf(id) == node) node.Silo.Wake(id, siloMs);
    }

    /// <remarks>A commit may hang, and then time has passed.</remarks>
    private void Step(Node node)
    {
        var hanging = _committing;
        (_committing, _isAnotherHanging) = (node, hanging is not null);
        try
        {
            node.Silo!.Committer.Step(0);
            node.Silo.Settle(node.NowMs);
        }
        finally
        {
            (_committing, _isAnotherHanging) = (hanging, false);
        }

        while (node.Heard.TryPeek(out var first) && first.Record.Ticket.Safe.IsCompleted) node.Heard.Dequeue();
        var waits = node.Heard.TryPeek(out var next) ? next.Entry : node.Entries + 1;
        node.Uncommitted.RemoveAll(u => u.Entry < waits);
    }

    private void Before(Node node)
    {
        switch (_answer = _isAnotherHanging ? DiskAnswer.Fine : Disk(node))
        {
            case DiskAnswer.CrashBefore: throw new PowerLostException(node);
            case DiskAnswer.Full: throw new StoreUnavailableException("the disk is full");
            case DiskAnswer.Hang: Hang(node); break;
        }
    }

    private void After(Node node)
    {
        if (_answer is DiskAnswer.Unknown) throw new StoreUnavailableException("the outcome is not known");
        if (_answer is DiskAnswer.CrashAfter) throw new PowerLostException(node);
    }

    private DiskAnswer _answer;

    private void Decided(Node node, GrainRecord record)
    {
        // Who was given up decides on what is no longer so, and nothing of it may ever be seen.
        if (node.IsGivenUp) return;
        if (record.Effects.Count > 0) _decidedAt.Add(record, _run.Agenda.NowMs);
        _watcher.Decided(record, node.NowMs, _run.Agenda.NowMs);
    }

    private long DecidedAt(GrainRecord record) => _decidedAt.TryGetValue(record, out var at) ? (long)at : record.AtMs;

    /// <summary>Since when somebody has listened for a grain: of one that another silo had when it died, since that was noticed.</summary>
    private long SinceOf(Node node, int? writer, long startedMs)
    {
        var since = startedMs;
        foreach (var other in Nodes)
            if (other != node && (writer is null || writer == other.Stream))
                since = Math.Max(since, other.NoticedAt);
        return since;
    }

    private sealed class WatchedQueue(IRecordQueue queue, Action<GrainRecord> decided) : IRecordQueue
    {
        public void Post(GrainRecord record)
        {
            queue.Post(record);
            decided(record);
        }
    }

    /// <summary>For grains that are only looked at.</summary>
    private sealed class NoQueue : IRecordQueue
    {
        public static readonly NoQueue Only = new();

        public void Post(GrainRecord record) => throw new InvalidOperationException("A grain that is looked at decides nothing.");
    }
}
