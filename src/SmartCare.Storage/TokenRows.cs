namespace SmartCare.Storage;

/// <summary>A token that a machine signs in with. The shape of the JSON is the accounts' own; of the secret it has the hash alone.</summary>
public sealed record TokenRow(string Id, byte[] Json) : StoredRow
{
    /// <summary>Made at each start where it is missing, as the sessions'; unlike them it grants rights, so a damaged byte is not believed.</summary>
    internal const string Create = """
        CREATE TABLE IF NOT EXISTS tokens (id TEXT PRIMARY KEY, json BLOB NOT NULL, sum INTEGER) WITHOUT ROWID;
        """;

    internal override void Write(StatementCache statements) => statements.Of(
        "INSERT INTO tokens (id, json, sum) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET json = excluded.json, sum = excluded.sum",
        Id, Json, RowSum.Of(Id, Json)).ExecuteNonQuery();
}

/// <summary>A token was removed, or has expired.</summary>
public sealed record TokenEndRow(string Id) : StoredRow
{
    internal override void Write(StatementCache statements) => statements.Of("DELETE FROM tokens WHERE id = $1", Id).ExecuteNonQuery();
}

public sealed partial class Tables
{
    public List<byte[]> Tokens() => Query("SELECT json FROM tokens", Json);
}
