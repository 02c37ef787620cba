using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace SmartCare.Grains;

/// <summary>
/// A deterministic function of its journal: <c>(state, entry) -> (state', effects)</c> for all grains of the places that hash to it.
/// No thread, no clock, no lock: whoever drives it (a <see cref="ShardLoop{TMessage,TEffect}"/>, a simulation, a replay) hands
/// both in. It never waits for the disk: decisions leave as a batch, and the committer releases them once they are safe.
/// </summary>
public sealed class Shard<TMessage, TEffect>(int index, IGrainCatalog<TMessage, TEffect> catalog, IJournal journal)
{
    private readonly Dictionary<GrainId, Activation> _active = [];
    private readonly HashSet<GrainId> _changed = [];
    private readonly DueQueue _dues = new();
    private readonly Turn<TMessage, TEffect> _turn = new();
    private readonly ArrayBufferWriter<byte> _blob = new();
    private readonly ArrayBufferWriter<byte> _body = new();
    private long _lastAtMs;
    private long _snapshotEntry;
    private long _savedSnapshot;
    private long _noTickBeforeMs;

    private sealed class Activation(IGrain<TMessage, TEffect> grain)
    {
        public readonly IGrain<TMessage, TEffect> Grain = grain;
        public long ChangedAtEntry;
        public long UsedAtMs;

        /// <summary>The queue of due times will ask this grain then or before; not known when at the end of time.</summary>
        public long AskedByMs = long.MaxValue;

        /// <summary>Since the last snapshot; asked in place of the set, for every reading.</summary>
        public bool IsChanged;
    }

    public int Index => index;

    /// <summary>Number of the last entry decided on.</summary>
    public long LastEntry { get; private set; }

    public int ActiveGrains => _active.Count;

    /// <summary>When the next tick is wanted, Unix ms; null when no grain waits.</summary>
    public long? NextTickMs => _dues.NextMs is { } due ? Math.Max(due, _noTickBeforeMs) : null;

    /// <summary>Newest snapshot plus everything after it. What replayed entries led to was committed with them.</summary>
    /// <param name="replayed">Told each entry and its effects; null when nobody needs to follow.</param>
    /// <returns>How many entries were replayed.</returns>
    public long Recover(Action<Entry<TMessage>, IReadOnlyList<TEffect>>? replayed = null)
    {
        LastEntry = _snapshotEntry = _savedSnapshot = journal.SnapshotEntry(index);
        foreach (var (id, due) in journal.Dues(index)) _dues.Schedule(id, due);
        var count = 0L;
        // From the snapshot's own last entry on: its time is where the shard's time stands.
        foreach (var batch in journal.Read(index, Math.Max(0, LastEntry - 1)))
        {
            foreach (var entry in BatchCodec.Read(batch, catalog))
            {
                if (entry.Number <= LastEntry)
                {
                    _lastAtMs = entry.AtMs;
                    continue;
                }

                if (entry.Number != LastEntry + 1)
                    throw new InvalidDataException($"Journal of shard {index}: entry {LastEntry + 1} is missing before {entry.Number}.");
                Apply(entry);
                replayed?.Invoke(entry, _turn.Effects);
                count++;
            }
        }

        return count;
    }

    /// <summary>Decides on what has arrived, at one instant. Ticks that are due go first.</summary>
    /// <returns>Null when there was nothing to do.</returns>
    public Decided<TMessage, TEffect>? Decide(IReadOnlyList<Submission<TMessage, TEffect>> arrived, long nowMs, long listeningSinceMs)
    {
        nowMs = Math.Max(nowMs, _lastAtMs);
        var tick = NextTickMs <= nowMs && IsAnyDue(nowMs);
        if (!tick && arrived.Count == 0) return null;

        var first = LastEntry + 1;
        var decided = new Decided<TMessage, TEffect>(arrived.Count + 1);
        List<(IReceipt<TEffect>?, TEffect)>? refused = null;
        _blob.ResetWrittenCount();
        BatchCodec.Begin(_blob);
        if (tick)
        {
            Span<byte> since = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(since, listeningSinceMs);
            BatchCodec.Add(_blob, 0, GrainId.Clock, since);
            Step(decided, new Entry<TMessage>(first, nowMs, GrainId.Clock, default, listeningSinceMs), null);
        }

        // By index: an enumerator of an interface is one more thing to collect for every reading.
        for (var i = 0; i < arrived.Count; i++)
        {
            var submission = arrived[i];
            if (!TryWrite(submission, out var error))
            {
                (refused ??= []).Add((submission.Receipt, catalog.Faulted(submission.To, error)));
                continue;
            }

            Step(decided, new Entry<TMessage>(LastEntry + 1, nowMs, submission.To, submission.Message, 0), submission.Receipt);
        }

        var snapshot = LastEntry - _snapshotEntry >= Limits.EntriesPerSnapshot ? TakeSnapshot() : null;
        decided.Batch = new JournalBatch(index, first, decided.Entries.Count, nowMs, BatchCodec.Seal(_blob), snapshot);
        foreach (var (receipt, effect) in refused ?? []) decided.Refuse(receipt, effect);
        return decided;
    }

    /// <summary>What cannot be written cannot be replayed, so nobody decides on it: it is rung about, and the others go on.</summary>
    private bool TryWrite(in Submission<TMessage, TEffect> submission, [NotNullWhen(false)] out Exception? error)
    {
        try
        {
            _body.ResetWrittenCount();
            catalog.Encode(submission.Message, _body);
            BatchCodec.Add(_blob, 0, submission.To, _body.WrittenSpan);
            error = null;
            return true;
        }
        catch (Exception bug)
        {
            error = bug;
            return false;
        }
    }

    /// <summary>A batch without entries that carries a snapshot; null when nothing changed since the last one.</summary>
    public Decided<TMessage, TEffect>? DecideSnapshot() =>
        LastEntry == _snapshotEntry ? null : new Decided<TMessage, TEffect>(0)
        {
            Batch = new JournalBatch(index, LastEntry + 1, 0, _lastAtMs, default, TakeSnapshot()),
        };

    /// <summary>The committer says that the snapshot up to this entry is on disk; only then may its grains leave memory. Thread-safe.</summary>
    public void SnapshotSaved(long entry) => Volatile.Write(ref _savedSnapshot, entry);

    /// <summary>Lets go of grains that nobody spoke to for a while and whose state a saved snapshot holds.</summary>
    public int EvictIdle(long nowMs)
    {
        var (saved, gone) = (Volatile.Read(ref _savedSnapshot), 0);
        foreach (var (id, activation) in _active)
        {
            if (activation.ChangedAtEntry > saved || nowMs - activation.UsedAtMs < Limits.IdleMs) continue;
            _active.Remove(id);
            if (++gone == Limits.EvictionsPerSweep) break;
        }

        return gone;
    }

    private void Step(Decided<TMessage, TEffect> decided, in Entry<TMessage> entry, IReceipt<TEffect>? receipt)
    {
        Apply(entry);
        decided.Add(entry, receipt, _turn.Effects);
    }

    private void Apply(Entry<TMessage> entry)
    {
        LastEntry = entry.Number;
        _lastAtMs = entry.AtMs;
        _turn.Begin(index, entry.Number, entry.AtMs, entry.ListeningSinceMs);
        if (entry.IsTick) Tick(entry.AtMs);
        else Tell(entry.To, entry.Message!);
        while (_turn.TryNextLetter(out var letter)) Tell(letter.To, letter.Message);
    }

    /// <summary>Fires every grain whose own due time has come, in the order of that time: the queue only says whom to ask.</summary>
    private void Tick(long nowMs)
    {
        var asked = _dues.TakeDue(nowMs).Select(id => (Id: id, Due: Ask(id))).ToList();
        foreach (var (id, due) in asked.Where(a => a.Due > nowMs)) _dues.Schedule(id, due);
        foreach (var (id, _) in asked.Where(a => a.Due <= nowMs).OrderBy(a => a.Due).ThenBy(a => a.Id))
            Call(id, static (grain, _, turn) => grain.Tick(turn), default!);
        // A grain that leaves its due time in the past would ring without end; a second's pause keeps the shard alive.
        _noTickBeforeMs = _dues.NextMs <= nowMs ? nowMs + 1_000 : 0;
    }

    /// <summary>Does a grain really wait for this time? A timer that moved out with every reading is asked here and not in the journal: of a
    /// home's entries nearly half were ticks that nobody had waited for.</summary>
    private bool IsAnyDue(long nowMs)
    {
        while (_dues.NextMs <= nowMs)
        {
            // A grain that is not in memory is asked in the tick itself, where a state that cannot be read is rung about.
            var id = _dues.NextId;
            if (!_active.TryGetValue(id, out var activation) || activation.Grain.DueAtMs is var due && due <= nowMs) return true;
            _dues.Drop();
            _dues.Schedule(id, due);
            activation.AskedByMs = due ?? long.MaxValue;
        }

        return false;
    }

    private long? Ask(GrainId id)
    {
        if (Activate(id) is not { } activation) return null;
        activation.AskedByMs = long.MaxValue;
        return activation.Grain.DueAtMs;
    }

    private void Tell(GrainId to, TMessage message) => Call(to, static (grain, message, turn) => grain.Receive(message, turn), message);

    /// <summary>The wall around a grain: what it throws is withdrawn and rung about, and the shard goes on.</summary>
    private void Call(GrainId to, Action<IGrain<TMessage, TEffect>, TMessage, Turn<TMessage, TEffect>> call, TMessage message)
    {
        if (Activate(to) is not { } activation) return;
        var mark = _turn.Mark();
        try
        {
            call(activation.Grain, message, _turn);
        }
        catch (Exception error)
        {
            _turn.Withdraw(mark);
            _turn.Emit(catalog.Faulted(to, error));
        }

        activation.UsedAtMs = _turn.NowMs;
        activation.ChangedAtEntry = _turn.Entry;
        if (!activation.IsChanged) activation.IsChanged = _changed.Add(to);
        // The due time moves out with nearly every reading; then there is nothing to schedule.
        if (activation.Grain.DueAtMs is not { } due || due >= activation.AskedByMs) return;
        _dues.Schedule(to, due);
        activation.AskedByMs = due;
    }

    /// <summary>Null, and the wall rung, when a saved state cannot be read: a bug in an upgrade must not stop the other grains.</summary>
    private Activation? Activate(GrainId id)
    {
        if (_active.TryGetValue(id, out var standing)) return standing;
        try
        {
            var activation = new Activation(catalog.Activate(id, journal.Load(index, id))) { UsedAtMs = _lastAtMs };
            _active.Add(id, activation);
            return activation;
        }
        catch (Exception error)
        {
            _turn.Emit(catalog.Faulted(id, error));
            return null;
        }
    }

    private List<SavedGrain> TakeSnapshot()
    {
        var saved = new List<SavedGrain>(_changed.Count);
        foreach (var id in _changed)
        {
            var activation = _active[id];
            activation.IsChanged = false;
            var grain = activation.Grain;
            var state = new ArrayBufferWriter<byte>(256);
            grain.Save(state);
            saved.Add(new SavedGrain(id, grain.DueAtMs, state.WrittenMemory));
        }

        _changed.Clear();
        _snapshotEntry = LastEntry;
        return saved;
    }
}
