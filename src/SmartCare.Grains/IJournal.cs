namespace SmartCare.Grains;

/// <summary>The committed truth: batches of entries, snapshots of grains, and the rows that decisions led to, in one place
/// so that one transaction holds them all.</summary>
public interface IJournal
{
    /// <summary>Fixed when the journal was made.</summary>
    int ShardCount { get; }

    /// <summary>Commits everything or nothing, durably. Called by one thread.</summary>
    /// <exception cref="JournalUnavailableException">Nothing was written, or it is not known whether it was; the same call may be
    /// made again and is then recognised.</exception>
    void Commit(IReadOnlyList<JournalBatch> batches, IReadOnlyList<Row> rows);

    /// <summary>Whole batches in order that hold any entry after the given one. Sees what is committed when it is called.</summary>
    IEnumerable<JournalBatch> Read(int shard, long after);

    /// <summary>The last entry that the newest snapshot of the shard covers; 0 without one.</summary>
    long SnapshotEntry(int shard);

    /// <summary>The state of a grain in the newest snapshot; null when it has none.</summary>
    byte[]? Load(int shard, GrainId id);

    /// <summary>Every grain of the newest snapshot that waits for a time.</summary>
    IEnumerable<(GrainId Id, long DueAtMs)> Dues(int shard);

    /// <summary>Every grain of one kind in the newest snapshot of the shard.</summary>
    IEnumerable<SavedGrain> Saved(int shard, byte kind);
}

/// <summary>One committed batch of one shard.</summary>
/// <param name="First">Number of its first entry.</param>
/// <param name="Body">What <see cref="BatchCodec"/> wrote.</param>
/// <param name="Snapshot">The grains changed since the last snapshot, as of this batch's last entry; else null.</param>
public sealed record JournalBatch(int Shard, long First, int Count, long AtMs, ReadOnlyMemory<byte> Body, IReadOnlyList<SavedGrain>? Snapshot)
{
    public long Last => First + Count - 1;
}

/// <summary>A grain's state in a snapshot. An empty state removes the row.</summary>
public readonly record struct SavedGrain(GrainId Id, long? DueAtMs, ReadOnlyMemory<byte> State);

/// <summary>Something the decisions want stored in the same transaction; the journal's adapter knows the kinds there are.</summary>
public abstract record Row;

/// <summary>The journal could not be written: a full disk, a torn file, a lost server.</summary>
public sealed class JournalUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
