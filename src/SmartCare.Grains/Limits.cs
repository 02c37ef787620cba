namespace SmartCare.Grains;

/// <summary>Every bound of the grains and of what they commit, each with its reason.</summary>
public static class Limits
{
    /// <summary>Letters of one decision. A place has a handful of grains, a site tells some hundred elders a second; more than this is a circle.</summary>
    public const int LettersPerTurn = 1_000;

    /// <summary>A row whose grain has only heard what may follow is written again when it is this old: bounds what a crash forgets.</summary>
    public const long RowAgeMs = 60 * 60_000;

    /// <summary>A letter that was not answered goes out again after this.</summary>
    public const long LetterAgainMs = 1_000;

    /// <summary>Longer than a receiver needs, but for a store in trouble.</summary>
    public const long LetterPatienceMs = 30_000;

    /// <summary>A row with letters is due so soon: after a crash the due clock finds it at once, and while the silo lives the letters are answered before.</summary>
    public const long LettersDueMs = 2_000;

    /// <summary>A grain that leaves its due time in the past is asked again after this, so that a bug does not ring without end.</summary>
    public const long TickPauseMs = 1_000;

    /// <summary>Records of one commit: keeps a journal batch under about 1 MB and a transaction under some ten ms.</summary>
    public const int RecordsPerCommit = 4_096;

    /// <summary>Records not yet on disk, beyond which ordinary readings are refused. At 400 B each some 200 MB: half a minute of a district's
    /// readings while the disk is full.</summary>
    public const int PendingOrdinary = 500_000;

    /// <summary>The same for what may be an alarm: it has room when telemetry has none left.</summary>
    public const int PendingUrgent = 600_000;

    /// <summary>After a commit of fewer records than this the committer lets the next ones gather.</summary>
    public const int SmallCommit = 64;

    /// <summary>For how long. At 10,000 readings/s that is ten readings for one fsync and one wake-up; a press waits this much longer
    /// at most.</summary>
    public const int GatherMs = 1;

    /// <summary>Nobody waits for a record that only says that a letter was answered: it goes with the next commit, or after this.</summary>
    public const int PatienceMs = 200;

    /// <summary>Between two tries to write to a store that failed.</summary>
    public const int RetryMs = 500;

    /// <summary>A commit that takes longer is treated as a failure for the wall's sake: alarms go out marked unsaved.</summary>
    public const int StalledCommitMs = 1_500;

    /// <summary>Longest key of a grain in bytes of UTF-8, so that a batch's size is bounded.</summary>
    public const int KeyBytes = 256;

    /// <summary>Longest body of one journal entry.</summary>
    public const int BodyBytes = 512 * 1024;

    /// <summary>Between two looks of the due clock.</summary>
    public const int PulseMs = 250;

    /// <summary>Grains woken by one look: bounds the burst after a long time without a silo.</summary>
    public const int DuePerPulse = 1_000;

    /// <summary>Rows of silent devices looked at by one look; most of them belong to grains that are awake and know better.</summary>
    public const int SilencesPerPulse = 5_000;
}
