using Microsoft.Data.Sqlite;

namespace SmartCare.Series;

/// <summary>Asks the embedded series.</summary>
static class SeriesSelect
{
    const long NsPerMs = 1_000_000;

    const string Raw = """
        SELECT t_ns / 1000000, v FROM points
        WHERE series = (SELECT id FROM series WHERE device = $device AND channel = $channel) AND t_ns >= $from AND t_ns < $to
        ORDER BY t_ns LIMIT $limit
        """;

    const string Mean = """
        SELECT t_ns / $step * $step / 1000000 AS start, avg(v) FROM points
        WHERE series = (SELECT id FROM series WHERE device = $device AND channel = $channel) AND t_ns >= $from AND t_ns < $to
        GROUP BY start ORDER BY start LIMIT $limit
        """;

    /// <param name="query">Within its bounds.</param>
    public static IReadOnlyList<SeriesPoint> Run(SqliteConnection connection, SeriesQuery query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query.StepSeconds == 0 ? Raw : Mean;
        command.Parameters.AddWithValue("$device", query.Device);
        command.Parameters.AddWithValue("$channel", query.Channel);
        command.Parameters.AddWithValue("$from", query.FromMs * NsPerMs);
        command.Parameters.AddWithValue("$to", query.ToMs * NsPerMs);
        command.Parameters.AddWithValue("$limit", query.Limit);
        if (query.StepSeconds > 0) command.Parameters.AddWithValue("$step", query.StepSeconds * 1_000_000_000L);
        using var rows = command.ExecuteReader();
        var points = new List<SeriesPoint>();
        while (rows.Read()) points.Add(new(rows.GetInt64(0), rows.GetDouble(1)));
        return points;
    }
}
