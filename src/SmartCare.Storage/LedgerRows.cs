using SmartCare.Domain.Words;

namespace SmartCare.Storage;

/// <summary>One field of a record of the registry was changed: who, when, what stood there and what does. Nothing removes one.</summary>
/// <param name="By">Who wrote it.</param>
/// <param name="Before">JSON without secrets; null: nothing stood there.</param>
/// <param name="After">The same, as it is now.</param>
public sealed record LedgerChangeRow(Subject About, long AtMs, string By, string Field, string? Before, string? After) : StoredRow
{
    /// <summary>Made at each start where it is missing: files of version 4 were there before it.</summary>
    internal const string Create = """
        CREATE TABLE IF NOT EXISTS ledger_changes (n INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL,
            field TEXT NOT NULL, before TEXT, after TEXT);
        CREATE INDEX IF NOT EXISTS ledger_changes_of ON ledger_changes (kind, id, n);
        """;

    internal override void Write(StatementCache statements) => statements.Of(
        "INSERT INTO ledger_changes (kind, id, at, by, field, before, after) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        (byte)About.Kind, About.Key, AtMs, By, Field, Before, After).ExecuteNonQuery();
}

/// <summary>A record of the registry is gone: it was never used.</summary>
public sealed record RegistryEndRow(Subject About) : StoredRow
{
    internal override void Write(StatementCache statements) =>
        statements.Of("DELETE FROM registry WHERE kind = $1 AND id = $2", About.Kind.ToString(), About.Key).ExecuteNonQuery();
}

public sealed partial class Tables
{
    /// <summary>What was changed of one record, the newest first, before a number.</summary>
    public List<(long Number, LedgerChangeRow Row)> LedgerChanges(Subject about, long before, int limit) => Query(
        "SELECT n, at, by, field, before, after FROM ledger_changes WHERE kind = $1 AND id = $2 AND n < $3 ORDER BY n DESC LIMIT $4",
        r => (r.GetInt64(0), new LedgerChangeRow(about, r.GetInt64(1), r.GetString(2), r.GetString(3), TextAt(r, 4), TextAt(r, 5))),
        (byte)about.Kind, about.Key, before, limit);

    /// <summary>The number of the newest change of any record; 0 when there is none.</summary>
    public long LastLedgerChange() => Query("SELECT coalesce(max(n), 0) FROM ledger_changes", r => r.GetInt64(0))[0];

    /// <summary>Devices that were changed after a number, in the order of the changes.</summary>
    public List<(long Number, string Device)> ChangedDevices(long after) => Query(
        "SELECT n, id FROM ledger_changes WHERE n > $1 AND kind = $2 ORDER BY n", r => (r.GetInt64(0), r.GetString(1)), after, (byte)SubjectKind.Device);

    /// <summary>Was there ever an alert about it, from it, or there?</summary>
    public bool WasInAlert(Subject about) => Query(
        $"SELECT 1 FROM alerts WHERE {about.Kind switch
        {
            SubjectKind.Site => "site",
            SubjectKind.Place => "place",
            SubjectKind.Elder => "elder",
            _ => "json_extract(CAST(json AS TEXT), '$.alert.device.id')",
        }} = $1 LIMIT 1",
        r => r.GetInt64(0), about.Key).Count > 0;
}
