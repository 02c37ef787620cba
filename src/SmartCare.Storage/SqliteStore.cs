using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SmartCare.Domain.Words;
using SmartCare.Grains.Store;

namespace SmartCare.Storage;

/// <summary>
/// The embedded care store: grains' rows, what they led to, and the journal, in one SQLite file. Whoever opens it last is the writer; one
/// transaction holds everything of one group commit.
/// </summary>
public sealed class SqliteStore : ICareStore, IDisposable
{
    private const int OwnStream = 0;

    private readonly string _path;
    private readonly SqliteFile _file;
    private readonly object _writing = new();
    private readonly ReaderPool _readers;
    private readonly long _epoch;
    private readonly string? _unwritable, _copy;
    private bool _isTouched;
    private SqliteConnection? _writer;
    private StatementCache? _statements;

    /// <param name="path">The file; made when absent, taken over when it is of version 0.1.</param>
    /// <exception cref="InvalidDataException">The file is of a later version, or of none that is known.</exception>
    public SqliteStore(string path)
    {
        (_path, _file) = (path, new SqliteFile(path));
        using (var connection = _file.Make())
        {
            Migration.Prepare(connection);
            using var statements = new StatementCache(connection);
            _epoch = (long)statements.Of(
                "INSERT INTO writers (stream, epoch, last, seq) VALUES ($1, 1, 0, 0) ON CONFLICT (stream) DO UPDATE SET epoch = epoch + 1, last = 0 RETURNING epoch",
                Stream).ExecuteScalar()!;
        }

        _readers = new ReaderPool(_file);
        Tables = new Tables(_file);
    }

    private SqliteStore(SqliteFile file, string path, string unwritable, string? copy)
    {
        (_path, _file, _unwritable, _copy) = (path, file, unwritable, copy);
        _readers = new ReaderPool(file);
        Tables = new Tables(file);
    }

    /// <summary>A store that can only be read: whatever is decided goes out unsaved, and nothing is acknowledged.</summary>
    /// <param name="why">Why it cannot be written, for people.</param>
    /// <param name="copy">A folder that goes with it.</param>
    internal static SqliteStore Unwritable(SqliteFile file, string path, string why, string? copy) => new(file, path, why, copy);

    /// <summary>Why it cannot be written, for people; null when it was opened to be written.</summary>
    public string? WhyUnwritable => _unwritable;

    /// <summary>Beside the file while a page of it could not be read when it was to be written: the next start looks at all of it.</summary>
    internal static string SuspectMark(string path) => path + ".suspect";

    /// <summary>Something but readings was written since this was last asked.</summary>
    internal bool TakeTouched() => Interlocked.Exchange(ref _isTouched, false);

    /// <summary>A connection of its own.</summary>
    internal SqliteConnection Connect() => _file.Open();

    /// <summary>How far this store is.</summary>
    internal StoreMarks Marks => _readers.Use(statements => StoreMarks.Of(statements, Stream));

    public int Stream => OwnStream;

    public long LastEntry => _readers.Use(s =>
        s.Of("SELECT id - $1 + count - 1 FROM journal WHERE id >= $1 AND id < $2 ORDER BY id DESC LIMIT 1", Key(Stream, 0), Key(Stream + 1, 0)).ExecuteScalar() is long last ? last : 0);

    public long LastSeq => _readers.Use(SeqOf);

    /// <summary>The committed rows, to be read.</summary>
    public Tables Tables { get; }

    public IReadOnlyList<int> Streams => _readers.Use(statements =>
    {
        // Each next stream is found by the key: the journal is never scanned for it.
        var streams = new List<int>();
        for (var from = 0L; statements.Of("SELECT id FROM journal WHERE id >= $1 ORDER BY id LIMIT 1", from).ExecuteScalar() is long id; from = Key(streams[^1] + 1, 0))
            streams.Add((int)(id >> Schema.ShardBits));
        return streams;
    });

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

    public void Commit(CommitGroup group, Func<long, NumberedRows> rows) => InTransaction(statements =>
    {
        if (!IsNew(group, statements, out var seq))
        {
            rows(seq);
            return;
        }

        var refused = group.Grains.Where(g => !Write(g, statements)).Select(g => g.Id).ToList();
        if (refused.Count > 0) throw new FencedException(refused);
        foreach (var had in group.Had) Write(had, statements);
        if (group.Journal is { } batch)
            Append(statements, Key(batch.Stream, batch.First), batch.Count, batch.AtMs, BytesOf(batch.Body));
        var (written, lastSeq) = rows(seq);
        foreach (var row in written) ((StoredRow)row).Write(statements);
        if (written.Count > 0) Volatile.Write(ref _isTouched, true);
        if (lastSeq != seq) statements.Of("UPDATE counters SET value = $1 WHERE name = 'seq'", lastSeq).ExecuteNonQuery();
    });

    /// <summary>A batch's body has a sum of its own; that of the row is over what stands beside it.</summary>
    internal static void Append(StatementCache statements, long id, long count, long atMs, byte[] body) =>
        statements.Of("INSERT INTO journal (id, count, at, body, sum) VALUES ($1, $2, $3, $4, $5)", id, count, atMs, body, RowSum.Of(id, count, atMs)).ExecuteNonQuery();

    public void Write(IReadOnlyList<Row> rows) => InTransaction(statements =>
    {
        Volatile.Write(ref _isTouched, true);
        foreach (var row in rows) ((StoredRow)row).Write(statements);
    });

    public GrainRow? Load(Subject grain)
    {
        try
        {
            return _readers.Use(statements => Load(grain, statements));
        }
        catch (SqliteException error)
        {
            throw Unavailable(error);
        }
    }

    public List<Subject> Due(long nowMs, int limit) => Read(statements =>
    {
        using var reader = statements.Of("SELECT kind, key FROM grains WHERE due <= $1 ORDER BY due LIMIT $2", nowMs, limit).ExecuteReader();
        var due = new List<Subject>();
        while (reader.Read()) due.Add(new Subject((SubjectKind)reader.GetByte(0), reader.GetString(1)));
        return due;
    });

    public List<SilenceRow> Silences(long nowMs, SilenceRow? after, int limit) => Read(statements =>
    {
        using var reader = statements.Of(
            """
            SELECT silence, kind, key, silence_limit FROM grains WHERE silence <= $1 AND (silence, kind, key) > ($2, $3, $4)
            ORDER BY silence, kind, key LIMIT $5
            """,
            nowMs, after?.AtMs ?? long.MinValue, (byte)(after?.Grain.Kind ?? 0), after?.Grain.Key ?? "", limit).ExecuteReader();
        var rows = new List<SilenceRow>();
        while (reader.Read()) rows.Add(new SilenceRow(reader.GetInt64(0), new Subject((SubjectKind)reader.GetByte(1), reader.GetString(2)), reader.GetInt64(3)));
        return rows;
    });

    public IEnumerable<JournalBatch> Journal(int stream, long after)
    {
        using var connection = _file.Open();
        using var command = connection.CreateCommand();
        // The batch that holds the first wanted entry may begin before it.
        command.CommandText = """
            SELECT id, count, at, body FROM journal
            WHERE id >= coalesce((SELECT max(id) FROM journal WHERE id >= $low AND id <= $after + 1), $low) AND id < $high ORDER BY id
            """;
        command.Parameters.AddWithValue("$low", Key(stream, 0));
        command.Parameters.AddWithValue("$after", Key(stream, after));
        command.Parameters.AddWithValue("$high", Key(stream + 1, 0));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var batch = new JournalBatch(stream, reader.GetInt64(0) - Key(stream, 0), reader.GetInt32(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3));
            if (batch.Last > after) yield return batch;
        }
    }

    public int CutJournal(int stream, long through, long beforeMs, int limit)
    {
        var cut = 0;
        // The newest stays: entries are numbered after it.
        InTransaction(statements => cut = statements.Of(
            """
            DELETE FROM journal WHERE id IN (SELECT id FROM journal WHERE id >= $1 AND id < $2 AND id - $1 + count - 1 <= $3 AND at < $4
                AND id < (SELECT max(id) FROM journal WHERE id < $2) ORDER BY id LIMIT $5)
            """,
            Key(stream, 0), Key(stream + 1, 0), through, beforeMs, limit).ExecuteNonQuery());
        return cut;
    }

    public void Dispose()
    {
        _readers.Dispose();
        lock (_writing) Reopen();
        if (Directory.Exists(_copy)) Directory.Delete(_copy, recursive: true);
    }

    private static long Key(int stream, long entry) => ((long)stream << Schema.ShardBits) + entry;

    private static long SeqOf(StatementCache statements) => (long)statements.Of("SELECT value FROM counters WHERE name = 'seq'").ExecuteScalar()!;

    /// <summary>The outcome of a failed COMMIT may be unknown: a group whose number stands already is a repeat.</summary>
    /// <param name="seq">The number of the newest change before the group.</param>
    /// <exception cref="FencedException">Another has opened the file since.</exception>
    private bool IsNew(CommitGroup group, StatementCache statements, out long seq)
    {
        seq = SeqOf(statements);
        if (statements.Of("UPDATE writers SET last = $1, seq = $2 WHERE stream = $3 AND epoch = $4 AND last < $1", group.Number, seq, Stream, _epoch).ExecuteNonQuery() > 0) return true;
        if (statements.Of("SELECT seq FROM writers WHERE stream = $1 AND epoch = $2 AND last = $3", Stream, _epoch, group.Number).ExecuteScalar() is not long before)
            throw new FencedException([]);
        seq = before;
        return false;
    }

    /// <returns>False when another version stands there than the one that it follows.</returns>
    internal static bool Write(GrainWrite grain, StatementCache statements)
    {
        var state = grain.State is { } changed ? BytesOf(changed) : null;
        var letters = grain.Letters.IsEmpty ? null : BytesOf(grain.Letters);
        long? stateSum = state is null ? null : RowSum.Of(state);
        var sum = RowSum.Of((byte)grain.Id.Kind, grain.Id.Key, grain.Version, grain.DueMs, grain.SilenceMs, grain.SilenceLimitMs, grain.LastLetter, letters);
        if (grain.Follows > 0)
            return statements.Of(
                """
                UPDATE grains SET version = $3, due = $4, silence = $5, silence_limit = $6, state = coalesce($7, state), letter = $8, letters = $9, writer = $10,
                    state_sum = coalesce($12, state_sum), sum = $13
                WHERE kind = $1 AND key = $2 AND version = $11
                """,
                (byte)grain.Id.Kind, grain.Id.Key, grain.Version, grain.DueMs, grain.SilenceMs, grain.SilenceLimitMs, state, grain.LastLetter, letters, OwnStream,
                grain.Follows, stateSum, sum).ExecuteNonQuery() > 0;
        return statements.Of(
            $"""
            INSERT {(grain.Follows < 0 ? "OR REPLACE" : "OR IGNORE")} INTO grains
                (kind, key, version, due, silence, silence_limit, state, letter, letters, writer, state_sum, sum)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            (byte)grain.Id.Kind, grain.Id.Key, grain.Version, grain.DueMs, grain.SilenceMs, grain.SilenceLimitMs, state, grain.LastLetter, letters, OwnStream,
            stateSum, sum).ExecuteNonQuery() > 0;
    }

    private static void Write(in LetterHad had, StatementCache statements) => statements.Of(
        """
        INSERT INTO letters_had (receiver_kind, receiver, sender_kind, sender, number, sum) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (receiver_kind, receiver, sender_kind, sender) DO UPDATE SET number = excluded.number, sum = excluded.sum
        """,
        (byte)had.Receiver.Kind, had.Receiver.Key, (byte)had.Sender.Kind, had.Sender.Key, had.Number,
        RowSum.Of((byte)had.Receiver.Kind, had.Receiver.Key, (byte)had.Sender.Kind, had.Sender.Key, had.Number)).ExecuteNonQuery();

    private static GrainRow? Load(Subject grain, StatementCache statements)
    {
        var (kind, key) = ((byte)grain.Kind, grain.Key);
        var had = new List<(Subject, long)>();
        using (var reader = statements.Of(
            "SELECT sender_kind, sender, number, sum FROM letters_had WHERE receiver_kind = $1 AND receiver = $2", kind, key).ExecuteReader())
            while (reader.Read())
            {
                var (senderKind, sender, number) = (reader.GetByte(0), reader.GetString(1), reader.GetInt64(2));
                // A mark that was damaged would pass over letters: better one is taken twice.
                if (RowSum.Of(kind, key, senderKind, sender, number) == reader.GetInt64(3)) had.Add((new Subject((SubjectKind)senderKind, sender), number));
            }

        using var row = statements.Of(
            "SELECT version, due, silence, silence_limit, state, letter, letters, writer, state_sum, sum FROM grains WHERE kind = $1 AND key = $2", kind, key).ExecuteReader();
        // A letter may have been had by a grain whose state is still as new.
        if (!row.Read()) return had.Count == 0 ? null : new GrainRow(grain, 0, default, 0, default, had);
        var (state, letters) = (row.GetFieldValue<byte[]>(4), row.IsDBNull(6) ? null : row.GetFieldValue<byte[]>(6));
        var isHeadSound = RowSum.Of(kind, key, row[0], row[1], row[2], row[3], row[5], row[6]) == row.GetInt64(9);
        return new GrainRow(grain, row.GetInt64(0), state, isHeadSound ? row.GetInt64(5) : GrainRow.NoLetter, letters, had)
        {
            Writer = row.GetInt32(7),
            Damage = isHeadSound && RowSum.Of(state) == row.GetInt64(8) ? null : "its checksum is wrong",
        };
    }

    private List<T> Read<T>(Func<StatementCache, List<T>> read)
    {
        try
        {
            return _readers.Use(read);
        }
        catch (SqliteException error)
        {
            throw Unavailable(error);
        }
    }

    private void InTransaction(Action<StatementCache> write)
    {
        lock (_writing)
        {
            if (_unwritable is not null) throw new StoreUnavailableException(_unwritable);
            // A file that was removed is still there for who has it open, and would swallow what is acknowledged.
            if (!File.Exists(_path)) throw new StoreUnavailableException($"{Path.GetFileName(_path)} is gone from its folder");
            try
            {
                _writer ??= _file.Open();
                _statements ??= new StatementCache(_writer);
                _statements.Of("BEGIN IMMEDIATE").ExecuteNonQuery();
                write(_statements);
                _statements.Of("COMMIT").ExecuteNonQuery();
            }
            catch (SqliteException error)
            {
                Reopen();
                if (StoreDamage.IsDamage(error)) throw Suspect(error);
                throw Unavailable(error);
            }
            catch
            {
                Reopen();
                throw;
            }
        }
    }

    private static StoreUnavailableException Unavailable(SqliteException error) => new($"{error.Message} ({error.SqliteExtendedErrorCode})", error);

    private StoreUnavailableException Suspect(SqliteException error)
    {
        try
        {
            File.WriteAllText(SuspectMark(_path), error.Message);
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            // Then the next start finds it as any other does.
        }

        return new($"{Path.GetFileName(_path)} is damaged ({error.Message}); restart SmartCare, and what can be read is saved into a new file", error);
    }

    /// <summary>The own array when it is all of it: a megabyte is not copied once more.</summary>
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
