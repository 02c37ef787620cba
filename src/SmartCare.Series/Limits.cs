namespace SmartCare.Series;

/// <summary>Every bound of this room, each with its reason.</summary>
public static class Limits
{
    /// <summary>Readings asked of the source at once: InfluxDB's own advice is 5,000 to 10,000 lines per request, and 5,000
    /// readings are about 1 MB, far below the 25 MB at which it refuses a body.</summary>
    public const int ReadingsPerBatch = 5_000;

    /// <summary>Entries without any reading that the feed may pass before it stores its cursor: a restart reads so many again,
    /// which takes milliseconds, and an idle home does not wake the disk every second.</summary>
    public const long EntriesPerEmptyCursor = 10_000;

    /// <summary>The feed rests so many times as long as it worked: under load a fifth of a core draws charts and the rest hears devices.</summary>
    public const int RestPerWork = 4;

    /// <summary>Longest rest at a time: a chart that someone looks at is at most this much later.</summary>
    public static readonly TimeSpan RestMax = TimeSpan.FromMilliseconds(250);

    /// <summary>Later than this charts are not made by resting; then the feed takes what it needs.</summary>
    public static readonly TimeSpan LagWhileBusy = TimeSpan.FromMinutes(5);

    /// <summary>First pause after the store was found away: a restart of InfluxDB takes about a second.</summary>
    public static readonly TimeSpan BackoffFirst = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest pause: charts are never later than this after the store's return.</summary>
    public static readonly TimeSpan BackoffMax = TimeSpan.FromSeconds(5);

    /// <summary>One request to InfluxDB, from first byte sent to last byte read. Its own write-timeout is 10 s.</summary>
    public static readonly TimeSpan HttpTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Points of one answer, whatever the caller asks: a year of one value in five minutes is 105,120.</summary>
    public const int PointsPerQuery = 120_000;

    /// <summary>Longest single JSON token of an answer: numbers and names are far shorter, an error text may be a few kB.</summary>
    public const int JsonTokenBytes = 64 * 1024;

    /// <summary>What is read of an error's body: InfluxDB 1.x quotes every line it could not parse.</summary>
    public const int ErrorBytes = 256 * 1024;

    /// <summary>What is logged of an error text of InfluxDB: it may quote a whole line back at us.</summary>
    public const int ErrorChars = 400;

    /// <summary>Fields left out, one after the other, because InfluxDB holds them with another type. More than this is a
    /// foreign database, and the rest of the offending points is dropped.</summary>
    public const int ConflictingFields = 32;

    /// <summary>Requests spent on finding the offending points of one refused batch: enough to isolate some twenty of 5,000
    /// by halving; what is still refused then is dropped with its half.</summary>
    public const int RequestsPerRefusal = 256;

    /// <summary>Points that were left out are logged at most so often, with one of them as a sample: a device whose every point is refused would fill the log.</summary>
    public static readonly TimeSpan BetweenDroppedLogs = TimeSpan.FromMinutes(1);

    /// <summary>So long after the last point that was left out the health says so.</summary>
    public static readonly TimeSpan DroppedKnownFor = TimeSpan.FromHours(1);

    /// <summary>Series ids that the embedded series keeps in memory, about 150 bytes each. Devices that report in turn find none of theirs when there is
    /// one series too many, and then each value costs an indexed lookup more: 40,000 devices have 230,000 series.</summary>
    public const int SeriesCached = 1_000_000;

    /// <summary>Days of raw points: a season to look back on what happened, value by value.</summary>
    public const int KeepDays = 90;

    /// <summary>Days of 5-minute means: five years, as long as an elder's course is compared.</summary>
    public const int KeepMeansDays = 1826;

    /// <summary>What raw points become when they leave: a chart of months has fewer pixels than that.</summary>
    public const int MeansSeconds = 300;

    /// <summary>Events and alert changes past their days that one write deletes at most, of each kind: more than come with one.</summary>
    public const int EventsPrunedPerWrite = 100;

    /// <summary>Events of one answer.</summary>
    public const int EventsPerQuery = 10_000;

    /// <summary>A server that answers before it keeps (VictoriaMetrics) has what it confirmed on its disk so much later: it writes its memory out every five seconds.</summary>
    public static readonly TimeSpan KeptAfter = TimeSpan.FromSeconds(10);

    /// <summary>So often such a server is asked whether it is still the same process.</summary>
    public static readonly TimeSpan BetweenLifeChecks = TimeSpan.FromSeconds(3);

    /// <summary>Points that were refused are set aside in a file; at this size it becomes the former one, and the one before that goes.</summary>
    public const int RefusedFileBytes = 1024 * 1024;

    /// <summary>Lines set aside of one refusal: enough to see what they have in common.</summary>
    public const int RefusedLinesKept = 20;

    /// <summary>Series that one write examines for points past their days: a few index seeks, so that pruning never has a
    /// pause of its own.</summary>
    public const int SeriesPrunedPerWrite = 4;

    /// <summary>Points that one write deletes at most per series examined.</summary>
    public const int PointsPrunedPerSeries = 1_000;

    /// <summary>How long SQLite waits for a lock before the store counts as away. Nobody else writes to the file.</summary>
    public const int SqliteBusySeconds = 2;
}
