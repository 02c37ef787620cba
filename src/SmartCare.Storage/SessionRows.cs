namespace SmartCare.Storage;

/// <summary>A browser that somebody is signed in with.</summary>
/// <param name="Id">As its cookie carries it.</param>
/// <param name="SeenMs">When it last asked for something, Unix ms; up to an hour behind.</param>
/// <param name="From">The address that it signed in from.</param>
/// <param name="Browser">What it calls itself (User-Agent), cut.</param>
public sealed record SessionRow(string Id, string User, long CreatedMs, long SeenMs, string? From, string? Browser) : StoredRow
{
    /// <summary>Made at each start where it is missing: files of version 3 were there before it.</summary>
    internal const string Create = """
        CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, user TEXT NOT NULL, created INTEGER NOT NULL, seen INTEGER NOT NULL, source TEXT,
            browser TEXT) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS sign_ins (user TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
        """;

    internal override void Write(StatementCache statements) => statements.Of(
        "INSERT OR REPLACE INTO sessions (id, user, created, seen, source, browser) VALUES ($1, $2, $3, $4, $5, $6)",
        Id, User, CreatedMs, SeenMs, From, Browser).ExecuteNonQuery();
}

/// <summary>It is still used. One that has ended meanwhile stays ended.</summary>
public sealed record SessionSeenRow(string Id, long SeenMs) : StoredRow
{
    internal override void Write(StatementCache statements) =>
        statements.Of("UPDATE sessions SET seen = $2 WHERE id = $1", Id, SeenMs).ExecuteNonQuery();
}

/// <summary>A session has ended.</summary>
public sealed record SessionEndRow(string Id) : StoredRow
{
    internal override void Write(StatementCache statements) => statements.Of("DELETE FROM sessions WHERE id = $1", Id).ExecuteNonQuery();
}

/// <summary>Every session of a user has ended: in the transaction of what ended them, so that no crash brings one back.</summary>
/// <param name="But">This one goes on; null: none.</param>
public sealed record SessionsEndRow(string User, string? But) : StoredRow
{
    internal override void Write(StatementCache statements) =>
        statements.Of("DELETE FROM sessions WHERE user = $1 AND id IS NOT $2", User, But).ExecuteNonQuery();
}

/// <summary>When a person signed in last.</summary>
public sealed record SignInRow(string User, long AtMs) : StoredRow
{
    internal override void Write(StatementCache statements) =>
        statements.Of("INSERT OR REPLACE INTO sign_ins (user, at) VALUES ($1, $2)", User, AtMs).ExecuteNonQuery();
}

public sealed partial class Tables
{
    public List<(string User, long AtMs)> SignIns() => Query("SELECT user, at FROM sign_ins", r => (r.GetString(0), r.GetInt64(1)));

    public List<SessionRow> Sessions() => Query(
        "SELECT id, user, created, seen, source, browser FROM sessions",
        r => new SessionRow(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), TextAt(r, 4), TextAt(r, 5)));
}
