using Microsoft.Data.Sqlite;
using SmartCare.Domain.Words;
using SmartCare.Grains.Store;

namespace SmartCare.Storage;

/// <summary>Looks, while the watch goes on, at the rows that a start does not read.</summary>
public static class StoreScan
{
    /// <summary>SQL: nobody is registered under a grain's key. It was damaged: to wake it would make somebody who never was.</summary>
    private const string OfNobody = """
        NOT EXISTS (SELECT 1 FROM registry r WHERE r.id = key AND r.kind = CASE grains.kind WHEN 1 THEN 'Device' WHEN 2 THEN 'Elder' WHEN 3 THEN 'Place' ELSE 'Site' END)
        """;

    /// <summary>So many of the newest batches are looked at: a minute's work. The command <c>check</c> looks at all.</summary>
    private const int LookedAt = 200_000;

    /// <summary>How many batches are damaged, and the first entry of the first of them.</summary>
    internal static (int Batches, long First) Journal(StatementCache statements, int most)
    {
        var (damaged, first) = (0, 0L);
        using var reader = statements.Of("SELECT id, body, sum IS NULL OR sum IS row_sum(id, count, at) FROM journal ORDER BY id DESC LIMIT $1", most).ExecuteReader();
        while (reader.Read())
            if (!reader.GetBoolean(2) || !BatchCodec.IsSound(reader.GetFieldValue<byte[]>(1)))
                (damaged, first) = (damaged + 1, reader.GetInt64(0) & ((1L << Schema.ShardBits) - 1));
        return (damaged, first);
    }

    /// <summary>Sets aside what cannot be believed.</summary>
    /// <param name="findings">A sentence for each kind of row, for the operator and the wall.</param>
    /// <returns>Grains whose rows cannot be believed: woken, they begin anew.</returns>
    /// <exception cref="StoreUnavailableException"/>
    public static IReadOnlyList<Subject> Run(OpenedStore opened, DateTimeOffset now, out IReadOnlyList<string> findings)
    {
        var found = new List<string>();
        findings = found;
        try
        {
            using var connection = opened.Store.Connect();
            StoreSweep.Run(connection, opened.Witness, [SummedTables.Changes, SummedTables.Letters], now, found);
            StoreSweep.Run(connection, opened.Witness, [SummedTables.Grains, SummedTables.States], now, found, OfNobody);
            using var statements = new StatementCache(connection);
            if (Journal(statements, LookedAt) is (> 0 and var batches, var first))
                found.Add($"store: {batches} batches of the journal are damaged, the first from entry {first} on; no alert depends on them, their readings may be missing in the series");
            using var reader = statements.Of($"SELECT kind, key FROM grains WHERE NOT ({SummedTables.Grains.IsSound} AND {SummedTables.States.IsSound})").ExecuteReader();
            var damaged = new List<Subject>();
            while (reader.Read()) damaged.Add(new Subject((SubjectKind)reader.GetByte(0), reader.GetString(1)));
            return damaged;
        }
        catch (SqliteException error)
        {
            throw new StoreUnavailableException(error.Message, error);
        }
    }
}
