using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace SmartCare.Storage;

/// <summary>Connections that only read, each with its prepared statements: as many as read at the same moment.</summary>
internal sealed class ReaderPool(SqliteFile file) : IDisposable
{
    private readonly ConcurrentBag<(SqliteConnection Connection, StatementCache Statements)> _idle = [];

    /// <exception cref="SqliteException">The file cannot be read.</exception>
    public T Use<T>(Func<StatementCache, T> read)
    {
        if (!_idle.TryTake(out var reader))
        {
            var connection = file.Open();
            reader = (connection, new StatementCache(connection));
        }

        try
        {
            var result = read(reader.Statements);
            _idle.Add(reader);
            return result;
        }
        catch
        {
            // One that failed is not trusted again.
            Close(reader);
            throw;
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var reader)) Close(reader);
    }

    private static void Close((SqliteConnection Connection, StatementCache Statements) reader)
    {
        reader.Statements.Dispose();
        reader.Connection.Dispose();
    }
}
