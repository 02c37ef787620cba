using Microsoft.Data.Sqlite;

namespace SmartCare.Series;

/// <summary>Opens the file of the embedded series and makes its tables.</summary>
static class SeriesFile
{
    /// <summary>Points lie together by series and in order of time, without a row id: a chart is one range of neighbouring pages.
    /// <c>means</c> is what is left of points past their days: 5 minutes each, as count, sum and extremes, so that they can be added up to any step.
    /// <c>events</c> has tags and fields as JSON, which SQLite can ask into (json_extract).
    /// The cache (32 MB) holds the page that each of some 8,000 series grows at; a checkpoint each 16 MB instead of each 4 MB.</summary>
    const string Tables = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA cache_size = -32768;
        PRAGMA wal_autocheckpoint = 4000;
        CREATE TABLE IF NOT EXISTS series (id INTEGER PRIMARY KEY, device TEXT NOT NULL, channel TEXT NOT NULL, UNIQUE (device, channel));
        CREATE TABLE IF NOT EXISTS points (series INTEGER NOT NULL, t_ns INTEGER NOT NULL, v REAL NOT NULL, PRIMARY KEY (series, t_ns)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS means (series INTEGER NOT NULL, t_ns INTEGER NOT NULL, n INTEGER NOT NULL, sum REAL NOT NULL, min REAL NOT NULL, max REAL NOT NULL,
            PRIMARY KEY (series, t_ns)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS events (measurement TEXT NOT NULL, t_ns INTEGER NOT NULL, tags TEXT NOT NULL, fields TEXT NOT NULL,
            PRIMARY KEY (measurement, t_ns, tags)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS cursors (shard INTEGER PRIMARY KEY, entry INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS cursor_memory (shard INTEGER PRIMARY KEY, memory TEXT NOT NULL);
        """;

    static SeriesFile() => SQLitePCL.Batteries_V2.Init();

    public static SqliteConnection Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = Limits.SqliteBusySeconds,
        }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = Tables;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
