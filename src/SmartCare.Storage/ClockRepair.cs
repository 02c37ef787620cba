using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace SmartCare.Storage;

/// <summary>
/// Brings right what was written under a clock that was ahead: every time that has not come yet goes back by as much as the journal is ahead. So whatever
/// was due is judged again: too early rather than too late. The record of who did what is chained and stays as it is.
/// </summary>
public static partial class ClockRepair
{
    /// <summary>Two clocks that are both right differ by less.</summary>
    private const long WorthwhileMs = 60_000;

    /// <summary>JSON in which times stand, and the columns beside it.</summary>
    private static readonly (string Table, string Json, string[] Times)[] s_rows =
        [("grains", "state", ["due", "silence"]), ("grains", "letters", []), ("alerts", "json", []), ("alert_changes", "json", []), ("notices", "json", [])];

    /// <summary>How far the newest journal entry lies ahead of now; zero when it does not.</summary>
    internal static TimeSpan Ahead(SqliteConnection connection, DateTimeOffset now)
    {
        using var statements = new StatementCache(connection);
        var last = statements.Of("SELECT max(at) FROM journal").ExecuteScalar() as long? ?? 0;
        return last - now.ToUnixTimeMilliseconds() is > WorthwhileMs and var ahead ? TimeSpan.FromMilliseconds(ahead) : TimeSpan.Zero;
    }

    /// <returns>What was done, for people; null when the clock was right.</returns>
    /// <exception cref="SqliteException">Nothing was changed.</exception>
    public static string? Run(string folder, DateTimeOffset now)
    {
        using var connection = new SqliteFile(Path.Combine(folder, "smartcare.db")).Open();
        var ahead = Ahead(connection, now);
        if (ahead == TimeSpan.Zero) return null;
        var (nowMs, aheadMs) = (now.ToUnixTimeMilliseconds(), (long)ahead.TotalMilliseconds);
        connection.CreateFunction("back_json", (byte[]? json) => json is null ? null : Encoding.UTF8.GetBytes(Back(Encoding.UTF8.GetString(json), now, ahead)));
        using var transaction = connection.BeginTransaction();
        using var statements = new StatementCache(connection);
        var batches = statements.Of("UPDATE journal SET at = min(at - $2, $1) WHERE at > $1", nowMs, aheadMs).ExecuteNonQuery();
        var rows = 0;
        foreach (var (table, json, times) in s_rows)
        {
            rows += statements.Of($"UPDATE {table} SET {json} = back_json({json}) WHERE {json} IS NOT back_json({json})").ExecuteNonQuery();
            foreach (var time in times) statements.Of($"UPDATE {table} SET {time} = {time} - $2 WHERE {time} > $1", nowMs, aheadMs).ExecuteNonQuery();
        }

        foreach (var table in SummedTables.All.Where(t => s_rows.Any(r => r.Table == t.Name)))
            statements.Of($"UPDATE {table.Name} SET {table.Sum} = row_sum({table.Covered}) WHERE {table.Sum} IS NOT row_sum({table.Covered})").ExecuteNonQuery();
        transaction.Commit();
        return string.Create(CultureInfo.InvariantCulture,
            $"the clock was ahead by {ahead:d\\.hh\\:mm\\:ss}: {batches} batches of the journal and {rows} rows of grains, alerts and notices were brought back by as much");
    }

    internal static string Back(string json, DateTimeOffset now, TimeSpan ahead) => Time().Replace(json, found =>
        DateTimeOffset.TryParse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) && time > now
            ? $"\"{(time - ahead).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)}{(found.Value.Contains('Z', StringComparison.Ordinal) ? "Z" : "+00:00")}\""
            : found.Value);

    [GeneratedRegex("\"(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+]\\d\\d:\\d\\d|-\\d\\d:\\d\\d))\"")]
    private static partial Regex Time();
}
