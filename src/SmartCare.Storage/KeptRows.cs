namespace SmartCare.Storage;

/// <summary>What a house keeps for the law, by kind: what is due, rounds and hand-overs of the duty, complaints. The shape of the JSON is the server's own.</summary>
/// <param name="AtMs">By which a month finds it.</param>
public sealed record KeptRow(string Kind, string Id, string SiteId, long AtMs, byte[] Json) : StoredRow
{
    /// <summary>Made at each start where it is missing, as the tokens'. Nothing here removes one.</summary>
    internal const string Create = """
        CREATE TABLE IF NOT EXISTS kept_records (kind TEXT NOT NULL, id TEXT NOT NULL, site TEXT NOT NULL, at INTEGER NOT NULL, json BLOB NOT NULL, sum INTEGER, PRIMARY KEY (kind, id)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS kept_month ON kept_records (kind, site, at);
        """;

    internal override void Write(StatementCache statements) => statements.Of(
        """
        INSERT INTO kept_records (kind, id, site, at, json, sum) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (kind, id) DO UPDATE SET json = excluded.json, sum = excluded.sum
        """,
        Kind, Id, SiteId, AtMs, Json, RowSum.Of(Kind, Id, SiteId, AtMs, Json)).ExecuteNonQuery();
}

public sealed partial class Tables
{
    public List<byte[]> Kept(string kind) => Query("SELECT json FROM kept_records WHERE kind = $1", Json, kind);

    /// <summary>Of a site and a time, in its order.</summary>
    public List<byte[]> Kept(string kind, string site, long fromMs, long toMs) =>
        Query("SELECT json FROM kept_records WHERE kind = $1 AND site = $2 AND at >= $3 AND at < $4 ORDER BY at, id", Json, kind, site, fromMs, toMs);
}
