namespace SmartCare.Storage;

/// <summary>The tables of the one file. A change of layout gets a new version and a step that leads to it.</summary>
/// <remarks>Version 1 kept the grains of a place together, 2 those of a site: an entry of 1 cannot be replayed in the shards of 2.</remarks>
internal static class Schema
{
    public const int Version = 2;

    /// <summary>Journal rows are keyed shard * 2^48 + first entry: one integer key, and every shard appends at its own end.</summary>
    public const int ShardBits = 48;

    public const string Create = """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE journal (id INTEGER PRIMARY KEY, count INTEGER NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE TABLE snapshots (shard INTEGER PRIMARY KEY, entry INTEGER NOT NULL);
        CREATE TABLE grains (shard INTEGER NOT NULL, kind INTEGER NOT NULL, key TEXT NOT NULL, due INTEGER, state BLOB NOT NULL,
            PRIMARY KEY (shard, kind, key)) WITHOUT ROWID;
        CREATE INDEX grains_due ON grains (shard) WHERE due IS NOT NULL;
        CREATE TABLE alerts (id TEXT PRIMARY KEY, seq INTEGER NOT NULL UNIQUE, site TEXT NOT NULL, place TEXT, elder TEXT,
            closed INTEGER NOT NULL, json BLOB NOT NULL) WITHOUT ROWID;
        CREATE INDEX alerts_closed ON alerts (closed, seq);
        CREATE TABLE alert_changes (seq INTEGER PRIMARY KEY, alert TEXT NOT NULL, json BLOB NOT NULL);
        CREATE TABLE registry (kind TEXT NOT NULL, id TEXT NOT NULL, json BLOB NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
        CREATE TABLE accounts (user TEXT PRIMARY KEY, json BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE credentials (device TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;
        """ + NoticeRow.Create + AuditRow.Create;
}
