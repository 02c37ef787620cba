using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Grains.Commit;
using SmartCare.Grains.Due;
using SmartCare.Grains.Core;
using SmartCare.Grains.Store;

namespace SmartCare.Grains.Virtual;

/// <summary>
/// One life of a silo without Orleans, threads or a clock: the real grains, committer and due times, driven from outside in virtual time. A rehearsal
/// hosts one over a journal; a simulation hosts several over one store, takes the power from them, and delays, doubles and loses their letters.
/// </summary>
public sealed class VirtualSilo
{
    private readonly ICareStore _store;
    private readonly SiloContext _context;
    private readonly DueHeap _dues = new();
    private readonly Dictionary<Subject, GrainCore> _awake = [];
    private readonly Queue<(GrainCore Core, GrainRecord Record)> _toSend = new();
    private readonly List<Waiting> _toTell = [];
    private readonly List<(GrainRecord Record, Action Answered, Action Undelivered)> _toAnswer = [];
    private readonly Queue<(Subject Sender, Letter Letter, Action Answered, Action Undelivered)> _post = new();

    /// <summary>Somebody waits for a record.</summary>
    private sealed class Waiting(GrainRecord record, Action<GrainRecord, bool> told)
    {
        private bool _shown;

        /// <summary>Tells what there is to tell.</summary>
        /// <returns>Is there no more to come?</returns>
        public bool IsOver()
        {
            var ticket = record.Ticket;
            if (!ticket.Released.IsCompleted) return false;
            if (!ticket.Released.IsCompletedSuccessfully) return true;
            var safe = ticket.Safe.IsCompletedSuccessfully;
            if (safe || !_shown) told(record, safe);
            _shown = true;
            return ticket.Safe.IsCompleted;
        }
    }

    /// <param name="time">The virtual clock, for whoever measures how long a commit takes.</param>
    /// <param name="nowMs">It listens from then on.</param>
    /// <param name="watched">Puts somebody between the grains and the committer who sees every record as it is decided.</param>
    public VirtualSilo(
        ICareStore store, IRecordSink sink, GrainKinds kinds, Policy policy, TimeProvider time, long nowMs, Func<int?, long>? listeningSinceMs = null,
        Func<IRecordQueue, IRecordQueue>? watched = null)
    {
        (_store, ListeningSinceMs) = (store, nowMs);
        Committer = new GroupCommitter(store, sink, time);
        Committer.Listen(nowMs);
        _context = new SiloContext(policy, kinds, watched?.Invoke(Committer) ?? Committer, store.Stream, listeningSinceMs ?? (_ => nowMs));
        Search = new DueSearch(store, IsAwake);
    }

    public GroupCommitter Committer { get; }

    public DueSearch Search { get; }

    public long ListeningSinceMs { get; }

    public IReadOnlyDictionary<Subject, GrainCore> Awake => _awake;

    /// <summary>Takes a letter that goes out, in place of delivering it at once within this silo. Whoever takes it calls <see cref="Deliver"/> of the
    /// silo in which the receiver lives.</summary>
    public Action<VirtualSilo, GrainCore, Letter>? Carry { get; init; }

    /// <summary>When a grain in memory is due; null when none is.</summary>
    public long? NextDueMs => _dues.NextMs;

    /// <summary>Nothing that was decided waits for the store, and no letter for its delivery.</summary>
    public bool IsQuiet => Committer.PendingRecords == 0 && _post.Count == 0 && _toSend.Count == 0 && _toAnswer.Count == 0 && Committer.Trouble is null;

    /// <summary>Is it in memory, and may it write?</summary>
    public bool IsAwake(Subject id) => _awake.TryGetValue(id, out var core) && !core.IsFenced;

    /// <summary>The grain, from its row when it is not awake.</summary>
    public GrainCore Awaken(Subject id)
    {
        if (IsAwake(id)) return _awake[id];
        var core = _context.Kinds.Awaken(id, _store.Load(id), _context);
        _awake[id] = core;
        Schedule(core);
        return core;
    }

    /// <summary>A grain that nobody spoke to leaves memory; only when nothing of it waits for the store.</summary>
    public void Forget(Subject id)
    {
        if (_awake.Remove(id)) _dues.Forget(id);
    }

    /// <summary>Something from outside.</summary>
    /// <param name="told">Called when it may be seen (false: unsaved), and once more when it is safe after all. Never, when it was forgotten or refused.</param>
    public GrainRecord Hear(Subject to, CareMessage message, long nowMs, Action<GrainRecord, bool>? told = null)
    {
        var core = Awaken(to);
        var record = core.Hear(message, nowMs);
        Follow(core, record);
        if (told is not null) _toTell.Add(new Waiting(record, told));
        return record;
    }

    /// <summary>Wakes every grain in memory whose time has come.</summary>
    public void WakeDue(long nowMs)
    {
        foreach (var id in _dues.TakeDue(nowMs))
            if (_awake.TryGetValue(id, out var core) && !core.IsFenced)
            {
                core.AskedByMs = long.MaxValue;
                Wake(core, nowMs);
            }
    }

    /// <summary>A grain that has just been woken, or never was: what it would be from its row.</summary>
    public GrainCore Fresh(Subject id) => _context.Kinds.Awaken(id, _store.Load(id), _context);

    /// <summary>Wakes a grain wherever it is: its row said that it is due.</summary>
    public void Wake(Subject id, long nowMs) => Wake(Awaken(id), nowMs);

    /// <summary>A letter for a grain of this silo.</summary>
    /// <param name="answered">Called when it is on disk.</param>
    /// <param name="undelivered">Called when it must be sent again.</param>
    public void Deliver(Subject sender, Letter letter, Action answered, Action undelivered, long nowMs)
    {
        var core = Awaken(letter.To);
        var receipt = core.Receive(new LetterStamp((byte)sender.Kind, sender.Key, letter.Number, letter.After), letter.Message, nowMs);
        if (receipt.IsEarly) undelivered();
        else if (receipt.Record is { } record) _toAnswer.Add((Follow(core, record), answered, undelivered));
        else answered();
    }

    /// <summary>One commit, and what follows from it: answers, letters on their way.</summary>
    public void Step(long nowMs)
    {
        Committer.Step(0);
        Settle(nowMs);
    }

    /// <summary>What a commit, or the watch over one that hangs, has released.</summary>
    public void Settle(long nowMs)
    {
        _toTell.RemoveAll(w => w.IsOver());
        while (_toSend.TryPeek(out var next) && next.Record.Ticket.Released.IsCompleted)
        {
            _toSend.Dequeue();
            if (next.Record.Ticket.Released.IsCompletedSuccessfully) Send(next.Core, nowMs);
        }

        for (var i = 0; i < _toAnswer.Count; i++)
        {
            var (record, answered, undelivered) = _toAnswer[i];
            if (!record.Ticket.Safe.IsCompleted) continue;
            _toAnswer.RemoveAt(i--);
            if (record.Ticket.Safe.IsCompletedSuccessfully) answered();
            else undelivered();
        }

        while (_post.TryDequeue(out var post)) Deliver(post.Sender, post.Letter, post.Answered, post.Undelivered, nowMs);
    }

    /// <summary>Commits and delivers until nothing moves any more; for a store that never fails.</summary>
    public void RunDry(long nowMs)
    {
        while (!IsQuiet) Step(nowMs);
    }

    /// <summary>What the rows of the grains in memory lack is on its way to the store, as in an orderly stop.</summary>
    public void Close(long nowMs)
    {
        foreach (var core in _awake.Values) core.Close(nowMs);
    }

    private void Wake(GrainCore core, long nowMs)
    {
        if (core.Wake(nowMs) is { } record) Follow(core, record);
        else if (core.HasUnsent) Send(core, nowMs);
        Schedule(core);
    }

    private GrainRecord Follow(GrainCore core, GrainRecord record)
    {
        if (core.HasUnsent) _toSend.Enqueue((core, record));
        Schedule(core);
        return record;
    }

    private void Send(GrainCore core, long nowMs)
    {
        foreach (var letter in core.TakeUnsent(nowMs))
            if (Carry is not null) Carry(this, core, letter);
            else _post.Enqueue((core.Id, letter, () => core.Answered(letter.Number, nowMs), () => Undelivered(core, letter.Number, nowMs)));
        Schedule(core);
    }

    /// <summary>A letter of one of its grains could not be delivered: it goes out again after a while.</summary>
    public void Undelivered(GrainCore core, long number, long nowMs)
    {
        core.Undelivered(number, nowMs);
        Schedule(core);
    }

    private void Schedule(GrainCore core)
    {
        if (core.DueMs is not { } due || due >= core.AskedByMs) return;
        core.AskedByMs = due;
        _dues.Schedule(core.Id, due);
    }
}
