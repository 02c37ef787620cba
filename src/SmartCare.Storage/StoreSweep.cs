using System.Text.Json;
using Microsoft.Data.Sqlite;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Storage;

/// <summary>Sets aside rows whose checksum is wrong, and puts in their place what is known of them elsewhere.</summary>
internal static class StoreSweep
{
    /// <summary>Named one by one; of more only the number is told.</summary>
    private const int Named = 5;

    /// <param name="among">SQL: which rows are looked at.</param>
    public static void Run(
        SqliteConnection connection, Witness witness, IEnumerable<SummedTable> tables, DateTimeOffset now, List<string> findings, string among = "1")
    {
        foreach (var table in tables)
        {
            var bad = $"{table.Name} WHERE NOT ({table.IsSound}) AND {among}";
            using var statements = new StatementCache(connection);
            var names = new List<string>();
            using (var reader = statements.Of($"SELECT {table.Shown} FROM {bad}").ExecuteReader())
                while (reader.Read()) names.Add(reader.IsDBNull(0) ? table.Name : reader.GetString(0));
            if (names.Count == 0) continue;
            SqliteFile.Run(connection, "SAVEPOINT sweep;");
            statements.Of(
                $"INSERT INTO damaged (kind, key, at, state) SELECT 0, coalesce({table.Shown}, '{table.Name}'), $1, CAST({table.Body} AS BLOB) FROM {bad}",
                now.ToUnixTimeMilliseconds()).ExecuteNonQuery();
            if (table == SummedTables.Alerts) SqliteFile.Run(connection, Kept);
            statements.Of($"DELETE FROM {bad}").ExecuteNonQuery();
            if (table == SummedTables.Alerts) SqliteFile.Run(connection, Again);
            SqliteFile.Run(connection, "RELEASE sweep;");
            var restored = witness.GiveTo(connection, isOlder: false) + (table == SummedTables.Registry ? FromGrains(statements) : 0);
            findings.Add(
                $"store: {string.Join(", ", names.Take(Named))}{(names.Count > Named ? $" and {names.Count - Named} more" : "")} could not be believed (checksum), and " +
                $"{(names.Count == 1 ? "its bytes are" : "their bytes are")} kept in the table 'damaged'" +
                (restored > 0 ? $"; {restored} rows were put back from another copy" : ""));
        }
    }

    /// <summary>The alerts that are about to be set aside.</summary>
    private static readonly string Kept = $"CREATE TEMP TABLE kept AS SELECT id FROM alerts WHERE NOT ({SummedTables.Alerts.IsSound});";

    /// <summary>An alert's newest change holds all of it but its history.</summary>
    private const string Again = """
        INSERT OR IGNORE INTO alerts (id, seq, site, place, elder, closed, json)
        SELECT alert, c.seq, json_extract(CAST(json AS TEXT), '$.alert.siteId'), json_extract(CAST(json AS TEXT), '$.alert.placeId'), json_extract(CAST(json AS TEXT), '$.alert.elder.id'),
            json_extract(CAST(json AS TEXT), '$.alert.state') = 'resolved', json
        FROM alert_changes c JOIN (SELECT max(seq) AS seq FROM alert_changes WHERE sum IS row_sum(seq, alert, json) AND alert IN (SELECT id FROM kept) GROUP BY alert) n ON n.seq = c.seq;
        UPDATE alerts SET sum = row_sum(id, seq, site, place, elder, closed, json) WHERE sum IS NULL;
        DROP TABLE kept;
        """;

    /// <summary>Each grain remembers its own record.</summary>
    private static int FromGrains(StatementCache statements)
    {
        var records = new List<RegistryRecord>();
        foreach (var kind in Enum.GetValues<SubjectKind>())
        {
            using var reader = statements.Of(
                $"SELECT state FROM grains WHERE kind = $1 AND {SummedTables.States.IsSound} AND NOT EXISTS (SELECT 1 FROM registry r WHERE r.kind = $2 AND r.id = key)",
                (byte)kind, kind.ToString()).ExecuteReader();
            while (reader.Read())
                if (RecordOf(kind, reader.GetFieldValue<byte[]>(0)) is { } record)
                    records.Add(record);
        }

        foreach (var record in records) new RegistryRow(record).Write(statements);
        return records.Count;
    }

    private static RegistryRecord? RecordOf(SubjectKind kind, byte[] state)
    {
        try
        {
            return kind switch
            {
                SubjectKind.Device => CareJson.Read<DeviceState>(state)?.Record,
                SubjectKind.Elder => CareJson.Read<ElderState>(state)?.Record,
                SubjectKind.Place => CareJson.Read<PlaceState>(state)?.Record,
                _ => CareJson.Read<SiteState>(state)?.Record,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
