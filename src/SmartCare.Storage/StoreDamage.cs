using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace SmartCare.Storage;

/// <summary>Is a file whole, and is what SQLite says of it damage, or a disk that is full or away?</summary>
internal static partial class StoreDamage
{
    /// <summary>A file of so many bytes is looked at whole when it is opened: about half a second. Of a bigger one what the alarms stand on.</summary>
    private const long LookedAtWhole = 128L << 20;

    private const int Corrupt = 11, NotADatabase = 26, ShortRead = 522, CorruptFileSystem = 8458;

    /// <summary>Without these no device is let in, no alarm rings, and no decision is kept.</summary>
    private static readonly string[] s_alarms = ["grains", "letters_had", "writers", "counters", "registry", "accounts", "credentials", "alerts", "notices"];

    public static bool IsDamage(SqliteException error) =>
        error.SqliteErrorCode is Corrupt or NotADatabase || error.SqliteExtendedErrorCode is ShortRead or CorruptFileSystem;

    /// <summary>The disk is full, read-only or away, or another has the file: nothing of it is damage.</summary>
    public static bool IsDisk(SqliteException error) => error.SqliteErrorCode is 5 or 8 or 10 or 13 or 14 && !IsDamage(error);

    /// <summary>What is wrong with the pages; empty when nothing is.</summary>
    /// <param name="whole">Every page, however long it takes.</param>
    /// <exception cref="SqliteException">It cannot even be asked.</exception>
    public static List<string> Of(SqliteConnection connection, bool whole)
    {
        var found = new List<string>();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        whole |= (long)command.ExecuteScalar()! <= LookedAtWhole;
        foreach (var table in whole ? [""] : s_alarms)
        {
            command.CommandText = table.Length == 0 ? "PRAGMA integrity_check(20)" : $"PRAGMA integrity_check({table})";
            using var reader = command.ExecuteReader();
            while (reader.Read())
                if (reader.GetString(0) is var line && line != "ok")
                    found.Add(line);
        }

        return found;
    }

    /// <summary>A column that a file of this version must have and has not: the text of its schema is damaged. Null: none.</summary>
    public static string? MissingColumn(SqliteConnection connection) => s_columns.Value.Except(ColumnsOf(connection)).FirstOrDefault();

    private static readonly Lazy<HashSet<string>> s_columns = new(() =>
    {
        using var fresh = new SqliteConnection("Data Source=:memory:");
        fresh.Open();
        RowSum.Register(fresh);
        Migration.Prepare(fresh);
        return ColumnsOf(fresh);
    });

    private static HashSet<string> ColumnsOf(SqliteConnection connection)
    {
        using var statements = new StatementCache(connection);
        using var reader = statements.Of(
            "SELECT t.name || '.' || c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'").ExecuteReader();
        var columns = new HashSet<string>();
        while (reader.Read()) columns.Add(reader.GetString(0));
        return columns;
    }

    /// <summary>The tables are whole, and only what leads to their rows is not: it can be made anew.</summary>
    public static bool IsOnlyIndexes(IReadOnlyList<string> found) => found.All(f => OfIndex().IsMatch(f));

    [GeneratedRegex("missing from index|wrong # of entries in index|non-unique entry in index")]
    private static partial Regex OfIndex();
}
