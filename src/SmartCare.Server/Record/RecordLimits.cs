namespace SmartCare.Server.Record;

/// <summary>Every bound of the record, each with its reason.</summary>
internal static class RecordLimits
{
    /// <summary>Rows that wait for the disk. People do a few things a second at most: half an hour of a full disk. Beyond it rows are
    /// lost, which is counted and rung.</summary>
    public const int Waiting = 20_000;

    /// <summary>Rows of one commit.</summary>
    public const int PerCommit = 500;

    /// <summary>Gathered for so long before a commit: the record shares the disk with the alarms.</summary>
    public static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(250);

    /// <summary>Between two tries while the disk is away.</summary>
    public static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <summary>A reader waits so long for what was done just before; then it sees what there is.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Between two alerts about lost rows.</summary>
    public static readonly TimeSpan BetweenRings = TimeSpan.FromMinutes(10);

    /// <summary>Refused sign-ins and lists that were read are written as sums over so long.</summary>
    public static readonly TimeSpan SumFor = TimeSpan.FromMinutes(1);

    /// <summary>Names and addresses that are told apart in a sum, and as many addresses beyond them: under an attack some 30 MB a day.</summary>
    public const int RefusedApart = 50;

    /// <summary>Readers, with the site and the address, that are told apart in a sum; beyond it a reader is, and there are no more of them than accounts.</summary>
    public const int ReadersApart = 500;

    /// <summary>Of a name or an id that somebody made up; none that exists is longer.</summary>
    public const int NameLength = 64;

    /// <summary>Of what was sent in, in a row's detail.</summary>
    public const int DetailLength = 2_000;

    /// <summary>Of what was set: the longest body that is taken, and as much of what was there before. A plan that was changed is to be read whole.</summary>
    public const int SettingLength = 128 * 1024;

    /// <summary>One field of a review.</summary>
    public const int ReviewLength = 4_000;

    /// <summary>Alerts of one export. A site has some thousand a month; with ten times as many something else is wrong.</summary>
    public const int AlertsPerExport = 50_000;

    /// <summary>Rows read from a table at a time.</summary>
    public const int Page = 500;
}
