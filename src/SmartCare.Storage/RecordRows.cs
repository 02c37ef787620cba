using SmartCare.Grains.Store;

namespace SmartCare.Storage;

/// <summary>Who did or saw what: one link of the chain. Nothing in this program changes or removes one, and the file forbids it.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Hash">SHA-256 over the hash before it and this row; whoever cuts or changes a row must forge every later one.</param>
public sealed record AuditRow(
    long Number, long AtMs, string User, string What, string? About, string? Site, string? Detail, string? From, byte[] Hash) : StoredRow
{
    internal const string Create = """

        CREATE TABLE audit (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, user TEXT NOT NULL, what TEXT NOT NULL, about TEXT, site TEXT, detail TEXT,
            source TEXT, hash BLOB NOT NULL);
        CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
        CREATE TRIGGER audit_never_shrinks BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
        CREATE TABLE reviews (id TEXT PRIMARY KEY, alert TEXT NOT NULL, site TEXT NOT NULL, at INTEGER NOT NULL, json BLOB NOT NULL);
        CREATE INDEX reviews_alert ON reviews (alert);
        CREATE TRIGGER reviews_never_change BEFORE UPDATE ON reviews BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
        CREATE TRIGGER reviews_never_shrink BEFORE DELETE ON reviews BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
        """;

    internal override void Write(StatementCache statements)
    {
        // The outcome of a failed COMMIT may be unknown, so the same row may come again; another one in its place may not.
        var isNew = statements.Of(
            "INSERT OR IGNORE INTO audit (n, at, user, what, about, site, detail, source, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            Number, AtMs, User, What, About, Site, Detail, From, Hash).ExecuteNonQuery() > 0;
        if (!isNew && (long)statements.Of("SELECT count(*) FROM audit WHERE n = $1 AND hash = $2", Number, Hash).ExecuteScalar()! == 0)
            throw new StoreUnavailableException($"Row {Number} of the record was written by another program.");
    }
}

/// <summary>What people wrote about an alert afterwards. Never changed: a correction is another review.</summary>
public sealed record ReviewRow(string Id, string AlertId, string SiteId, long AtMs, byte[] Json) : StoredRow
{
    internal override void Write(StatementCache statements) => statements.Of(
        "INSERT OR IGNORE INTO reviews (id, alert, site, at, json) VALUES ($1, $2, $3, $4, $5)", Id, AlertId, SiteId, AtMs, Json).ExecuteNonQuery();
}

/// <summary>Which rows of the record: ascending after a number.</summary>
/// <param name="Sites">Null: every site, and what belongs to none.</param>
public sealed record AuditQuery(IReadOnlyCollection<string>? Sites, string? User, string? About, long After, int Limit);

public sealed partial class Tables
{
    public List<AuditRow> Audit(AuditQuery query) => Query(
        """
        SELECT n, at, user, what, about, site, detail, source, hash FROM audit WHERE n > $1
        AND ($2 IS NULL OR site IN (SELECT value FROM json_each($2))) AND ($3 IS NULL OR user = $3) AND ($4 IS NULL OR about = $4)
        ORDER BY n LIMIT $5
        """,
        r => new AuditRow(r.GetInt64(0), r.GetInt64(1), r.GetString(2), r.GetString(3), TextAt(r, 4), TextAt(r, 5), TextAt(r, 6), TextAt(r, 7), r.GetFieldValue<byte[]>(8)),
        query.After, query.Sites is null ? null : System.Text.Json.JsonSerializer.Serialize(query.Sites), query.User, query.About, query.Limit);

    /// <summary>The newest link; null when there is none.</summary>
    public (long Number, byte[] Hash)? AuditHead() =>
        Query("SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1", r => ((long, byte[])?)(r.GetInt64(0), r.GetFieldValue<byte[]>(1))).FirstOrDefault();

    public List<byte[]> ReviewsOf(string alert) => Query("SELECT json FROM reviews WHERE alert = $1 ORDER BY at, id", Json, alert);

    public List<(string Alert, byte[] Json)> ReviewsOfSite(string site, long fromMs) =>
        Query("SELECT json, alert FROM reviews WHERE site = $1 AND at >= $2 ORDER BY at, id", r => (r.GetString(1), Json(r)), site, fromMs);

    private static string? TextAt(Microsoft.Data.Sqlite.SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
