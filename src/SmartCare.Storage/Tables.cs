using System.Text.Json;
using Microsoft.Data.Sqlite;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Storage;

/// <summary>Which alerts: by state, place, people; by seq from a cursor on.</summary>
/// <param name="Closed">Null: both.</param>
/// <param name="Sites">Null: every site.</param>
/// <param name="Elders">Family's view: alerts of these elders, or of these places when they concern no elder; null: no such limit.</param>
public sealed record AlertQuery(bool? Closed, IReadOnlyCollection<string>? Sites, FamilyScope? Elders, string? Place, long After, int Limit)
{
    /// <summary>Descending, from below the cursor on; a cursor of 0 is the end.</summary>
    public bool Newest { get; init; }
}

/// <summary>What a family may see: its elders, and the dangers of the places where they live.</summary>
public sealed record FamilyScope(IReadOnlyCollection<string> Elders, IReadOnlyCollection<string> Places);

/// <summary>Reads the committed rows. Every call opens its own snapshot of the file, so no reader ever waits for the writer.</summary>
public sealed partial class Tables
{
    private readonly SqliteFile _file;

    internal Tables(SqliteFile file) => _file = file;

    /// <summary>The newest change's number; 0 when there is none.</summary>
    public long LastSeq() => Query("SELECT coalesce(max(seq), 0) FROM alert_changes", r => r.GetInt64(0))[0];

    /// <summary>What a grain's row remembers, as the domain's JSON; null when it has none.</summary>
    public byte[]? GrainState(SubjectKind kind, string key) =>
        Query("SELECT state FROM grains WHERE kind = $1 AND key = $2 AND state_sum IS row_sum(state)", Json, (byte)kind, key).FirstOrDefault();

    public byte[]? Alert(string id) => Query("SELECT json FROM alerts WHERE id = $1", Json, id).FirstOrDefault();

    public List<byte[]> OpenAlerts() => Query("SELECT json FROM alerts WHERE closed = 0 ORDER BY seq", Json);

    /// <summary>Changes after a seq, ascending, at most so many; as <see cref="AlertRow.ChangeJson"/> has them.</summary>
    public List<byte[]> AlertChanges(long after, int limit) =>
        Query("SELECT json FROM alert_changes WHERE seq > $1 ORDER BY seq LIMIT $2", Json, after, limit);

    public List<byte[]> Alerts(AlertQuery query)
    {
        static string? List(IReadOnlyCollection<string>? of) => of is null ? null : JsonSerializer.Serialize(of);
        return Query(
            $"""
            SELECT json FROM alerts WHERE {(query.Newest ? "($1 = 0 OR seq < $1)" : "seq > $1")} AND ($2 IS NULL OR closed = $2)
            AND ($3 IS NULL OR site IN (SELECT value FROM json_each($3))) AND ($4 IS NULL OR place = $4)
            AND ($5 IS NULL OR elder IN (SELECT value FROM json_each($5)) OR (elder IS NULL AND place IN (SELECT value FROM json_each($6))))
            ORDER BY seq {(query.Newest ? "DESC" : "")} LIMIT $7
            """,
            Json, query.After, query.Closed is { } closed ? (closed ? 1 : 0) : null, List(query.Sites), query.Place,
            List(query.Elders?.Elders), List(query.Elders?.Places), query.Limit);
    }

    public List<RegistryRecord> Registry() => Query(
        "SELECT json FROM registry", r => CareJson.Read<RegistryRecord>(Json(r))!);

    public List<byte[]> Accounts() => Query("SELECT json FROM accounts", Json);

    public List<(string Device, string Hash)> Credentials() =>
        Query("SELECT device, hash FROM credentials", r => (r.GetString(0), r.GetString(1)));

    private static byte[] Json(SqliteDataReader reader) => reader.GetFieldValue<byte[]>(0);

    private List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var connection = _file.Open();
        using var statements = new StatementCache(connection);
        using var reader = statements.Of(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }
}
