using Microsoft.Data.Sqlite;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Grains.Store;

namespace SmartCare.Storage;

/// <summary>The journal of a data folder, only to be read, while its silo runs or not. Nothing in the folder is written.</summary>
public sealed class RecordedJournal : IDisposable
{
    private readonly SqliteConnection _connection;

    /// <exception cref="InvalidDataException">There is no journal, or it cannot be read.</exception>
    public RecordedJournal(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        if (!File.Exists(path)) throw new InvalidDataException($"there is no journal '{path}'");
        // Without a write-ahead log beside it nobody writes the file: "immutable" then keeps SQLite from making one.
        var source = File.Exists(path + "-wal") ? path : SqliteFile.Immutable(path);
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            _connection.Open();
            using var version = Command("PRAGMA user_version");
            if ((long)version.ExecuteScalar()! is < Schema.FirstReadable or > Schema.Version) throw new InvalidDataException($"'{path}' is of another version than {Schema.FirstReadable} to {Schema.Version}");
        }
        catch (Exception error) when (error is SqliteException or InvalidDataException)
        {
            _connection.Dispose();
            throw error as InvalidDataException ?? new InvalidDataException($"'{path}' cannot be read ({error.Message})", error);
        }
    }

    /// <summary>Streams that hold entries.</summary>
    public IReadOnlyList<int> Streams
    {
        get
        {
            using var command = Command($"SELECT DISTINCT id >> {Schema.ShardBits} FROM journal ORDER BY 1");
            using var reader = command.ExecuteReader();
            var streams = new List<int>();
            while (reader.Read()) streams.Add(reader.GetInt32(0));
            return streams;
        }
    }

    /// <summary>Every record of the registry as it is now.</summary>
    public IEnumerable<RegistryRecord> Registry() => Json("SELECT json FROM registry").Select(json => CareJson.Read<RegistryRecord>(json)!);

    /// <summary>Every alert that there ever was, as the alert store keeps it.</summary>
    public IEnumerable<byte[]> Alerts() => Json("SELECT json FROM alerts");

    /// <summary>Every batch of one stream, in order.</summary>
    public IEnumerable<JournalBatch> Batches(int stream)
    {
        var low = (long)stream << Schema.ShardBits;
        using var command = Command("SELECT id, count, at, body FROM journal WHERE id >= $low AND id < $high ORDER BY id");
        command.Parameters.AddWithValue("$low", low);
        command.Parameters.AddWithValue("$high", (long)(stream + 1) << Schema.ShardBits);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return new JournalBatch(stream, reader.GetInt64(0) - low, reader.GetInt32(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3));
    }

    public void Dispose() => _connection.Dispose();

    private List<byte[]> Json(string sql)
    {
        using var command = Command(sql);
        using var reader = command.ExecuteReader();
        var rows = new List<byte[]>();
        while (reader.Read()) rows.Add(reader.GetFieldValue<byte[]>(0));
        return rows;
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
