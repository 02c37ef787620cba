namespace SmartCare.Storage;

/// <summary>A table whose rows have a checksum.</summary>
/// <param name="Key">Columns of its primary key.</param>
/// <param name="Covered">Columns that the sum is over, in its order.</param>
/// <param name="Sum">Column of the sum.</param>
/// <param name="Shown">SQL: the row's name for people.</param>
/// <param name="Body">Column whose bytes are kept when the row is set aside.</param>
internal sealed record SummedTable(string Name, string Key, string Covered, string Shown, string Body, string Sum = "sum")
{
    /// <summary>SQL: the row is as it was written.</summary>
    public string IsSound => $"{Sum} IS row_sum({Covered})";
}

/// <summary>Every table in which a damaged byte would be believed. The journal's batches have a sum of their own, the record of who did what is chained.</summary>
internal static class SummedTables
{
    public const string GrainHead = "kind, key, version, due, silence, silence_limit, letter, letters";

    public const string LetterMark = "receiver_kind, receiver, sender_kind, sender, number";

    public static readonly SummedTable Registry = new("registry", "kind, id", "kind, id, json", "'registry ' || kind || '/' || id", "json");
    public static readonly SummedTable Accounts = new("accounts", "user", "user, json", "'account ' || user", "json");
    public static readonly SummedTable Credentials = new("credentials", "device", "device, hash", "'password of ' || device", "hash");
    public static readonly SummedTable Tokens = new("tokens", "id", "id, json", "'token ' || id", "json");
    public static readonly SummedTable Pushes = new("pushes", "id", "id, json", "'phone ' || id", "json");
    public static readonly SummedTable Kept = new("kept_records", "kind, id", "kind, id, site, at, json", "kind || ' ' || id", "json");
    public static readonly SummedTable Alerts = new("alerts", "id", "id, seq, site, place, elder, closed, json", "'alert ' || id", "json");
    public static readonly SummedTable Changes = new("alert_changes", "seq", "seq, alert, json", "'change ' || seq || ' of an alert'", "json");
    public static readonly SummedTable Notices = new("notices", "id", "id, revision, alert, site, state, waiting, json", "'notice ' || id", "json");
    public static readonly SummedTable Letters = new("letters_had", "receiver_kind, receiver, sender_kind, sender", LetterMark, "'mark of a letter to ' || receiver", "number");
    public static readonly SummedTable Grains = new("grains", "kind, key", GrainHead, "'grain ' || kind || '/' || key", "state");
    public static readonly SummedTable States = new("grains", "kind, key", "state", "'grain ' || kind || '/' || key", "state", "state_sum");

    /// <summary>Read once when the host starts, and believed from then on.</summary>
    public static readonly IReadOnlyList<SummedTable> ReadAtStart = [Registry, Accounts, Credentials, Tokens, Pushes, Kept, Alerts, Notices];

    public static readonly IReadOnlyList<SummedTable> All = [.. ReadAtStart, Changes, Letters, Grains, States];

    /// <summary>Those that a file of version 3 has without checksums; the others are made with theirs.</summary>
    public static readonly IReadOnlyList<SummedTable> Former = [.. All.Where(t => t != Tokens && t != Pushes && t != Kept)];
}
