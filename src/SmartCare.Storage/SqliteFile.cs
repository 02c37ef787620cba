using Microsoft.Data.Sqlite;

namespace SmartCare.Storage;

/// <summary>Opens the one file: WAL, so that readers never wait for the writer; synchronous=FULL, so that a commit is on the disk.</summary>
internal sealed class SqliteFile
{
    private readonly string _path;

    static SqliteFile() => SQLitePCL.Batteries_V2.Init();

    public SqliteFile(string path) => _path = path;

    /// <summary>The most pages the file may have; 0: no limit. A full disk that a test can have.</summary>
    internal int MostPages { get; set; }

    /// <summary>Opens the file, and makes it when there is none.</summary>
    public SqliteConnection Make() => Open(SqliteOpenMode.ReadWriteCreate);

    /// <summary>Opens the file that there is: an empty one in place of one that went away would take what is acknowledged, and nobody would miss the old.</summary>
    public SqliteConnection Open() => Open(SqliteOpenMode.ReadWrite);

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        // Pooling off: a connection's life is explicit here, and a pooled one would keep a removed file open.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false, Mode = mode }.ToString());
        try
        {
            connection.Open();
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
