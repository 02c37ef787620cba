using Microsoft.Data.Sqlite;

namespace SmartCare.Storage;

/// <summary>Makes a new file, or takes over one of a version before: all of it, or nothing.</summary>
internal static class Migration
{
    /// <summary>0.1's grains of a site lived in one shard, with a journal of its own.</summary>
    internal const int FormerVersion = 2;

    /// <exception cref="InvalidDataException">The file is of a version that this program does not read.</exception>
    public static void Prepare(SqliteConnection connection)
    {
        PrepareVersion(connection);
        SqliteFile.Run(connection, SessionRow.Create + TokenRow.Create + PushRow.Create + KeptRow.Create + LedgerChangeRow.Create);
    }

    private static void PrepareVersion(SqliteConnection connection)
    {
        using var statements = new StatementCache(connection);
        var version = (long)statements.Of("PRAGMA user_version").ExecuteScalar()!;
        var mark = (long)statements.Of("PRAGMA application_id").ExecuteScalar()!;
        if (version != Schema.Version && mark != Schema.Mark)
        {
            if (version is not (0 or FormerVersion or Schema.FirstReadable))
                throw new InvalidDataException(
                    $"The data file is of version {version}; this program reads {FormerVersion} to {Schema.Version}. " +
                    (version > Schema.Version ? "Start the newer program again, or put back the copy of the folder from before its first start." : "Nothing was changed."));
            using var transaction = connection.BeginTransaction();
            if (version == 0) SqliteFile.Run(connection, Schema.Create + Schema.Sums);
            else if (version == FormerVersion) TakeOver(connection, statements);
            else SqliteFile.Run(connection, Schema.Sums);
            Mark(connection);
            transaction.Commit();
        }
        else if (version != Schema.Version || mark != Schema.Mark)
        {
            // One of the two was damaged. A file that only had the other was never written.
            Mark(connection);
        }
    }

    private static void Mark(SqliteConnection connection) =>
        SqliteFile.Run(connection, $"PRAGMA user_version = {Schema.Version}; PRAGMA application_id = {Schema.Mark};");

    /// <summary>Registry, accounts, alerts, history, record and journal stay where they are. What 0.1 made of its grains by replaying, when it
    /// started, is made here once, and is then in their rows.</summary>
    private static void TakeOver(SqliteConnection connection, StatementCache statements)
    {
        var grains = FormerShard.ReplayAll(statements);
        SqliteFile.Run(connection, "DROP TABLE grains; DROP TABLE snapshots; DROP TABLE meta;" + Schema.Grains + Schema.Sums);
        SqliteFile.Run(connection, "UPDATE counters SET value = (SELECT coalesce(max(seq), 0) FROM alert_changes) WHERE name = 'seq'");
        foreach (var grain in grains) SqliteStore.Write(grain, statements);
    }
}
