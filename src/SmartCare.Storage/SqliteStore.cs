using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SmartCare.Grains;

namespace SmartCare.Storage;

/// <summary>
/// The embedded journal and everything that is committed with it, in one SQLite file. A row holds a whole batch of entries; one
/// transaction holds the batches, the snapshots and the rows of one group commit.
/// </summary>
public sealed class SqliteStore : IJournal, IDisposable
{
    private readonly SqliteFile _file;
    private readonly object _writing = new();
    private readonly SqliteConnection[] _loading;
    private readonly StatementCache[] _loadingStatements;
    private SqliteConnection? _writer;
    private StatementCache? _statements;

    /// <param name="path">The file; made when absent.</param>
    /// <param name="shards">For a new file; an old one keeps its number.</param>
    /// <exception cref="InvalidDataException">The file is of a later version.</exception>
    public SqliteStore(string path, int shards)
    {
        _file = new SqliteFile(path);
        using (var connection = _file.Open()) ShardCount = Prepare(connection, shards);
        _loading = [.. Enumerable.Range(0, ShardCount).Select(_ => _file.Open())];
        _loadingStatements = [.. _loading.Select(c => new StatementCache(c))];
        Tables = new Tables(_file);
    }

    public int ShardCount { get; }

    /// <summary>For tests: from the next commit on the file may have no more pages than this; 0 for no limit.</summary>
    internal int MostPages
    {
        set
        {
            lock (_writing)
            {
                _file.MostPages = value;
                Reopen();
            }
        }
    }

    /// <summary>The committed rows, to be read.</summary>
    public Tables Tables { get; }

    public void Commit(IReadOnlyList<JournalBatch> batches, IReadOnlyList<Row> rows)
    {
        lock (_writing)
        {
            try
            {
                _writer ??= _file.Open();
                _statements ??= new StatementCache(_writer);
                _statements.Of("BEGIN IMMEDIATE").ExecuteNonQuery();
                foreach (var batch in batches) Write(batch);
                foreach (var row in rows) ((StoredRow)row).Write(_statements);
                _statements.Of("COMMIT").ExecuteNonQuery();
            }
            catch (SqliteException error)
            {
                Reopen();
                throw new JournalUnavailableException($"{error.Message} ({error.SqliteExtendedErrorCode})", error);
            }
            catch (JournalUnavailableException)
            {
                Reopen();
                throw;
            }
        }
    }

    public IEnumerable<JournalBatch> Read(int shard, long after)
    {
        using var connection = _file.Open();
        using var command = connection.CreateCommand();
        // The batch that holds the first wanted entry may begin before it.
        command.CommandText = """
            SELECT id, count, at, body FROM journal
            WHERE id >= coalesce((SELECT max(id) FROM journal WHERE id >= $low AND id <= $after + 1), $low) AND id < $high ORDER BY id
            """;
        command.Parameters.AddWithValue("$low", Key(shard, 0));
        command.Parameters.AddWithValue("$after", Key(shard, after));
        command.Parameters.AddWithValue("$high", Key(shard + 1, 0));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var batch = new JournalBatch(
                shard, reader.GetInt64(0) - Key(shard, 0), reader.GetInt32(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3), null);
            if (batch.Last > after) yield return batch;
        }
    }

    public long SnapshotEntry(int shard)
    {
        using var connection = _file.Open();
        using var statements = new StatementCache(connection);
        return statements.Of("SELECT entry FROM snapshots WHERE shard = $1", shard).ExecuteScalar() is long entry ? entry : 0;
    }

    public byte[]? Load(int shard, GrainId id)
    {
        // One connection per shard, and a shard has one thread.
        lock (_loading[shard])
            return _loadingStatements[shard].Of("SELECT state FROM grains WHERE shard = $1 AND kind = $2 AND key = $3", shard, id.Kind, id.Key)
                .ExecuteScalar() as byte[];
    }

    public IEnumerable<(GrainId Id, long DueAtMs)> Dues(int shard)
    {
        using var connection = _file.Open();
        using var statements = new StatementCache(connection);
        using var reader = statements.Of("SELECT kind, key, due FROM grains WHERE shard = $1 AND due IS NOT NULL", shard).ExecuteReader();
        while (reader.Read()) yield return (new GrainId(reader.GetByte(0), reader.GetString(1)), reader.GetInt64(2));
    }

    public IEnumerable<SavedGrain> Saved(int shard, byte kind)
    {
        using var connection = _file.Open();
        using var statements = new StatementCache(connection);
        using var reader = statements.Of("SELECT key, due, state FROM grains WHERE shard = $1 AND kind = $2", shard, kind).ExecuteReader();
        while (reader.Read())
            yield return new SavedGrain(new GrainId(kind, reader.GetString(0)), reader.IsDBNull(1) ? null : reader.GetInt64(1), reader.GetFieldValue<byte[]>(2));
    }

    public void Dispose()
    {
        foreach (var statements in _loadingStatements) statements.Dispose();
        foreach (var connection in _loading) connection.Dispose();
        lock (_writing) Reopen();
    }

    private static long Key(int shard, long entry) => ((long)shard << Schema.ShardBits) + entry;

    private static int Prepare(SqliteConnection connection, int shards)
    {
        using var statements = new StatementCache(connection);
        var version = (long)statements.Of("PRAGMA user_version").ExecuteScalar()!;
        if (version > Schema.Version) throw new InvalidDataException($"The data file is of version {version}; this program knows {Schema.Version}.");
        if (version is > 0 and < Schema.Version)
            throw new InvalidDataException($"The data file is of version {version}, from before the first release, and this program reads {Schema.Version}: name another folder with Data:Path.");
        if (version == 0)
        {
            using var transaction = connection.BeginTransaction();
            SqliteFile.Run(connection, Schema.Create);
            SqliteFile.Run(connection, $"INSERT INTO meta VALUES ('shards', '{shards}'); PRAGMA user_version = {Schema.Version};");
            transaction.Commit();
        }

        return int.Parse((string)statements.Of("SELECT value FROM meta WHERE key = 'shards'").ExecuteScalar()!, System.Globalization.CultureInfo.InvariantCulture);
    }

    private void Write(JournalBatch batch)
    {
        // The outcome of a failed COMMIT may be unknown; the same batch has the same key, so a repeat is dropped.
        if (batch.Count > 0)
        {
            var (key, body) = (Key(batch.Shard, batch.First), BytesOf(batch.Body));
            var isNew = _statements!.Of("INSERT OR IGNORE INTO journal (id, count, at, body) VALUES ($1, $2, $3, $4)", key, batch.Count, batch.AtMs, body)
                .ExecuteNonQuery() > 0;
            // Another batch in its place is another program's on the same file: acknowledging ours would be a lie.
            if (!isNew && (long)_statements.Of("SELECT count(*) FROM journal WHERE id = $1 AND body = $2", key, body).ExecuteScalar()! == 0)
                throw new JournalUnavailableException($"Entry {batch.First} of shard {batch.Shard} was written by another program.");
        }

        if (batch.Snapshot is null) return;
        foreach (var grain in batch.Snapshot)
        {
            if (grain.State.IsEmpty)
                _statements!.Of("DELETE FROM grains WHERE shard = $1 AND kind = $2 AND key = $3", batch.Shard, grain.Id.Kind, grain.Id.Key).ExecuteNonQuery();
            else
                _statements!.Of(
                    """
                    INSERT INTO grains (shard, kind, key, due, state) VALUES ($1, $2, $3, $4, $5)
                    ON CONFLICT (shard, kind, key) DO UPDATE SET due = excluded.due, state = excluded.state
                    """,
                    batch.Shard, grain.Id.Kind, grain.Id.Key, grain.DueAtMs, grain.State.ToArray()).ExecuteNonQuery();
        }

        _statements!.Of("INSERT INTO snapshots (shard, entry) VALUES ($1, $2) ON CONFLICT (shard) DO UPDATE SET entry = excluded.entry",
            batch.Shard, batch.Last).ExecuteNonQuery();
    }

    /// <summary>The batch's own array when it is all of it, as the codec makes it: a megabyte is not copied once more.</summary>
    private static byte[] BytesOf(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var part) && part.Array is { } all && all.Length == body.Length ? all : body.ToArray();

    /// <summary>A connection that failed is not trusted again; closing it rolls back what it had begun.</summary>
    private void Reopen()
    {
        _statements?.Dispose();
        _writer?.Dispose();
        (_statements, _writer) = (null, null);
    }
}
