namespace SmartCare.Grains;

/// <summary>Every bound of the shards, each with its reason.</summary>
public static class Limits
{
    /// <summary>Entries of one decided batch: keeps a blob under about 1 MB and one turn of a shard under some ms.</summary>
    public const int EntriesPerBatch = 4_096;

    /// <summary>Letters of one turn. A place has a handful of grains; more than this is a circle.</summary>
    public const int LettersPerTurn = 1_000;

    /// <summary>Entries taken in but not yet on disk, beyond which ordinary readings are refused. At 200 B each some
    /// 100 MB: several minutes of a district's readings while the disk is full.</summary>
    public const int PendingOrdinary = 500_000;

    /// <summary>The same for what may be an alarm: it has room when telemetry has none left.</summary>
    public const int PendingUrgent = 600_000;

    /// <summary>Entries between two snapshots of a shard: a restart replays at most about this many (well under a second).</summary>
    public const int EntriesPerSnapshot = 50_000;

    /// <summary>A grain nobody spoke to for this long leaves memory, once a snapshot holds it.</summary>
    public const long IdleMs = 15 * 60_000;

    /// <summary>How often it is looked who may leave.</summary>
    public const long SweepMs = IdleMs / 3;

    /// <summary>Grains that leave per sweep: bounds the pause.</summary>
    public const int EvictionsPerSweep = 10_000;

    /// <summary>After a commit of fewer entries than this the committer lets the next ones gather.</summary>
    public const int SmallCommit = 64;

    /// <summary>For how long. At 10,000 readings/s that is ten readings for one fsync and one wake-up; a press waits this much longer
    /// at most.</summary>
    public const int GatherMs = 1;

    /// <summary>Between two tries to write to a journal that failed.</summary>
    public const int RetryMs = 500;

    /// <summary>A commit that takes longer is treated as a failure for the wall's sake: alarms go out marked unsaved.</summary>
    public const int StalledCommitMs = 1_500;

    /// <summary>Longest key of a grain in bytes of UTF-8, so that a batch's size is bounded.</summary>
    public const int KeyBytes = 256;

    /// <summary>Longest body of one entry.</summary>
    public const int BodyBytes = 512 * 1024;
}
