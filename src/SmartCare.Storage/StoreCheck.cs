using System.Globalization;
using Microsoft.Data.Sqlite;

namespace SmartCare.Storage;

/// <summary>Looks at everything that a data folder holds, and changes nothing.</summary>
public static class StoreCheck
{
    /// <param name="isServed">A silo runs on the folder: its files are read as they change.</param>
    /// <param name="ofTables">Looks at what only the caller can judge; null: all is well.</param>
    /// <returns>What is wrong, a sentence each; empty when nothing is.</returns>
    /// <exception cref="InvalidDataException">It cannot be checked: there is no store, or it is of another version.</exception>
    public static IReadOnlyList<string> Run(string folder, bool isServed, DateTimeOffset now, Func<Tables, string?> ofTables)
    {
        var path = Path.Combine(folder, "smartcare.db");
        if (!File.Exists(path)) throw new InvalidDataException($"there is no store '{path}'");
        var found = new List<string>();
        if (WalFile.LostCommits(path + "-wal") is > 0 and var lost && !isServed) found.Add($"smartcare.db-wal: it is damaged, and at least {lost} commits are lost");
        string? copy = null;
        try
        {
            var file = isServed ? SqliteFile.Served(path) : SqliteFile.ToRead(path, out copy);
            using var connection = file.Open();
            using (var statements = new StatementCache(connection))
                if ((long)statements.Of("PRAGMA user_version").ExecuteScalar()! is var version && version != Schema.Version)
                    throw new InvalidDataException($"'{path}' is of version {version}, and is checked once it is of version {Schema.Version}: start SmartCare on it");
            found.AddRange(StoreDamage.Of(connection, whole: true).Select(line => $"smartcare.db: {line.ReplaceLineEndings(" ")}"));
            Rows(connection, found);
            if (ofTables(new Tables(file)) is { } wrong) found.Add($"smartcare.db: {wrong}");
            Witness(folder, connection, found);
            if (ClockRepair.Ahead(connection, now) is { Ticks: > 0 } ahead)
                found.Add(string.Create(CultureInfo.InvariantCulture, $"smartcare.db: its newest entries are ahead of the clock by {ahead:d\\.hh\\:mm\\:ss}; if the clock is right now, 'repair --clock' brings them back"));
        }
        catch (SqliteException error)
        {
            found.Add($"smartcare.db: {error.Message}");
        }
        finally
        {
            if (copy is not null) Directory.Delete(copy, recursive: true);
        }

        foreach (var other in (string[])["witness.db", "mqtt.db", "series.db", BurstFile.Name]) Pages(Path.Combine(folder, other), isServed, found);
        return found;
    }

    private static void Rows(SqliteConnection connection, List<string> found)
    {
        using var statements = new StatementCache(connection);
        foreach (var table in SummedTables.All)
        {
            // One that the next start makes has nothing to be wrong yet.
            if (statements.Of("SELECT 1 FROM sqlite_schema WHERE name = $1", table.Name).ExecuteScalar() is null) continue;
            using var reader = statements.Of($"SELECT {table.Shown} FROM {table.Name} WHERE NOT ({table.IsSound})").ExecuteReader();
            while (reader.Read()) found.Add($"smartcare.db: {(reader.IsDBNull(0) ? table.Name : reader.GetString(0))}: its checksum is wrong");
        }

        if (StoreScan.Journal(statements, int.MaxValue) is (> 0 and var batches, var first)) found.Add($"smartcare.db: {batches} batches of the journal are damaged, the first from entry {first} on");
    }

    private static void Witness(string folder, SqliteConnection connection, List<string> found)
    {
        using var statements = new StatementCache(connection);
        if (File.Exists(Path.Combine(folder, "witness.db")) && Storage.Witness.MarksOf(Path.Combine(folder, "witness.db")) is { } known && StoreMarks.Of(statements, 0) is var marks)
        {
            if (marks.Identity != known.Identity) found.Add("smartcare.db: it is another store than witness.db tells of");
            else if (marks.IsBehind(known)) found.Add($"smartcare.db: it is older than it was: it ends at entry {marks.Entry} and change {marks.Seq} instead of {known.Entry} and {known.Seq}");
        }
    }

    private static void Pages(string path, bool isServed, List<string> found)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0) return;
        string? copy = null;
        try
        {
            using var connection = (isServed ? SqliteFile.Served(path) : SqliteFile.ToRead(path, out copy)).Open();
            found.AddRange(StoreDamage.Of(connection, whole: true).Select(line => $"{Path.GetFileName(path)}: {line.ReplaceLineEndings(" ")}"));
        }
        catch (SqliteException error)
        {
            found.Add($"{Path.GetFileName(path)}: {error.Message}");
        }
        finally
        {
            if (copy is not null) Directory.Delete(copy, recursive: true);
        }
    }
}
