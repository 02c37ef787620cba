using Microsoft.Data.Sqlite;
using SmartCare.Grains.Store;

namespace SmartCare.Storage;

/// <summary>
/// A second, small file (<c>witness.db</c>) that says which store this folder has and how far it was, and holds once more what a house cannot do
/// without: registry, accounts, passwords of devices, open alerts. So a store that was emptied, exchanged or cut short is noticed, and devices are let in.
/// It is written after the store and never before, so it may lag behind it and never runs ahead.
/// </summary>
public sealed class Witness : IDisposable
{
    /// <summary>What is copied, and which rows of it.</summary>
    private static readonly (SummedTable Table, string Where)[] s_copied =
        [(SummedTables.Registry, "1"), (SummedTables.Accounts, "1"), (SummedTables.Credentials, "1"), (SummedTables.Alerts, "closed = 0")];

    private readonly string _path, _store;
    private readonly SqliteFile _file;
    private readonly Lock _gate = new();
    private SqliteConnection? _connection;
    private StoreMarks _written;

    internal Witness(string path, string store) => (_path, _store, _file) = (path, store, new SqliteFile(path));

    /// <summary>The file's name, for people.</summary>
    public string Name => Path.GetFileName(_path);

    /// <summary>What it says of the store; null when it says nothing yet.</summary>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    internal StoreMarks? Read()
    {
        if (!File.Exists(_path)) return null;
        using var connection = _file.Make();
        return StoreDamage.Of(connection, whole: true) is [var wrong, ..] ? throw new SqliteException(wrong, 11) : MarksOf(connection);
    }

    /// <summary>What a witness says, only read; null when it says nothing that can be read.</summary>
    internal static StoreMarks? MarksOf(string path)
    {
        try
        {
            using var connection = SqliteFile.Served(path).Open();
            return MarksOf(connection);
        }
        catch (SqliteException)
        {
            return null;
        }
    }

    private static StoreMarks? MarksOf(SqliteConnection connection)
    {
        using var statements = new StatementCache(connection);
        if (statements.Of("SELECT 1 FROM sqlite_schema WHERE name = 'marks'").ExecuteScalar() is null) return null;
        using var reader = statements.Of("SELECT identity, epoch, seq, entry, sum FROM marks").ExecuteReader();
        if (!reader.Read()) return null;
        if (RowSum.Of(reader[0], reader[1], reader[2], reader[3]) != reader.GetInt64(4)) throw new SqliteException("its marks are damaged", 11);
        return new StoreMarks(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
    }

    /// <summary>Puts what the store lacks, and the witness has, into the store.</summary>
    /// <param name="isOlder">The store's own rows are older than the witness's: those that differ are replaced too.</param>
    /// <returns>How many rows.</returns>
    internal int GiveTo(SqliteConnection store, bool isOlder)
    {
        if (!File.Exists(_path)) return 0;
        using var statements = new StatementCache(store);
        statements.Of("ATTACH $1 AS witness", _path).ExecuteNonQuery();
        try
        {
            var given = 0;
            foreach (var (table, _) in s_copied)
            {
                var columns = $"{table.Covered}, sum";
                var known = $"SELECT 1 FROM main.{table.Name} s WHERE {Same(table, "s", "w")}" + (!isOlder ? ""
                    : table == SummedTables.Alerts ? " AND s.seq >= w.seq" : " AND s.sum IS w.sum");
                // A number that another alert has was given twice: the one that stands in the store stays.
                given += statements.Of(
                    $"INSERT OR {(table == SummedTables.Alerts && !isOlder ? "IGNORE" : "REPLACE")} INTO main.{table.Name} ({columns}) SELECT {columns} FROM witness.{table.Name} w " +
                    $"WHERE {table.IsSound} AND NOT EXISTS ({known})").ExecuteNonQuery();
            }

            return given;
        }
        finally
        {
            statements.Of("DETACH witness").ExecuteNonQuery();
        }
    }

    /// <summary>Makes it like the store, as far as that has changed.</summary>
    /// <param name="entriesToo">Also when nothing but readings was written.</param>
    /// <exception cref="StoreUnavailableException">It lags behind until the next time.</exception>
    public void Follow(SqliteStore store, bool entriesToo)
    {
        lock (_gate)
        {
            var isTouched = store.TakeTouched();
            if (!(isTouched || entriesToo || _written == default)) return;
            try
            {
                // Read first: what is copied after it is of this mark or newer.
                var marks = store.Marks;
                if (!isTouched && marks == _written) return;
                var copies = isTouched || marks with { Entry = 0 } != _written with { Entry = 0 };
                var connection = Open();
                using var transaction = connection.BeginTransaction();
                using var statements = new StatementCache(connection);
                if (copies) Copy(statements);
                statements.Of("DELETE FROM marks").ExecuteNonQuery();
                statements.Of(
                    "INSERT INTO marks (identity, epoch, seq, entry, sum) VALUES ($1, $2, $3, $4, $5)", marks.Identity, marks.Epoch, marks.Seq, marks.Entry,
                    RowSum.Of(marks.Identity, marks.Epoch, marks.Seq, marks.Entry)).ExecuteNonQuery();
                transaction.Commit();
                _written = marks;
            }
            catch (SqliteException error)
            {
                // Next time from the beginning.
                _connection?.Dispose();
                (_connection, _written) = (null, default);
                throw new StoreUnavailableException($"{Name}: {error.Message}", error);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate) _connection?.Dispose();
    }

    private static void Copy(StatementCache statements)
    {
        foreach (var (table, where) in s_copied)
        {
            var columns = $"{table.Covered}, sum";
            statements.Of(
                $"INSERT OR REPLACE INTO main.{table.Name} ({columns}) SELECT {columns} FROM store.{table.Name} s WHERE {where} " +
                $"AND NOT EXISTS (SELECT 1 FROM main.{table.Name} w WHERE {Same(table, "s", "w")} AND w.sum IS s.sum) AND {table.IsSound}").ExecuteNonQuery();
            statements.Of(
                $"DELETE FROM main.{table.Name} AS w WHERE NOT EXISTS (SELECT 1 FROM store.{table.Name} s WHERE {Same(table, "s", "w")} AND {where})").ExecuteNonQuery();
        }
    }

    private static string Same(SummedTable table, string one, string other) =>
        string.Join(" AND ", table.Key.Split(", ").Select(c => $"{one}.{c} = {other}.{c}"));

    private SqliteConnection Open()
    {
        if (_connection is not null) return _connection;
        _connection = _file.Make();
        // A power cut may take the newest of it back: then it lags, and nothing more.
        SqliteFile.Run(_connection, "PRAGMA synchronous=NORMAL;");
        SqliteFile.Run(_connection, """
            CREATE TABLE IF NOT EXISTS marks (identity INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, entry INTEGER NOT NULL, sum INTEGER NOT NULL);
            CREATE TABLE IF NOT EXISTS registry (kind TEXT NOT NULL, id TEXT NOT NULL, json BLOB NOT NULL, sum INTEGER, PRIMARY KEY (kind, id)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS accounts (user TEXT PRIMARY KEY, json BLOB NOT NULL, sum INTEGER) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS credentials (device TEXT PRIMARY KEY, hash TEXT NOT NULL, sum INTEGER) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS alerts (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, site TEXT NOT NULL, place TEXT, elder TEXT,
                closed INTEGER NOT NULL, json BLOB NOT NULL, sum INTEGER) WITHOUT ROWID;
            """);
        using var statements = new StatementCache(_connection);
        statements.Of("ATTACH $1 AS store", _store).ExecuteNonQuery();
        return _connection;
    }
}
