using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace SmartCare.Series;

/// <summary>Asks the embedded series.</summary>
static class SeriesSelect
{
    const long NsPerMs = 1_000_000;

    /// <summary>Points, and means where the points are gone.</summary>
    const string Kept = """
        WITH kept AS (
        SELECT t_ns, v AS sum, 1 AS n, v AS min, v AS max FROM points
        WHERE series = (SELECT id FROM series WHERE device = $device AND channel = $channel) AND t_ns >= $from AND t_ns < $to
        UNION ALL SELECT t_ns, sum, n, min, max FROM means
        WHERE series = (SELECT id FROM series WHERE device = $device AND channel = $channel) AND t_ns >= $from AND t_ns < $to)
        """;

    const string Raw = Kept + "SELECT t_ns / 1000000, sum / n, min, max, n FROM kept ORDER BY t_ns LIMIT $limit";

    const string Steps = Kept + """
        SELECT t_ns / $step * $step / 1000000 AS start, sum(sum) / sum(n), min(min), max(max), sum(n) FROM kept
        GROUP BY start ORDER BY start LIMIT $limit
        """;

    const string Events = """
        SELECT t_ns / 1000000, tags, fields FROM events WHERE measurement = $measurement AND t_ns >= $from AND t_ns < $to
        AND ($device IS NULL OR json_extract(tags, '$.device') = $device) AND ($elder IS NULL OR json_extract(tags, '$.elder') = $elder)
        ORDER BY t_ns LIMIT $limit
        """;

    /// <param name="query">Within its bounds.</param>
    public static IReadOnlyList<SeriesPoint> Run(SqliteConnection connection, SeriesQuery query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query.StepSeconds == 0 ? Raw : Steps;
        command.Parameters.AddWithValue("$device", query.Device);
        command.Parameters.AddWithValue("$channel", query.Channel);
        AddStretch(command, query.FromMs, query.ToMs, query.Limit);
        if (query.StepSeconds > 0) command.Parameters.AddWithValue("$step", query.StepSeconds * 1_000_000_000L);
        using var rows = command.ExecuteReader();
        var points = new List<SeriesPoint>();
        while (rows.Read()) points.Add(new(rows.GetInt64(0), rows.GetDouble(1), rows.GetDouble(2), rows.GetDouble(3), rows.GetInt64(4)));
        return points;
    }

    /// <param name="query">Within its bounds.</param>
    public static IReadOnlyList<SeriesEvent> Run(SqliteConnection connection, SeriesEventQuery query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Events;
        command.Parameters.AddWithValue("$measurement", query.Measurement);
        command.Parameters.AddWithValue("$device", (object?)query.Device ?? DBNull.Value);
        command.Parameters.AddWithValue("$elder", (object?)query.Elder ?? DBNull.Value);
        AddStretch(command, query.FromMs, query.ToMs, query.Limit);
        using var rows = command.ExecuteReader();
        var events = new List<SeriesEvent>();
        while (rows.Read())
        {
            using var fields = JsonDocument.Parse(rows.GetString(2));
            var (numbers, texts) = (new Dictionary<string, double>(), new Dictionary<string, string>());
            foreach (var field in fields.RootElement.EnumerateObject())
                if (field.Value.ValueKind == JsonValueKind.Number) numbers[field.Name] = field.Value.GetDouble();
                else texts[field.Name] = field.Value.GetString()!;
            events.Add(new(rows.GetInt64(0), JsonSerializer.Deserialize<Dictionary<string, string>>(rows.GetString(1))!, numbers, texts));
        }

        return events;
    }

    static void AddStretch(SqliteCommand command, long fromMs, long toMs, int limit)
    {
        command.Parameters.AddWithValue("$from", fromMs * NsPerMs);
        command.Parameters.AddWithValue("$to", toMs * NsPerMs);
        command.Parameters.AddWithValue("$limit", limit);
    }
}
