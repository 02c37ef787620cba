using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace SmartCare.Storage;

/// <summary>What is kept of one alert: enough to take it out of the sums again when it changes.</summary>
/// <param name="BegunMs">When it was raised, or opened again, last.</param>
public sealed record FactsRow(string Id, string Site, long BegunMs, byte[] Facts);

/// <summary>The sums of a site's month.</summary>
/// <param name="Month">Year × 12 + month − 1.</param>
public sealed record MonthRow(string Site, int Month, byte[] Sums);

/// <summary>A round that the house owed: what of it was done.</summary>
/// <param name="What">check, visit or drill.</param>
/// <param name="State">due, done, skipped or missed.</param>
public sealed record RoundRow(string Site, string What, string Item, long DueMs, string State);

/// <summary>Since when a device is known, and since when it is away; null: it is there.</summary>
public sealed record StandingRow(string Device, string Site, long KnownMs, long? AwayMs);

/// <summary>
/// The figures of the house in an SQLite file of its own: nothing that happens to it touches an alarm, and what it says of alerts can be made anew from them. A save is one transaction with
/// the number of the last change that was counted, so that a crash counts nothing twice. One connection behind a lock: a save takes milliseconds, and nobody who rings waits for it.
/// </summary>
public sealed class FigureFile(string path) : IDisposable
{
    public const string Name = "figures.db";

    /// <summary>Of the rows' bytes: sums of another version are made anew.</summary>
    public const int Version = 1;

    private const string Cursor = "cursor", VersionMark = "version";

    private readonly Lock _gate = new();
    private SqliteConnection? _connection;
    private StatementCache? _statements;

    /// <summary>Number of the last change of an alert that is counted; 0: of none.</summary>
    public long LastSeq => Read(s => s.Of("SELECT value FROM marks WHERE name = $1", Cursor).ExecuteScalar() as long? ?? 0);

    /// <summary>What is kept of these alerts; those that are not known are left out.</summary>
    public Dictionary<string, byte[]> FactsOf(IEnumerable<string> alerts) => Read(s =>
        Facts(s.Of("SELECT id, site, begun, facts, sum FROM alerts WHERE id IN (SELECT value FROM json_each($1))", JsonSerializer.Serialize(alerts))).ToDictionary(r => r.Id, r => r.Facts));

    /// <summary>Alerts of these sites that began after a moment.</summary>
    /// <param name="sites">Null: all.</param>
    public List<byte[]> FactsSince(long begunMs, IReadOnlyCollection<string>? sites) => Read(s => Facts(s.Of(
        "SELECT id, site, begun, facts, sum FROM alerts WHERE begun > $1 AND ($2 IS NULL OR site IN (SELECT value FROM json_each($2)))", begunMs, List(sites))).Select(r => r.Facts).ToList());

    /// <summary>The sums of sites, month by month.</summary>
    /// <param name="sites">Null: all.</param>
    public List<MonthRow> Months(IReadOnlyCollection<string>? sites, int from, int to) => Read(s =>
    {
        if (sites is null) return Months(s.Of("SELECT site, month, sums, sum FROM months WHERE month BETWEEN $1 AND $2", from, to)).ToList();
        return sites.SelectMany(site => Months(s.Of("SELECT site, month, sums, sum FROM months WHERE site = $1 AND month BETWEEN $2 AND $3", site, from, to))).ToList();
    });

    /// <exception cref="SqliteException">Nothing is saved; to save the same again is harmless.</exception>
    public void Save(IEnumerable<FactsRow> alerts, IEnumerable<MonthRow> months, long lastSeq) => Transact(s =>
    {
        foreach (var a in alerts)
            s.Of("INSERT OR REPLACE INTO alerts (id, site, begun, facts, sum) VALUES ($1, $2, $3, $4, $5)", a.Id, a.Site, a.BegunMs, a.Facts, RowSum.Of(a.Id, a.Site, a.BegunMs, a.Facts)).ExecuteNonQuery();
        foreach (var m in months)
            s.Of("INSERT OR REPLACE INTO months (site, month, sums, sum) VALUES ($1, $2, $3, $4)", m.Site, (long)m.Month, m.Sums, RowSum.Of(m.Site, (long)m.Month, m.Sums)).ExecuteNonQuery();
        Put(s, Cursor, lastSeq);
    });

    /// <summary>Forgets what is known of alerts, which are counted anew; rounds and devices stay.</summary>
    public void CountAnew() => Transact(Forget);

    public List<StandingRow> Standings(IReadOnlyCollection<string>? sites) => Read(s =>
        Standings(s.Of("SELECT device, site, known, away FROM standings WHERE $1 IS NULL OR site IN (SELECT value FROM json_each($1))", List(sites))));

    /// <summary>Of these devices; those that are not known are left out.</summary>
    public Dictionary<string, StandingRow> StandingsOf(IEnumerable<string> devices) => Read(s =>
        Standings(s.Of("SELECT device, site, known, away FROM standings WHERE device IN (SELECT value FROM json_each($1))", JsonSerializer.Serialize(devices))).ToDictionary(r => r.Device));

    /// <summary>How devices stand now, and the seconds for which they had been away in each month.</summary>
    public void SaveStandings(IEnumerable<StandingRow> standings, IEnumerable<(string Site, int Month, string Device, long Seconds)> away) => Transact(s =>
    {
        foreach (var one in standings)
            s.Of("INSERT OR REPLACE INTO standings (device, site, known, away) VALUES ($1, $2, $3, $4)", one.Device, one.Site, one.KnownMs, one.AwayMs).ExecuteNonQuery();
        foreach (var (site, month, device, seconds) in away)
            s.Of("INSERT INTO away (site, month, device, seconds) VALUES ($1, $2, $3, $4) ON CONFLICT (site, month, device) DO UPDATE SET seconds = seconds + excluded.seconds",
                site, (long)month, device, seconds).ExecuteNonQuery();
    });

    /// <summary>Seconds for which each device was away, of absences that have ended.</summary>
    public Dictionary<string, long> Away(IReadOnlyCollection<string>? sites, int from, int to) => Read(s =>
    {
        using var reader = s.Of("SELECT device, sum(seconds) FROM away WHERE ($1 IS NULL OR site IN (SELECT value FROM json_each($1))) AND month BETWEEN $2 AND $3 GROUP BY device",
            List(sites), from, to).ExecuteReader();
        var rows = new Dictionary<string, long>();
        while (reader.Read()) rows[reader.GetString(0)] = reader.GetInt64(1);
        return rows;
    });

    /// <summary>What is known of rounds; one that was done or skipped stays so.</summary>
    public void SaveRounds(IEnumerable<RoundRow> rounds) => Transact(s =>
    {
        foreach (var r in rounds)
            s.Of("""
                INSERT INTO rounds (site, what, due, item, state) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (site, what, due, item) DO UPDATE SET state = excluded.state WHERE state IN ('due', 'missed') AND state <> excluded.state
                """, r.Site, r.What, r.DueMs, r.Item, r.State).ExecuteNonQuery();
    });

    public List<RoundRow> Rounds(string site, long fromMs, long toMs) => Read(s =>
    {
        using var reader = s.Of("SELECT site, what, item, due, state FROM rounds WHERE site = $1 AND due >= $2 AND due < $3 ORDER BY due", site, fromMs, toMs).ExecuteReader();
        var rows = new List<RoundRow>();
        while (reader.Read()) rows.Add(new RoundRow(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetString(4)));
        return rows;
    });

    /// <summary>Puts a damaged file aside; the next use makes a new one.</summary>
    /// <returns>Its new name; null: it is not damaged, the disk is full or away.</returns>
    /// <exception cref="IOException">It cannot be renamed; also <see cref="UnauthorizedAccessException"/>.</exception>
    public string? SetAsideIfDamaged(Exception error, DateTimeOffset now)
    {
        if (error is not InvalidDataException && !(error is SqliteException sqlite && StoreDamage.IsDamage(sqlite))) return null;
        lock (_gate)
        {
            Close();
            using var damaged = new ItemFile(path);
            return damaged.SetAside(now);
        }
    }

    /// <summary>Closes the file; the next use opens it again.</summary>
    public void Dispose()
    {
        lock (_gate) Close();
    }

    private static string? List(IReadOnlyCollection<string>? of) => of is null ? null : JsonSerializer.Serialize(of);

    private static void Put(StatementCache s, string name, long value) => s.Of("INSERT OR REPLACE INTO marks (name, value) VALUES ($1, $2)", name, value).ExecuteNonQuery();

    private static void Forget(StatementCache s)
    {
        foreach (var sql in (string[])["DELETE FROM alerts", "DELETE FROM months", "DELETE FROM marks"]) s.Of(sql).ExecuteNonQuery();
        Put(s, VersionMark, Version);
    }

    /// <exception cref="InvalidDataException">A row was damaged on the disk: what is counted of it cannot be believed.</exception>
    private static IEnumerable<FactsRow> Facts(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var row = new FactsRow(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3));
            if (RowSum.Of(row.Id, row.Site, row.BegunMs, row.Facts) != reader.GetInt64(4)) throw new InvalidDataException("a row of an alert is damaged");
            yield return row;
        }
    }

    private static IEnumerable<MonthRow> Months(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var row = new MonthRow(reader.GetString(0), reader.GetInt32(1), reader.GetFieldValue<byte[]>(2));
            if (RowSum.Of(row.Site, (long)row.Month, row.Sums) != reader.GetInt64(3)) throw new InvalidDataException("the sums of a month are damaged");
            yield return row;
        }
    }

    private static List<StandingRow> Standings(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        var rows = new List<StandingRow>();
        while (reader.Read()) rows.Add(new StandingRow(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetInt64(3)));
        return rows;
    }

    private T Read<T>(Func<StatementCache, T> work)
    {
        lock (_gate)
        {
            try
            {
                return work(Open());
            }
            catch
            {
                Close();
                throw;
            }
        }
    }

    private void Transact(Action<StatementCache> work) => Read(statements =>
    {
        statements.Of("BEGIN IMMEDIATE").ExecuteNonQuery();
        work(statements);
        // Where this fails the connection goes, and with it what was begun.
        return statements.Of("COMMIT").ExecuteNonQuery();
    });

    private void Close()
    {
        _statements?.Dispose();
        _connection?.Dispose();
        (_statements, _connection) = (null, null);
    }

    private StatementCache Open()
    {
        if (_statements is not null) return _statements;
        var connection = new SqliteFile(path).Make();
        try
        {
            // A power cut may take the newest of it back, sums and cursor together.
            SqliteFile.Run(connection, """
                PRAGMA synchronous=NORMAL;
                CREATE TABLE IF NOT EXISTS alerts (id TEXT PRIMARY KEY, site TEXT NOT NULL, begun INTEGER NOT NULL, facts BLOB NOT NULL, sum INTEGER NOT NULL) WITHOUT ROWID;
                CREATE INDEX IF NOT EXISTS alerts_begun ON alerts (begun);
                CREATE TABLE IF NOT EXISTS months (site TEXT NOT NULL, month INTEGER NOT NULL, sums BLOB NOT NULL, sum INTEGER NOT NULL, PRIMARY KEY (site, month));
                CREATE TABLE IF NOT EXISTS standings (device TEXT PRIMARY KEY, site TEXT NOT NULL, known INTEGER NOT NULL, away INTEGER) WITHOUT ROWID;
                CREATE INDEX IF NOT EXISTS standings_site ON standings (site);
                CREATE TABLE IF NOT EXISTS away (site TEXT NOT NULL, month INTEGER NOT NULL, device TEXT NOT NULL, seconds INTEGER NOT NULL, PRIMARY KEY (site, month, device)) WITHOUT ROWID;
                CREATE TABLE IF NOT EXISTS rounds (site TEXT NOT NULL, what TEXT NOT NULL, due INTEGER NOT NULL, item TEXT NOT NULL, state TEXT NOT NULL,
                    PRIMARY KEY (site, what, due, item)) WITHOUT ROWID;
                CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
                """);
            var statements = new StatementCache(connection);
            if (statements.Of("SELECT value FROM marks WHERE name = $1", VersionMark).ExecuteScalar() is not (long)Version)
            {
                statements.Of("BEGIN IMMEDIATE").ExecuteNonQuery();
                Forget(statements);
                statements.Of("COMMIT").ExecuteNonQuery();
            }

            (_connection, _statements) = (connection, statements);
            return statements;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
