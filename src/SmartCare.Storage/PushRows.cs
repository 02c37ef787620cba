namespace SmartCare.Storage;

/// <summary>A browser that shows notices. The shape of the JSON is the server's own.</summary>
public sealed record PushRow(string Id, byte[] Json) : StoredRow
{
    /// <summary>Made at each start where it is missing, as the tokens'. With a damaged byte nothing that is sent there could be read.</summary>
    internal const string Create = """
        CREATE TABLE IF NOT EXISTS pushes (id TEXT PRIMARY KEY, json BLOB NOT NULL, sum INTEGER) WITHOUT ROWID;
        """;

    internal override void Write(StatementCache statements) => statements.Of(
        "INSERT INTO pushes (id, json, sum) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET json = excluded.json, sum = excluded.sum",
        Id, Json, RowSum.Of(Id, Json)).ExecuteNonQuery();
}

/// <summary>That browser shows none any more.</summary>
public sealed record PushEndRow(string Id) : StoredRow
{
    internal override void Write(StatementCache statements) => statements.Of("DELETE FROM pushes WHERE id = $1", Id).ExecuteNonQuery();
}

public sealed partial class Tables
{
    public List<byte[]> Pushes() => Query("SELECT json FROM pushes", Json);
}
