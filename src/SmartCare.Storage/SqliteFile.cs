using Microsoft.Data.Sqlite;

namespace SmartCare.Storage;

/// <summary>Opens the one file: WAL, so that readers never wait for the writer; synchronous=FULL, so that a commit is on the disk.</summary>
internal sealed class SqliteFile
{
    private readonly string _path;

    static SqliteFile() => SQLitePCL.Batteries_V2.Init();

    public SqliteFile(string path) => _path = path;

    /// <summary>A file whose folder cannot be written: it is read as it stands, or a copy of it where its log must be read too.</summary>
    /// <param name="copy">A folder that was made for the copy; null when none was needed.</param>
    public static SqliteFile ToRead(string path, out string? copy)
    {
        copy = null;
        // Without a write-ahead log nobody writes the file: "immutable" then keeps SQLite from making one.
        if (!File.Exists(path + "-wal")) return new SqliteFile(Immutable(path)) { _isReadOnly = true };
        copy = Directory.CreateTempSubdirectory("smartcare-").FullName;
        var there = Path.Combine(copy, Path.GetFileName(path));
        foreach (var end in (string[])["", "-wal"]) File.Copy(path + end, there + end);
        foreach (var end in (string[])["", "-wal"])
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(there + end, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new SqliteFile(there);
    }

    /// <summary>A file that another process writes, to be read beside it.</summary>
    public static SqliteFile Served(string path) => new(path) { _isReadOnly = true };

    public static string Immutable(string path) => $"file:{Uri.EscapeDataString(Path.GetFullPath(path)).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1";

    private bool _isReadOnly;

    /// <summary>The most pages the file may have; 0: no limit. A full disk that a test can have.</summary>
    internal int MostPages { get; set; }

    /// <summary>Opens the file, and makes it when there is none.</summary>
    public SqliteConnection Make() => Open(SqliteOpenMode.ReadWriteCreate);

    /// <summary>Opens the file that there is: an empty one in place of one that went away would take what is acknowledged, and nobody would miss the old.</summary>
    public SqliteConnection Open() => Open(_isReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite);

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        // Pooling off: a connection's life is explicit here, and a pooled one would keep a removed file open.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false, Mode = mode }.ToString());
        try
        {
            connection.Open();
            RowSum.Register(connection);
            if (_isReadOnly) return connection;
            // The writer checkpoints inside its commits; 4,000 pages (16 MB) keep that rare.
            Run(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA wal_autocheckpoint=4000;");
            if (MostPages > 0) Run(connection, $"PRAGMA max_page_count={MostPages};");
            return connection;
        }
        catch
        {
            // A file that is no database lets itself be opened and fails at the first question.
            connection.Dispose();
            throw;
        }
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
