using Microsoft.Data.Sqlite;

namespace SmartCare.Series;

/// <summary>Deletes points past their days, a few series at each write, round and round: no scan, no pause.</summary>
sealed class SeriesPruning(SqliteConnection connection)
{
    readonly SqliteCommand _next = SeriesWriter.Prepared(connection, "SELECT id FROM series WHERE id > $a ORDER BY id LIMIT 1");
    readonly SqliteCommand _delete = SeriesWriter.Prepared(connection, """
        DELETE FROM points WHERE series = $a AND t_ns IN (SELECT t_ns FROM points WHERE series = $a AND t_ns < $b ORDER BY t_ns LIMIT $c)
        """);
    long _last;

    public void Step(SqliteTransaction transaction, long oldestKeptNs)
    {
        _next.Transaction = _delete.Transaction = transaction;
        for (var i = 0; i < Limits.SeriesPrunedPerWrite; i++)
        {
            _next.Parameters[0].Value = _last;
            if (_next.ExecuteScalar() is not long series)
            {
                _last = 0;
                return;
            }
            _delete.Parameters[0].Value = series;
            _delete.Parameters[1].Value = oldestKeptNs;
            _delete.Parameters[2].Value = Limits.PointsPrunedPerSeries;
            // A series with more to delete is looked at again by the next write.
            if (_delete.ExecuteNonQuery() < Limits.PointsPrunedPerSeries) _last = series;
        }
    }
}
