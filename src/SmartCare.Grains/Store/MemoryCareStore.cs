using SmartCare.Domain.Words;

namespace SmartCare.Grains.Store;

/// <summary>A store in memory, under the same contract as the real ones: for rehearsals, simulations and tests. What was committed outlives the writer
/// that committed it, and several writers may share it, as silos of a cluster do.</summary>
public sealed class MemoryCareStore
{
    private readonly object _gate = new();
    private readonly Dictionary<Subject, Held> _grains = [];
    private readonly SortedSet<(long AtMs, string Kind, string Key)> _due = [];
    private readonly SortedSet<(long AtMs, string Kind, string Key)> _silent = [];
    private readonly Dictionary<int, List<JournalBatch>> _journal = [];
    private readonly Dictionary<int, long> _lastEntries = [];
    private readonly List<Row> _rows = [];
    private readonly HashSet<Writer> _fenced = [];
    private long _lastSeq;

    private sealed class Held(GrainWrite row, int writer)
    {
        public GrainWrite Row { get; set; } = row;

        public int Writer { get; set; } = writer;

        public Dictionary<Subject, long> Had { get; } = [];
    }

    /// <summary>Told of the rows of each commit, in order; then none is kept.</summary>
    public Action<IReadOnlyList<Row>>? Written { get; init; }

    /// <summary>Rows of grains that hold letters which were not answered when they were written.</summary>
    public int WithLetters { get; private set; }

    /// <summary>Every row that was committed, in order.</summary>
    public IReadOnlyList<Row> Rows
    {
        get
        {
            lock (_gate) return [.. _rows];
        }
    }

    /// <summary>Every grain that has a row.</summary>
    public IReadOnlyList<GrainRow> Grains
    {
        get
        {
            lock (_gate) return [.. _grains.Select(g => RowOf(g.Key, g.Value))];
        }
    }

    /// <summary>A silo opens the store under a stream; whoever wrote under it before may not write any more.</summary>
    public Writer Open(int stream)
    {
        lock (_gate)
        {
            var writer = new Writer(this, stream);
            foreach (var other in _writers.Where(w => w.Stream == stream)) _fenced.Add(other);
            _writers.Add(writer);
            return writer;
        }
    }

    private readonly List<Writer> _writers = [];

    /// <summary>The cluster has given a silo up: whatever it may still try, nothing of it is written.</summary>
    public void Fence(int stream)
    {
        lock (_gate)
            foreach (var writer in _writers.Where(w => w.Stream == stream)) _fenced.Add(writer);
    }

    /// <summary>When a grain that is not in memory is due next, by its row; null when none is.</summary>
    public long? NextDueMs(Func<Subject, bool> isAwake, long listeningSinceMs)
    {
        lock (_gate)
        {
            long? next = null;
            foreach (var (id, held) in _grains)
            {
                if (isAwake(id)) continue;
                if (held.Row.DueMs is { } due && !(next <= due)) next = due;
                if (held.Row.SilenceMs is { } silence && Math.Max(silence, listeningSinceMs + held.Row.SilenceLimitMs) is var at && !(next <= at)) next = at;
            }

            return next;
        }
    }

    /// <summary>Puts other bytes in place of a grain's state, as another version of the program would have left them.</summary>
    public void Rewrite(Subject grain, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> state)
    {
        lock (_gate)
            if (_grains.TryGetValue(grain, out var held))
                held.Row = held.Row with { State = state(held.Row.State ?? default) };
    }

    /// <summary>For a planted bug: a disk that said "written" of the newest batch of a stream, and was not.</summary>
    public void LoseNewest(int stream)
    {
        lock (_gate)
            if (_journal.TryGetValue(stream, out var batches) && batches.Count > 0)
                batches.RemoveAt(batches.Count - 1);
    }

    private void Keep(IReadOnlyList<Row> rows)
    {
        if (Written is null) _rows.AddRange(rows);
        else if (rows.Count > 0) Written(rows);
    }

    private static GrainRow RowOf(Subject id, Held held) =>
        new(id, held.Row.Version, held.Row.State ?? default, held.Row.LastLetter, held.Row.Letters, [.. held.Had.Select(h => (h.Key, h.Value))]) { Writer = held.Writer };

    /// <summary>The store as one silo sees it.</summary>
    public sealed class Writer(MemoryCareStore store, int stream) : ICareStore
    {
        private long _lastNumber;

        /// <summary>Called before a commit with what it brings: may throw <see cref="StoreUnavailableException"/> (a full disk) or
        /// not come back for a while (a disk that hangs).</summary>
        public Action<CommitGroup>? BeforeCommit { get; set; }

        /// <summary>Called after a commit; what it throws makes the outcome unknown to the caller.</summary>
        public Action? AfterCommit { get; set; }

        /// <summary>For a planted bug: nobody looks who may write.</summary>
        public bool SkipsFence { get; set; }

        public int Stream => stream;

        public long LastEntry
        {
            get
            {
                lock (store._gate) return store._lastEntries.GetValueOrDefault(stream);
            }
        }

        public long LastSeq
        {
            get
            {
                lock (store._gate) return store._lastSeq;
            }
        }

        public IReadOnlyList<int> Streams
        {
            get
            {
                lock (store._gate) return [.. store._journal.Keys.Order()];
            }
        }

        public void Commit(CommitGroup group, Func<long, NumberedRows> rows)
        {
            BeforeCommit?.Invoke(group);
            lock (store._gate)
            {
                if (!SkipsFence && store._fenced.Contains(this)) throw new FencedException([]);
                if (group.Number < _lastNumber) throw new FencedException([]);
                if (group.Number > _lastNumber) Write(group, rows);
                _lastNumber = group.Number;
            }

            AfterCommit?.Invoke();
        }

        public void Write(IReadOnlyList<Row> rows)
        {
            BeforeCommit?.Invoke(new CommitGroup(0, [], [], null));
            lock (store._gate) store.Keep(rows);
        }

        public GrainRow? Load(Subject grain)
        {
            lock (store._gate) return store._grains.TryGetValue(grain, out var held) ? RowOf(grain, held) : null;
        }

        public List<Subject> Due(long nowMs, int limit)
        {
            lock (store._gate) return [.. store._due.TakeWhile(d => d.AtMs <= nowMs).Take(limit).Select(d => new Subject(Enum.Parse<SubjectKind>(d.Kind), d.Key))];
        }

        public List<SilenceRow> Silences(long nowMs, SilenceRow? after, int limit)
        {
            lock (store._gate)
            {
                var from = after is { } mark ? (mark.AtMs, mark.Grain.Kind.ToString(), mark.Grain.Key) : (long.MinValue, "", "");
                return
                [
                    .. store._silent.GetViewBetween(from, (nowMs, "~", "~")).Where(s => s != from).Take(limit)
                        .Select(s => new Subject(Enum.Parse<SubjectKind>(s.Kind), s.Key)).Select(id => (Id: id, store._grains[id].Row))
                        .Select(g => new SilenceRow(g.Row.SilenceMs!.Value, g.Id, g.Row.SilenceLimitMs)),
                ];
            }
        }

        public IEnumerable<JournalBatch> Journal(int of, long after)
        {
            lock (store._gate) return store._journal.TryGetValue(of, out var batches) ? [.. batches.Where(b => b.Last > after)] : [];
        }

        public int CutJournal(int of, long through, long beforeMs, int limit)
        {
            lock (store._gate)
            {
                if (!store._journal.TryGetValue(of, out var batches)) return 0;
                var cut = batches.TakeWhile(b => b.Last <= through && b.AtMs < beforeMs).Take(limit).Count();
                batches.RemoveRange(0, cut);
                return cut;
            }
        }

        private void Write(CommitGroup group, Func<long, NumberedRows> rows)
        {
            var refused = SkipsFence ? [] : group.Grains.Where(g => g.Follows >= 0 && Version(g.Id) != g.Follows).Select(g => g.Id).ToList();
            if (refused.Count > 0) throw new FencedException(refused);
            foreach (var grain in group.Grains) Write(grain);
            foreach (var had in group.Had) HeldOf(had.Receiver).Had[had.Sender] = had.Number;
            if (group.Journal is { } batch)
            {
                if (!store._journal.TryGetValue(stream, out var batches)) store._journal.Add(stream, batches = []);
                batches.Add(batch);
                store._lastEntries[stream] = batch.Last;
            }

            var (written, lastSeq) = rows(store._lastSeq);
            store._lastSeq = lastSeq;
            store.Keep(written);
        }

        private long Version(Subject id) => store._grains.TryGetValue(id, out var held) ? held.Row.Version : 0;

        /// <summary>A letter may be had by a grain whose state is still as new.</summary>
        private Held HeldOf(Subject id)
        {
            if (store._grains.TryGetValue(id, out var held)) return held;
            store._grains.Add(id, held = new Held(new GrainWrite(id, 0, 0, null, null, 0, default, 0, default), stream));
            return held;
        }

        private void Write(GrainWrite grain)
        {
            var held = HeldOf(grain.Id);
            Move(store._due, held.Row.DueMs, grain.DueMs, grain.Id);
            Move(store._silent, held.Row.SilenceMs, grain.SilenceMs, grain.Id);
            store.WithLetters += (grain.Letters.IsEmpty ? 0 : 1) - (held.Row.Letters.IsEmpty ? 0 : 1);
            (held.Row, held.Writer) = (grain with { State = grain.State ?? held.Row.State }, stream);
        }

        private static void Move(SortedSet<(long AtMs, string Kind, string Key)> index, long? from, long? to, Subject id)
        {
            if (from == to) return;
            var (kind, key) = (id.Kind.ToString(), id.Key);
            if (from is { } was) index.Remove((was, kind, key));
            if (to is { } at) index.Add((at, kind, key));
        }
    }
}
