using System.Text.Json;

namespace SmartCare.Series;

/// <summary>Rows of an answer to <c>SELECT *</c>: tags and fields beside each other, told apart by their names.</summary>
static class InfluxEvents
{
    public static IReadOnlyList<SeriesEvent> Read(JsonElement answer, Action<string?> check)
    {
        var events = new List<SeriesEvent>();
        if (!answer.TryGetProperty("results", out var results)) return events;
        foreach (var result in results.EnumerateArray())
        {
            if (result.TryGetProperty("error", out var error)) check(error.GetString());
            if (!result.TryGetProperty("series", out var series)) continue;
            foreach (var table in series.EnumerateArray())
            {
                string[] columns = [.. table.GetProperty("columns").EnumerateArray().Select(c => c.GetString()!)];
                events.AddRange(table.GetProperty("values").EnumerateArray().Select(row => Row(columns, row)));
            }
        }

        return events;
    }

    static SeriesEvent Row(string[] columns, JsonElement row)
    {
        var (tags, values, texts) = (new Dictionary<string, string>(), new Dictionary<string, double>(), new Dictionary<string, string>());
        long at = 0;
        foreach (var (name, value) in columns.Zip(row.EnumerateArray()))
            if (name == "time") at = value.GetInt64();
            else if (value.ValueKind == JsonValueKind.Number) values[name] = value.GetDouble();
            else if (value.ValueKind == JsonValueKind.String) (InfluxNames.IsTag(name) ? tags : texts)[name] = value.GetString()!;
        return new(at, tags, values, texts);
    }
}
