using Microsoft.Data.Sqlite;

namespace SmartCare.Storage;

/// <summary>
/// What worn devices felt, and the falls and calls that rang, in an SQLite file of its own: nothing that happens to it touches an alarm. One writer; a save is one transaction with
/// the number of the last change that was looked at, so that a crash neither loses a link nor makes one twice.
/// </summary>
public sealed class BurstFile(string path, bool toRead = false) : IDisposable
{
    public const string Name = "bursts.db";

    private const long HourMs = 3_600_000;

    /// <summary>Of the bursts that go at a time when the file is too large: a twentieth, so that this is not done at every round.</summary>
    private const int ShareThatGoes = 20;

    private const string Followed = "followed", Cursor = "cursor";

    private SqliteConnection? _connection;
    private StatementCache? _statements;

    /// <summary>Number of the last change of an alert that was looked at; null: of none yet.</summary>
    public long? LastSeq => Mark(Cursor);

    public long Count => (long)Open().Of("SELECT count(*) FROM bursts").ExecuteScalar()!;

    /// <summary>Bytes that are used; what was deleted is written over first.</summary>
    public long Bytes => (long)Open().Of(
        "SELECT (p.page_count - f.freelist_count) * s.page_size FROM pragma_page_count p, pragma_freelist_count f, pragma_page_size s").ExecuteScalar()!;

    /// <summary>Bursts first: what rang rang for one of them, or for none.</summary>
    /// <param name="linkMs">A fall alert is of a burst of its device at most so long before it.</param>
    /// <param name="followedMs">Every change until then has been looked at; null: there are more.</param>
    /// <exception cref="SqliteException">Nothing is saved; to save the same again is harmless.</exception>
    public void Save(IReadOnlyList<BurstRow> bursts, IReadOnlyList<RungRow> rung, IReadOnlyList<OutcomeRow> outcomes, long linkMs, long lastSeq, long? followedMs) => Transact(statements =>
    {
        foreach (var burst in bursts) Add(statements, burst);
        foreach (var one in rung) Link(statements, one, linkMs);
        foreach (var one in outcomes)
            statements.Of("INSERT INTO outcomes (alert, outcome, drill) VALUES ($1, $2, $3) ON CONFLICT (alert) DO UPDATE SET outcome = excluded.outcome, drill = excluded.drill",
                one.Alert, one.Outcome, one.Drill ? 1L : 0L).ExecuteNonQuery();
        Put(statements, Cursor, lastSeq);
        if (followedMs is { } until) Put(statements, Followed, until);
    });

    /// <summary>Removes what is older, and, while the file is larger than it may be, the oldest: first of those that led to no alert.</summary>
    /// <returns>How many bursts went.</returns>
    public int Prune(long beforeMs, long mostBytes)
    {
        var gone = 0;
        Transact(statements =>
        {
            gone = statements.Of("DELETE FROM bursts WHERE at < $1", beforeMs).ExecuteNonQuery();
            statements.Of("DELETE FROM rung WHERE at < $1", beforeMs - 2 * HourMs).ExecuteNonQuery();
            statements.Of("DELETE FROM outcomes WHERE alert NOT IN (SELECT alert FROM rung)").ExecuteNonQuery();
        });
        foreach (var which in (string[])["WHERE alert IS NULL", ""])
            for (var went = 1; went > 0 && Bytes > mostBytes; gone += went)
                Transact(statements => went = statements.Of(
                    $"DELETE FROM bursts WHERE id IN (SELECT id FROM bursts {which} ORDER BY at LIMIT 1 + (SELECT count(*) FROM bursts) / {ShareThatGoes})").ExecuteNonQuery());
        return gone;
    }

    /// <summary>Bursts from a time on, oldest first; rows that were damaged on the disk are left out.</summary>
    public IEnumerable<KeptBurst> Since(long fromMs)
    {
        var followed = Mark(Followed) ?? 0;
        using var reader = Open().Of(
            $"""
            SELECT b.at, b.device, b.model, b.elder, b.site, b.place, b.worn_at, b.rate, b.samples, b.score, b.scored_by, b.trial, b.tried_by, b.sum,
                b.alert, b.raised, o.outcome, coalesce(o.drill, 0),
                EXISTS (SELECT 1 FROM rung r WHERE r.at BETWEEN b.at - {HourMs} AND b.at + {HourMs} AND (r.elder = b.elder OR r.device = b.device
                    OR (r.elder IS NULL AND r.site = b.site AND (r.is_fall OR r.place = b.place))))
            FROM bursts b LEFT JOIN outcomes o ON o.alert = b.alert WHERE b.at >= $1 ORDER BY b.at
            """, fromMs).ExecuteReader();
        while (reader.Read())
        {
            var samples = reader.GetFieldValue<byte[]>(8);
            if (SumOf(reader.GetString(1), samples) != reader.GetInt64(13)) continue;
            yield return new KeptBurst(
                new BurstRow(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), Text(3), reader.GetString(4), reader.GetString(5), reader.GetString(6), reader.GetDouble(7),
                    samples, Number(9), Text(10), Number(11), Text(12)),
                Text(14), reader.GetInt64(15) != 0, Text(16), reader.GetInt64(17) != 0, reader.GetInt64(18) != 0, reader.GetInt64(0) + HourMs <= followed);
        }

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
        double? Number(int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);
    }

    /// <summary>A number that is kept beside the bursts; null: it was never set.</summary>
    public long? Mark(string name) => Open().Of("SELECT value FROM marks WHERE name = $1", name).ExecuteScalar() as long?;

    public void SetMark(string name, long? value) => Transact(statements =>
    {
        if (value is { } number) Put(statements, name, number);
        else statements.Of("DELETE FROM marks WHERE name = $1", name).ExecuteNonQuery();
    });

    /// <summary>Puts a damaged file aside; the next use makes a new one.</summary>
    /// <returns>Its new name; null: it is not damaged, the disk is full or away.</returns>
    /// <exception cref="IOException">It cannot be renamed; also <see cref="UnauthorizedAccessException"/>.</exception>
    public string? SetAsideIfDamaged(SqliteException error, DateTimeOffset now)
    {
        if (!StoreDamage.IsDamage(error)) return null;
        Dispose();
        using var damaged = new ItemFile(path);
        return damaged.SetAside(now);
    }

    /// <summary>Closes the file; the next use opens it again.</summary>
    public void Dispose()
    {
        _statements?.Dispose();
        _connection?.Dispose();
        (_statements, _connection) = (null, null);
    }

    /// <summary>The same burst sent twice is one.</summary>
    private static void Add(StatementCache statements, BurstRow burst) => statements.Of(
        """
        INSERT OR IGNORE INTO bursts (at, device, model, elder, site, place, worn_at, rate, samples, score, scored_by, trial, tried_by, sum, raised)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0)
        """,
        burst.AtMs, burst.Device, burst.Model, burst.Elder, burst.Site, burst.Place, burst.WornAt, burst.RateHz, burst.Samples, burst.Score, burst.ScoredBy, burst.Trial, burst.TriedBy,
        SumOf(burst.Device, burst.Samples)).ExecuteNonQuery();

    /// <summary>A fall rings for the burst of its device in the time before it that looked most like one.</summary>
    private static void Link(StatementCache statements, RungRow rung, long linkMs)
    {
        var isNew = statements.Of("INSERT OR IGNORE INTO rung (alert, at, is_fall, device, elder, place, site) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            rung.Alert, rung.AtMs, rung.IsFall ? 1L : 0L, rung.Device, rung.Elder, rung.Place, rung.Site).ExecuteNonQuery() > 0;
        if (!isNew || !rung.IsFall || rung.Device is null) return;
        statements.Of(
            """
            UPDATE bursts SET alert = $1, raised = $2 WHERE id = (SELECT id FROM bursts WHERE device = $3 AND at BETWEEN $4 AND $5 AND alert IS NULL
                ORDER BY max(coalesce(score, 0), coalesce(trial, 0)) DESC, at DESC LIMIT 1)
            """,
            rung.Alert, rung.Raised ? 1L : 0L, rung.Device, rung.AtMs - linkMs, rung.AtMs).ExecuteNonQuery();
    }

    private static void Put(StatementCache statements, string name, long value) =>
        statements.Of("INSERT OR REPLACE INTO marks (name, value) VALUES ($1, $2)", name, value).ExecuteNonQuery();

    private static long SumOf(string device, byte[] samples) => RowSum.Of(device, samples);

    private void Transact(Action<StatementCache> work)
    {
        var statements = Open();
        try
        {
            statements.Of("BEGIN IMMEDIATE").ExecuteNonQuery();
            work(statements);
            statements.Of("COMMIT").ExecuteNonQuery();
        }
        catch
        {
            // With the connection goes what was begun.
            Dispose();
            throw;
        }
    }

    private StatementCache Open()
    {
        if (_statements is not null) return _statements;
        var file = toRead ? SqliteFile.Served(path) : new SqliteFile(path);
        var connection = toRead ? file.Open() : file.Make();
        try
        {
            // A power cut may take the newest of it back, bursts and cursor together.
            if (!toRead) SqliteFile.Run(connection, """
                PRAGMA synchronous=NORMAL;
                CREATE TABLE IF NOT EXISTS bursts (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, device TEXT NOT NULL, model TEXT NOT NULL, elder TEXT, site TEXT NOT NULL,
                    place TEXT NOT NULL, worn_at TEXT NOT NULL, rate REAL NOT NULL, samples BLOB NOT NULL, score REAL, scored_by TEXT, trial REAL, tried_by TEXT, sum INTEGER NOT NULL,
                    alert TEXT, raised INTEGER NOT NULL, UNIQUE (device, sum));
                CREATE INDEX IF NOT EXISTS bursts_at ON bursts (at);
                CREATE TABLE IF NOT EXISTS rung (alert TEXT NOT NULL, at INTEGER NOT NULL, is_fall INTEGER NOT NULL, device TEXT, elder TEXT, place TEXT, site TEXT NOT NULL,
                    PRIMARY KEY (alert, at)) WITHOUT ROWID;
                CREATE INDEX IF NOT EXISTS rung_at ON rung (at);
                CREATE TABLE IF NOT EXISTS outcomes (alert TEXT PRIMARY KEY, outcome TEXT, drill INTEGER NOT NULL) WITHOUT ROWID;
                CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
                """);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        (_connection, _statements) = (connection, new StatementCache(connection));
        return _statements;
    }
}
