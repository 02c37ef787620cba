namespace SmartCare.Grains;

/// <summary>A journal in memory, under the same contract as the real ones: for simulations and tests. What was committed outlives
/// the silo that committed it, so handing the same journal to a new silo is a restart.</summary>
public sealed class MemoryJournal(int shards) : IJournal
{
    private readonly object _gate = new();
    private readonly SortedDictionary<long, JournalBatch>[] _batches = [.. Enumerable.Range(0, shards).Select(_ => new SortedDictionary<long, JournalBatch>())];
    private readonly SortedDictionary<GrainId, SavedGrain>[] _grains = [.. Enumerable.Range(0, shards).Select(_ => new SortedDictionary<GrainId, SavedGrain>())];
    private readonly long[] _snapshots = new long[shards];
    private readonly HashSet<Row> _known = [];
    private readonly List<Row> _rows = [];

    public int ShardCount => shards;

    /// <summary>Called before a commit with what it brings: may throw <see cref="JournalUnavailableException"/> (a full disk) or
    /// not come back for a while (a disk that hangs).</summary>
    public Action<IReadOnlyList<JournalBatch>, IReadOnlyList<Row>>? BeforeCommit { get; set; }

    /// <summary>Called after a commit; what it throws makes the outcome unknown to the caller.</summary>
    public Action? AfterCommit { get; set; }

    /// <summary>Every row that was committed, once, in order.</summary>
    public IReadOnlyList<Row> Rows
    {
        get
        {
            lock (_gate) return [.. _rows];
        }
    }

    public void Commit(IReadOnlyList<JournalBatch> batches, IReadOnlyList<Row> rows)
    {
        BeforeCommit?.Invoke(batches, rows);
        lock (_gate)
        {
            foreach (var batch in batches.Where(b => b.Count > 0)) Examine(batch);
            foreach (var batch in batches) Write(batch);
            _rows.AddRange(rows.Where(_known.Add));
        }

        AfterCommit?.Invoke();
    }

    public IEnumerable<JournalBatch> Read(int shard, long after)
    {
        lock (_gate) return [.. _batches[shard].Values.Where(b => b.Last > after)];
    }

    public long SnapshotEntry(int shard)
    {
        lock (_gate) return _snapshots[shard];
    }

    public byte[]? Load(int shard, GrainId id)
    {
        lock (_gate) return _grains[shard].TryGetValue(id, out var saved) ? saved.State.ToArray() : null;
    }

    public IEnumerable<(GrainId Id, long DueAtMs)> Dues(int shard)
    {
        lock (_gate) return [.. _grains[shard].Values.Where(g => g.DueAtMs is not null).Select(g => (g.Id, g.DueAtMs!.Value))];
    }

    public IEnumerable<SavedGrain> Saved(int shard, byte kind)
    {
        lock (_gate) return [.. _grains[shard].Values.Where(g => g.Id.Kind == kind)];
    }

    /// <summary>The same batch again is a repeat; another one in its place is another writer's.</summary>
    private void Examine(JournalBatch batch)
    {
        if (_batches[batch.Shard].TryGetValue(batch.First, out var standing) && !standing.Body.Span.SequenceEqual(batch.Body.Span))
            throw new JournalUnavailableException($"Entry {batch.First} of shard {batch.Shard} was written by another.");
    }

    private void Write(JournalBatch batch)
    {
        if (batch.Count > 0) _batches[batch.Shard].TryAdd(batch.First, batch with { Body = batch.Body.ToArray(), Snapshot = null });
        if (batch.Snapshot is null) return;
        foreach (var grain in batch.Snapshot)
        {
            if (grain.State.IsEmpty) _grains[batch.Shard].Remove(grain.Id);
            else _grains[batch.Shard][grain.Id] = grain with { State = grain.State.ToArray() };
        }

        _snapshots[batch.Shard] = batch.Last;
    }
}
