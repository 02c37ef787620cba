namespace SmartCare.Grains;

/// <summary>One host's shards and their committer: recover, start, submit, stop.</summary>
public sealed class Silo<TMessage, TEffect>
{
    private readonly Shard<TMessage, TEffect>[] _shards;
    private readonly ShardLoop<TMessage, TEffect>[] _loops;
    private readonly Committer<TMessage, TEffect> _committer;
    private readonly IDecisionBook<TMessage, TEffect> _book;
    private long _committed;

    public Silo(IJournal journal, IGrainCatalog<TMessage, TEffect> catalog, IDecisionBook<TMessage, TEffect> book, TimeProvider time)
    {
        _book = book;
        _shards = [.. Enumerable.Range(0, journal.ShardCount).Select(i => new Shard<TMessage, TEffect>(i, catalog, journal))];
        _committer = new Committer<TMessage, TEffect>(journal, book, Saved, time);
        var listeningSinceMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        _loops = [.. _shards.Select(s => new ShardLoop<TMessage, TEffect>(s, _committer.Post, time, listeningSinceMs))];
    }

    public int ShardCount => _shards.Length;

    /// <summary>Why the journal cannot be written; null when it can.</summary>
    public string? Trouble => _committer.Trouble;

    /// <summary>Entries taken in and not yet on disk.</summary>
    public long Pending
    {
        get
        {
            // Asked for every reading: no enumerator, no lock.
            var pending = _committer.PendingEntries;
            foreach (var loop in _loops) pending += loop.Waiting;
            return pending;
        }
    }

    /// <summary>Entries on disk since the start, ticks included.</summary>
    public long Committed => Interlocked.Read(ref _committed);

    public long Commits => _committer.Commits;

    /// <summary>Replays every shard; before <see cref="Start"/>.</summary>
    /// <returns>How many entries were replayed.</returns>
    public long Recover() => _shards.Sum(s => s.Recover(_book.Replayed));

    public void Start()
    {
        _committer.Start();
        foreach (var loop in _loops) loop.Start();
    }

    /// <summary>Takes a message into the shard that owns the partition key.</summary>
    /// <param name="partition">The place's key: all grains of one place live in one shard.</param>
    /// <param name="urgent">May be an alarm: admitted when ordinary readings no longer are.</param>
    /// <returns>False when too much waits for the disk; nothing was taken.</returns>
    public bool TrySubmit(string partition, in Submission<TMessage, TEffect> submission, bool urgent)
    {
        if (Pending >= (urgent ? Limits.PendingUrgent : Limits.PendingOrdinary)) return false;
        _loops[Partition.Of(partition, _loops.Length)].Submit(submission);
        return true;
    }

    /// <summary>Once a second: notices a commit that hangs.</summary>
    public void Watch() => _committer.Watch();

    /// <summary>Decides on what was taken in, snapshots, commits, ends.</summary>
    public void Stop()
    {
        foreach (var loop in _loops) loop.Stop();
        _committer.Stop();
    }

    private void Saved(JournalBatch batch)
    {
        Interlocked.Add(ref _committed, batch.Count);
        if (batch.Snapshot is not null) _shards[batch.Shard].SnapshotSaved(batch.Last);
    }
}
