using System.Globalization;
using Microsoft.Data.Sqlite;

namespace SmartCare.Storage;

/// <summary>One item of an <see cref="ItemFile"/>. A null value removes it.</summary>
public readonly record struct StoredItem(byte Kind, string Owner, string Name, byte[]? Value);

/// <summary>
/// A flat set of items in an SQLite file of its own, so that whoever keeps state there (MQTT sessions) never holds up a commit of the
/// journal. One writer; a save is one transaction and on the disk when it returns.
/// </summary>
public sealed class ItemFile : IDisposable
{
    private const int Version = 2;

    /// <summary>Without checksums.</summary>
    private const int FormerVersion = 1;

    /// <summary>Files put aside that stay: enough to look at, too few to fill the disk when each start finds another.</summary>
    private const int MostPutAside = 3;
    private readonly string _path;
    private readonly SqliteFile _file;
    private readonly Lock _lock = new();
    private SqliteConnection? _connection;
    private StatementCache? _statements;

    /// <param name="path">Made when absent, at first use: a file that cannot be opened is the user's to survive.</param>
    public ItemFile(string path) => (_path, _file) = (path, new SqliteFile(path));

    /// <exception cref="SqliteException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is of a later version, or damaged.</exception>
    public List<StoredItem> Load()
    {
        lock (_lock)
        {
            try
            {
                var items = new List<StoredItem>();
                var statements = Open();
                if (StoreDamage.Of(_connection!, whole: true) is [var wrong, ..]) throw new InvalidDataException(wrong);
                using var reader = statements.Of("SELECT kind, owner, name, value, sum FROM items").ExecuteReader();
                while (reader.Read())
                {
                    if (RowSum.Of(reader[0], reader[1], reader[2], reader[3]) != reader.GetInt64(4)) throw new InvalidDataException("a checksum is wrong");
                    items.Add(new StoredItem(reader.GetByte(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<byte[]>(3)));
                }

                return items;
            }
            catch (SqliteException)
            {
                Close();
                throw;
            }
        }
    }

    /// <summary>As <see cref="Load"/>; a file that cannot be read is put aside, and the next use makes a new one.</summary>
    /// <param name="trouble">For people; null: all of it was read.</param>
    public List<StoredItem> LoadOrSetAside(DateTimeOffset now, out string? trouble)
    {
        try
        {
            trouble = null;
            return Load();
        }
        catch (Exception broken) when (broken is SqliteException or InvalidDataException)
        {
            trouble = $"{Path.GetFileName(_path)} cannot be read ({broken.Message.ReplaceLineEndings(" ")}); {TrySetAside(now)}";
            return [];
        }
    }

    /// <exception cref="SqliteException">Nothing is saved, or, rarely, all of it: to save the same again is harmless.</exception>
    public void Save(IEnumerable<StoredItem> items)
    {
        lock (_lock)
        {
            try
            {
                var statements = Open();
                statements.Of("BEGIN IMMEDIATE").ExecuteNonQuery();
                foreach (var item in items)
                {
                    var command = item.Value is null
                        ? statements.Of("DELETE FROM items WHERE kind = $1 AND owner = $2 AND name = $3", item.Kind, item.Owner, item.Name)
                        : statements.Of(
                            """
                            INSERT INTO items (kind, owner, name, value, sum) VALUES ($1, $2, $3, $4, $5)
                            ON CONFLICT (kind, owner, name) DO UPDATE SET value = excluded.value, sum = excluded.sum
                            """,
                            item.Kind, item.Owner, item.Name, item.Value, RowSum.Of(item.Kind, item.Owner, item.Name, item.Value));
                    command.ExecuteNonQuery();
                }
                statements.Of("COMMIT").ExecuteNonQuery();
            }
            catch (SqliteException)
            {
                Close();
                throw;
            }
        }
    }

    /// <summary>Renames a file that cannot be read; the next use makes a new one.</summary>
    /// <returns>Its new name, without the folder.</returns>
    /// <exception cref="IOException">It cannot be renamed; also <see cref="UnauthorizedAccessException"/>.</exception>
    public string SetAside(DateTimeOffset now)
    {
        lock (_lock)
        {
            Close();
            var aside = string.Create(CultureInfo.InvariantCulture, $"{_path}.corrupt-{now.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}");
            // The log first: one that stayed would be taken for the new file's.
            foreach (var end in (string[])["-wal", ""])
                if (File.Exists(_path + end)) File.Move(_path + end, aside + end, overwrite: true);
            File.Delete(_path + "-shm");
            var folder = Path.GetDirectoryName(Path.GetFullPath(_path))!;
            var older = Directory.GetFiles(folder, Path.GetFileName(_path) + ".corrupt-*").Where(f => !f.EndsWith("-wal", StringComparison.Ordinal));
            foreach (var old in older.OrderDescending(StringComparer.Ordinal).Skip(MostPutAside))
            {
                File.Delete(old);
                File.Delete(old + "-wal");
            }
            return Path.GetFileName(aside);
        }
    }

    private string TrySetAside(DateTimeOffset now)
    {
        try
        {
            return $"the file is kept as {SetAside(now)}";
        }
        catch (Exception stuck) when (stuck is IOException or UnauthorizedAccessException)
        {
            // Without a file, what is kept in it is in memory alone.
            return stuck.Message;
        }
    }

    public void Dispose()
    {
        lock (_lock) Close();
    }

    private StatementCache Open()
    {
        if (_statements is not null) return _statements;
        _connection = _file.Make();
        _statements = new StatementCache(_connection);
        var version = (long)_statements.Of("PRAGMA user_version").ExecuteScalar()!;
        if (version > Version) throw new InvalidDataException($"The file is of version {version}; this program knows {Version}.");
        if (version == 0)
            SqliteFile.Run(_connection, """
                CREATE TABLE IF NOT EXISTS items (kind INTEGER NOT NULL, owner TEXT NOT NULL, name TEXT NOT NULL, value BLOB NOT NULL,
                    PRIMARY KEY (kind, owner, name)) WITHOUT ROWID;
                """);
        if (version <= FormerVersion)
            SqliteFile.Run(_connection, $"""
                BEGIN IMMEDIATE;
                ALTER TABLE items ADD COLUMN sum INTEGER;
                UPDATE items SET sum = row_sum(kind, owner, name, value);
                PRAGMA user_version = {Version};
                COMMIT;
                """);
        return _statements;
    }

    /// <summary>A connection that failed is not trusted again; closing it rolls back what it had begun.</summary>
    private void Close()
    {
        _statements?.Dispose();
        _connection?.Dispose();
        (_statements, _connection) = (null, null);
    }
}
