namespace SmartCare.Storage;

/// <summary>The tables of the one file. A change of layout gets a new version and a step that leads to it.</summary>
/// <remarks>Version 2 was 0.1's: snapshots of shards and a journal that was replayed.</remarks>
internal static class Schema
{
    public const int Version = 4;

    /// <summary>From here on the journal, the registry and the alerts are as they are now.</summary>
    public const int FirstReadable = 3;

    /// <summary>Stands in the file beside its version ("SC" and the version): of two numbers that do not agree one is damaged.</summary>
    public const int Mark = 0x5343_0000 + Version;

    /// <summary>Journal rows are keyed stream * 2^48 + first entry: one integer key, and every stream appends at its own end.</summary>
    public const int ShardBits = 48;

    /// <summary>What version 4 has and 3 had not: checksums, and which store this is. Batches of before go without: a long journal is not written anew.</summary>
    public static readonly string Sums = string.Concat(SummedTables.Former.Select(t =>
        $"ALTER TABLE {t.Name} ADD COLUMN {t.Sum} INTEGER; UPDATE {t.Name} SET {t.Sum} = row_sum({t.Covered});")) + "ALTER TABLE journal ADD COLUMN sum INTEGER; INSERT INTO counters VALUES ('identity', random());";

    /// <summary>What version 3 has and 2 had not.</summary>
    public const string Grains = """
        CREATE TABLE grains (kind INTEGER NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, due INTEGER, silence INTEGER,
            silence_limit INTEGER NOT NULL, state BLOB NOT NULL, letter INTEGER NOT NULL, letters BLOB, writer INTEGER NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
        CREATE INDEX grains_due ON grains (due) WHERE due IS NOT NULL;
        CREATE INDEX grains_silence ON grains (silence, kind, key, silence_limit) WHERE silence IS NOT NULL;
        CREATE TABLE letters_had (receiver_kind INTEGER NOT NULL, receiver TEXT NOT NULL, sender_kind INTEGER NOT NULL, sender TEXT NOT NULL,
            number INTEGER NOT NULL, PRIMARY KEY (receiver_kind, receiver, sender_kind, sender)) WITHOUT ROWID;
        CREATE TABLE writers (stream INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, last INTEGER NOT NULL, seq INTEGER NOT NULL);
        CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE damaged (kind INTEGER NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL, state BLOB NOT NULL);
        INSERT INTO counters VALUES ('seq', 0);

        """;

    public const string Create = Grains + """
        CREATE TABLE journal (id INTEGER PRIMARY KEY, count INTEGER NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE TABLE alerts (id TEXT PRIMARY KEY, seq INTEGER NOT NULL UNIQUE, site TEXT NOT NULL, place TEXT, elder TEXT,
            closed INTEGER NOT NULL, json BLOB NOT NULL) WITHOUT ROWID;
        CREATE INDEX alerts_closed ON alerts (closed, seq);
        CREATE TABLE alert_changes (seq INTEGER PRIMARY KEY, alert TEXT NOT NULL, json BLOB NOT NULL);
        CREATE TABLE registry (kind TEXT NOT NULL, id TEXT NOT NULL, json BLOB NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
        CREATE TABLE accounts (user TEXT PRIMARY KEY, json BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE credentials (device TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;
        """ + NoticeRow.Create + AuditRow.Create;
}
