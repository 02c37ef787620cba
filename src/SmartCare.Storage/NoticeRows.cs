namespace SmartCare.Storage;

/// <summary>A notice as it is now: who is to be told, every try, and how it ended. The shape of the JSON is the outbox's own.</summary>
/// <param name="Revision">Only a later one replaces what stands: the outbox and the journal's committer may come in either order.</param>
/// <param name="Waiting">Not finished: begun again at the next start.</param>
public sealed record NoticeRow(string Id, int Revision, string AlertId, string SiteId, string State, bool Waiting, byte[] Json) : StoredRow
{
    /// <summary>n numbers the notices in the order in which they were first written: the cursor of the list.</summary>
    internal const string Create = """

        CREATE TABLE notices (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL, alert TEXT NOT NULL,
            site TEXT NOT NULL, state TEXT NOT NULL, waiting INTEGER NOT NULL, json BLOB NOT NULL);
        CREATE INDEX notices_alert ON notices (alert);
        CREATE INDEX notices_waiting ON notices (n) WHERE waiting = 1;
        """;

    internal override void Write(StatementCache statements) => statements.Of(
        """
        INSERT INTO notices (id, revision, alert, site, state, waiting, json, sum) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, alert = excluded.alert, site = excluded.site, state = excluded.state, waiting = excluded.waiting, json = excluded.json, sum = excluded.sum
        WHERE excluded.revision > notices.revision
        """,
        Id, Revision, AlertId, SiteId, State, Waiting ? 1 : 0, Json, RowSum.Of(Id, Revision, AlertId, SiteId, State, Waiting ? 1 : 0, Json)).ExecuteNonQuery();
}

public sealed partial class Tables
{
    /// <summary>Notices that were not finished, in the order in which they were wanted.</summary>
    public List<byte[]> WaitingNotices() => Query("SELECT json FROM notices WHERE waiting = 1 ORDER BY n", Json);

    public List<byte[]> NoticesOf(string alert) => Query("SELECT json FROM notices WHERE alert = $1 ORDER BY n", Json, alert);

    /// <summary>Ascending after a number, at most so many.</summary>
    /// <param name="sites">Null: every site.</param>
    /// <param name="state">Null: every state.</param>
    public List<(long Number, byte[] Json)> Notices(IReadOnlyCollection<string>? sites, string? state, long after, int limit) => Query(
        """
        SELECT json, n FROM notices WHERE n > $1 AND ($2 IS NULL OR site IN (SELECT value FROM json_each($2))) AND ($3 IS NULL OR state = $3)
        ORDER BY n LIMIT $4
        """,
        r => (r.GetInt64(1), Json(r)), after, sites is null ? null : System.Text.Json.JsonSerializer.Serialize(sites), state, limit);
}
