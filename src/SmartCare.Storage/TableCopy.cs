using Microsoft.Data.Sqlite;

namespace SmartCare.Storage;

/// <summary>
/// Copies one table row by row. At a page that cannot be read it goes on behind it: by growing steps where rows are numbered, else from the other end.
/// </summary>
/// <param name="columns">Columns of the new table.</param>
/// <param name="sources">The same of the damaged one, quoted.</param>
internal sealed class TableCopy(SqliteConnection from, SqliteConnection to, string table, IReadOnlyList<string> columns, IReadOnlyList<string> sources)
{
    /// <summary>A row number is never more than so far from the next that can be read, in steps that double.</summary>
    private const int MostSteps = 62;

    private readonly List<string> _key = [];
    private SqliteCommand _insert = null!;

    public int Rows { get; private set; }

    public int Holes { get; private set; }

    public void Run()
    {
        using var insert = _insert = to.CreateCommand();
        insert.CommandText = $"INSERT OR IGNORE INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"${i}"))})";
        // What a new file begins with is the old one's, where that can be read.
        if (table == "counters") insert.CommandText = insert.CommandText.Replace("IGNORE", "REPLACE", StringComparison.Ordinal);
        for (var i = 0; i < columns.Count; i++) insert.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        if (IsNumbered()) ByNumber();
        else FromBothEnds();
    }

    private bool IsNumbered()
    {
        using var command = from.CreateCommand();
        command.CommandText = $"SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk";
        using (var reader = command.ExecuteReader())
            while (reader.Read()) _key.Add($"\"{reader.GetString(0).Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        command.CommandText = $"SELECT count(*) FROM pragma_table_list WHERE name = '{table}' AND wr = 0";
        return (long)command.ExecuteScalar()! > 0;
    }

    private void ByNumber()
    {
        long last = long.MinValue;
        while (!Take($"WHERE rowid > {last} ORDER BY rowid", ref last))
        {
            Holes++;
            if (last == long.MinValue) last = 0;
            var step = 1L;
            var steps = 0;
            // The next number behind the hole that can be found.
            while (!CanRead(last + step))
            {
                if (++steps == MostSteps || last > long.MaxValue - step * 2) return;
                step *= 2;
            }

            last += step;
        }
    }

    private bool CanRead(long after)
    {
        try
        {
            using var command = from.CreateCommand();
            command.CommandText = $"SELECT {string.Join(", ", sources)} FROM {table} NOT INDEXED WHERE rowid > {after} ORDER BY rowid LIMIT 1";
            using var reader = command.ExecuteReader();
            if (reader.Read()) reader.GetValues(new object[columns.Count]);
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private void FromBothEnds()
    {
        var ignored = 0L;
        if (Take($"ORDER BY {string.Join(", ", _key)}", ref ignored)) return;
        Holes++;
        Take($"ORDER BY {string.Join(", ", _key.Select(k => $"{k} DESC"))}", ref ignored);
    }

    /// <returns>False when a row could not be read.</returns>
    private bool Take(string which, ref long last)
    {
        try
        {
            using var command = from.CreateCommand();
            var isNumbered = which.Contains("rowid", StringComparison.Ordinal);
            command.CommandText = $"SELECT {string.Join(", ", sources)}{(isNumbered ? ", rowid" : "")} FROM {table} NOT INDEXED {which}";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                Insert(reader);
                if (isNumbered) last = reader.GetInt64(columns.Count);
            }

            return true;
        }
        catch (SqliteException error) when (error.SqliteErrorCode is not 13)
        {
            return false;
        }
    }

    private void Insert(SqliteDataReader reader)
    {
        for (var i = 0; i < columns.Count; i++) _insert.Parameters[i].Value = reader.GetValue(i);
        try
        {
            Rows += _insert.ExecuteNonQuery();
        }
        catch (SqliteException error) when (error.SqliteErrorCode is 19 or 20)
        {
            // A value that its column does not take: damage.
            Holes++;
        }
    }
}
