using System.Buffers;
using Microsoft.Data.Sqlite;
using SmartCare.Grains.Store;

namespace SmartCare.Storage;

/// <summary>
/// Numbers go on after a loss. Walls, the series and clients remember the last that they saw and pass over whatever is not newer: numbers that were given
/// twice would be alarms that nobody sees.
/// </summary>
internal static class StoreNumbers
{
    /// <summary>More than were given after the witness was last written: that is seconds ago, or what one group holds.</summary>
    private const long Gap = 1_000_000;

    public static void GoOnAfter(SqliteConnection connection, StoreMarks known, DateTimeOffset now)
    {
        using var statements = new StatementCache(connection);
        var marks = StoreMarks.Of(statements, 0);
        using var transaction = connection.BeginTransaction();
        statements.Of("UPDATE counters SET value = $1 WHERE name = 'identity'", known.Identity).ExecuteNonQuery();
        statements.Of("INSERT INTO counters VALUES ('identity', $1) ON CONFLICT (name) DO NOTHING", known.Identity).ExecuteNonQuery();
        statements.Of("UPDATE writers SET epoch = max(epoch, $1)", known.Epoch + 1).ExecuteNonQuery();
        if (marks.Seq < known.Seq) statements.Of("UPDATE counters SET value = $1 WHERE name = 'seq'", known.Seq + Gap).ExecuteNonQuery();
        if (marks.Entry < known.Entry) Begin(statements, known.Entry + Gap, now.ToUnixTimeMilliseconds());
        transaction.Commit();
    }

    /// <summary>An entry that says that the silo listens: the journal is numbered after it.</summary>
    private static void Begin(StatementCache statements, long entry, long nowMs)
    {
        var body = new ArrayBufferWriter<byte>();
        BatchCodec.Begin(body);
        BatchCodec.AddListening(body, 0, nowMs);
        SqliteStore.Append(statements, entry, 1, nowMs, BatchCodec.Seal(body));
    }
}
