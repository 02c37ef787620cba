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

    /// <summary>The tables are whole, and only what leads to their rows is not: it can be made anew.</summary>
    public static bool IsOnlyIndexes(IReadOnlyList<string> found) => found.All(f => OfIndex().IsMatch(f));

    [GeneratedRegex("missing from index|wrong # of entries in index|non-unique entry in index")]
    private static partial Regex OfIndex();
}
