using Microsoft.Data.Sqlite;

namespace SmartCare.Series;

/// <param name="PointsNs">Points before it become means.</param>
/// <param name="MeansNs">Means and events before it go.</param>
readonly record struct OldestKept(long PointsNs, long MeansNs);

/// <summary>Makes means of points past their days, and deletes means past theirs, a few series at each write, round and round: no scan, no pause.</summary>
/// <remarks>A point that comes after its five minutes were made a mean joins that mean. Only one that is sent again then would count twice; the journal is
/// shorter than points are kept.</remarks>
sealed class SeriesPruning(SqliteConnection connection)
{
    static readonly string MeanNs = $"{Limits.MeansSeconds}000000000";

    readonly SqliteCommand _next = SeriesWriter.Prepared(connection, "SELECT id FROM series WHERE id > $a ORDER BY id LIMIT 1");
    readonly SqliteCommand _fold = SeriesWriter.Prepared(connection, $"""
        INSERT INTO means (series, t_ns, n, sum, min, max)
        SELECT $a, t_ns / {MeanNs} * {MeanNs} AS start, count(*), sum(v), min(v), max(v)
        FROM (SELECT t_ns, v FROM points WHERE series = $a AND t_ns < $b ORDER BY t_ns LIMIT $c) GROUP BY start
        ON CONFLICT DO UPDATE SET n = n + excluded.n, sum = sum + excluded.sum, min = min(min, excluded.min), max = max(max, excluded.max)
        """);
    readonly SqliteCommand _delete = SeriesWriter.Prepared(connection, """
        DELETE FROM points WHERE series = $a AND t_ns IN (SELECT t_ns FROM points WHERE series = $a AND t_ns < $b ORDER BY t_ns LIMIT $c)
        """);
    readonly SqliteCommand _deleteMeans = SeriesWriter.Prepared(connection, """
        DELETE FROM means WHERE series = $a AND t_ns IN (SELECT t_ns FROM means WHERE series = $a AND t_ns < $b ORDER BY t_ns LIMIT $c)
        """);
    readonly SqliteCommand _deleteEvents = SeriesWriter.Prepared(connection, """
        DELETE FROM events WHERE (measurement, t_ns, tags) IN (SELECT measurement, t_ns, tags FROM events WHERE measurement = $a AND t_ns < $b ORDER BY t_ns LIMIT $c)
        """);
    long _last;

    public void Step(SqliteTransaction transaction, OldestKept kept)
    {
        foreach (var command in (ReadOnlySpan<SqliteCommand>)[_next, _fold, _delete, _deleteMeans, _deleteEvents]) command.Transaction = transaction;
        foreach (var measurement in (ReadOnlySpan<string>)[SeriesReading.Event, SeriesReading.Alert])
            SeriesWriter.Run(_deleteEvents, measurement, kept.MeansNs, Limits.EventsPrunedPerWrite);
        for (var i = 0; i < Limits.SeriesPrunedPerWrite; i++)
        {
            _next.Parameters[0].Value = _last;
            if (_next.ExecuteScalar() is not long series)
            {
                _last = 0;
                return;
            }

            SeriesWriter.Run(_fold, series, kept.PointsNs, Limits.PointsPrunedPerSeries);
            var points = SeriesWriter.Run(_delete, series, kept.PointsNs, Limits.PointsPrunedPerSeries);
            var means = SeriesWriter.Run(_deleteMeans, series, kept.MeansNs, Limits.PointsPrunedPerSeries);
            // A series with more to delete is looked at again by the next write.
            if (Math.Max(points, means) < Limits.PointsPrunedPerSeries) _last = series;
        }
    }
}
