using Microsoft.Data.Sqlite;

namespace SmartCare.Storage;

/// <summary>What came of a salvage.</summary>
/// <param name="Rows">Rows that were saved, by table.</param>
/// <param name="Holes">Places where rows could not be read, by table.</param>
internal sealed record Salvaged(IReadOnlyDictionary<string, int> Rows, IReadOnlyDictionary<string, int> Holes)
{
    public override string ToString() =>
        $"{Rows.Values.Sum()} rows were saved" +
        (Holes.Count == 0 ? "" : $"; what could not be read: {string.Join(", ", Holes.Select(h => $"{h.Key} ({h.Value} {(h.Value == 1 ? "place" : "places")})"))}");
}

/// <summary>Makes a new file of whatever can be read of a damaged one. The damaged one is only read.</summary>
internal static class Salvage
{
    public static Salvaged Run(string damaged, string fresh)
    {
        foreach (var end in (string[])["", "-wal", "-shm"]) File.Delete(fresh + end);
        var (rows, holes) = (new SortedDictionary<string, int>(), new SortedDictionary<string, int>());
        using (var to = new SqliteFile(fresh).Make())
        {
            Migration.Prepare(to);
            using var transaction = to.BeginTransaction();
            foreach (var table in TablesOf(to)) Copy(damaged, to, table, rows, holes);
            SqliteFile.Run(to, string.Concat(SummedTables.All.Select(t => $"UPDATE {t.Name} SET {t.Sum} = row_sum({t.Covered}) WHERE {t.Sum} IS NULL;")));
            // Numbers that were given must not be given again.
            SqliteFile.Run(to, """
                INSERT OR IGNORE INTO counters VALUES ('seq', 0);
                UPDATE counters SET value = max(value, (SELECT coalesce(max(seq), 0) FROM alert_changes), (SELECT coalesce(max(seq), 0) FROM alerts)) WHERE name = 'seq';
                """);
            transaction.Commit();
        }

        return new Salvaged(rows, holes);
    }

    private static List<string> TablesOf(SqliteConnection connection)
    {
        using var statements = new StatementCache(connection);
        using var reader = statements.Of("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name").ExecuteReader();
        var tables = new List<string>();
        while (reader.Read()) tables.Add(reader.GetString(0));
        return tables;
    }

    /// <remarks>A connection for each table: one that met a damaged page is not trusted with the next.</remarks>
    private static void Copy(string damaged, SqliteConnection to, string table, SortedDictionary<string, int> rows, SortedDictionary<string, int> holes)
    {
        try
        {
            using var from = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = damaged, Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ToString());
            from.Open();
            var (theirs, ours) = (Columns(from, table), Columns(to, table));
            // Of as many columns one whose name was damaged is known by its place.
            if (theirs.Count != ours.Count) theirs = ours = [.. ours.Intersect(theirs)];
            if (ours.Count == 0) throw new SqliteException($"{table} is not found", 11);
            var copy = new TableCopy(from, to, table, ours, [.. theirs.Select(c => $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")]);
            copy.Run();
            rows[table] = copy.Rows;
            if (copy.Holes > 0) holes[table] = copy.Holes;
        }
        catch (SqliteException error) when (StoreDamage.IsDamage(error) || error.SqliteErrorCode is 1 or 10)
        {
            holes[table] = 1;
        }
    }

    private static List<string> Columns(SqliteConnection connection, string table)
    {
        using var statements = new StatementCache(connection);
        using var reader = statements.Of("SELECT name FROM pragma_table_info($1)", table).ExecuteReader();
        var columns = new List<string>();
        while (reader.Read()) columns.Add(reader.GetString(0));
        return columns;
    }
}
