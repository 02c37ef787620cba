using System.Globalization;
using System.Text;

namespace SmartCare.Series;

/// <summary>The statements this room speaks, with names quoted so that no name can end its quotes.</summary>
/// <remarks>Source: InfluxData, "InfluxQL reference": identifiers in double quotes, strings in single quotes; in both, quote,
/// backslash and line feed are escaped with a backslash. The names carry no backslash and no control character any more.</remarks>
static class InfluxQl
{
    public static async Task<IReadOnlyList<SeriesPoint>> PointsAsync(InfluxHttp influx, string statement, int limit, CancellationToken ct)
    {
        var answer = await influx.QueryAsync(statement, limit, ct);
        Check(answer.Error);
        return answer.Points;
    }

    public static async Task<IReadOnlyList<SeriesEvent>> EventsAsync(InfluxHttp influx, SeriesEventQuery query, CancellationToken ct)
    {
        using var answer = await influx.DocumentAsync(Select(query), ct);
        return answer is null ? [] : InfluxEvents.Read(answer.RootElement, Check);
    }

    public static string CreateDatabase(string name) => "CREATE DATABASE " + Quoted(name, '"');

    /// <summary>Raw points for their days, and what is left of them in a policy of its own.</summary>
    /// <remarks>The query runs each half hour over the six hours before: what comes later than that is in the raw points alone. To make what is there in
    /// the same words changes nothing; a retention policy of other days is altered, a continuous query that reads otherwise is told.</remarks>
    public static IEnumerable<string> Keeping(InfluxOptions options, bool mayShorten)
    {
        var database = Quoted(options.Database, '"');
        if (mayShorten) yield return string.Create(CultureInfo.InvariantCulture, $"ALTER RETENTION POLICY \"autogen\" ON {database} DURATION {options.KeepDays}d SHARD DURATION 1d");
        yield return string.Create(CultureInfo.InvariantCulture, $"CREATE RETENTION POLICY \"{InfluxNames.Means}\" ON {database} DURATION {options.KeepMeansDays}d REPLICATION 1");
        yield return string.Create(CultureInfo.InvariantCulture, $"ALTER RETENTION POLICY \"{InfluxNames.Means}\" ON {database} DURATION {options.KeepMeansDays}d");
        yield return $"""
            CREATE CONTINUOUS QUERY "{InfluxNames.Means}" ON {database} RESAMPLE EVERY 30m FOR 6h BEGIN
            SELECT mean(*), min(*), max(*), count(*) INTO {database}."{InfluxNames.Means}"."{SeriesReading.Reading}" FROM {database}."autogen"."{SeriesReading.Reading}"
            GROUP BY time({Limits.MeansSeconds}s), * END
            """.ReplaceLineEndings(" ");
    }

    /// <summary>Before the first write there is no database: nothing is known yet, which is no failure.</summary>
    public static bool IsNoDatabase(string error) =>
        error.StartsWith("database not found", StringComparison.Ordinal) || error.StartsWith("retention policy not found", StringComparison.Ordinal);

    /// <summary>No trouble of keeping: nothing is there to be kept, or it is there with other days and altered by what follows.</summary>
    public static bool IsHarmless(string error) => IsNoDatabase(error) || error.StartsWith("retention policy already exists", StringComparison.Ordinal);

    static void Check(string? error)
    {
        if (error is not null && !IsNoDatabase(error)) throw new SeriesUnavailableException("InfluxDB refused the question: " + error);
    }

    public static string Select(SeriesQuery query)
    {
        var field = Quoted(InfluxNames.Field(query.Channel), '"');
        var what = query.StepSeconds == 0 ? field : $"mean({field}), min({field}), max({field}), count({field})";
        return Select(what, $"\"{SeriesReading.Reading}\"", query);
    }

    /// <summary>The mean of a longer step is that of its five minutes, whatever number of values each stands for.</summary>
    public static string SelectMeans(string database, SeriesQuery query)
    {
        string Of(string function) => Quoted($"{function}_{InfluxNames.Field(query.Channel)}", '"');
        var what = query.StepSeconds == 0 ? $"{Of("mean")}, {Of("min")}, {Of("max")}, {Of("count")}" : $"mean({Of("mean")}), min({Of("min")}), max({Of("max")}), sum({Of("count")})";
        return Select(what, $"{Quoted(database, '"')}.\"{InfluxNames.Means}\".\"{SeriesReading.Reading}\"", query);
    }

    static string Select(string what, string from, SeriesQuery query)
    {
        var device = Quoted(InfluxNames.Tag(query.Device), '\'');
        var by = query.StepSeconds == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" GROUP BY time({query.StepSeconds}s) fill(none)");
        return string.Create(CultureInfo.InvariantCulture,
            $"""SELECT {what} FROM {from} WHERE "{InfluxNames.Device}" = {device} """
            + $"""AND time >= {query.FromMs}ms AND time < {query.ToMs}ms{by} ORDER BY time ASC LIMIT {query.Limit}""");
    }

    static string Select(SeriesEventQuery query)
    {
        var of = (query.Device is { } device ? $""" AND "{InfluxNames.Device}" = {Quoted(InfluxNames.Tag(device), '\'')}""" : "")
            + (query.Elder is { } elder ? $""" AND "{InfluxNames.Elder}" = {Quoted(InfluxNames.Tag(elder), '\'')}""" : "");
        return string.Create(CultureInfo.InvariantCulture,
            $"""SELECT * FROM "{query.Measurement}" WHERE time >= {query.FromMs}ms AND time < {query.ToMs}ms{of} ORDER BY time ASC LIMIT {query.Limit}""");
    }

    static string Quoted(string name, char quote)
    {
        var text = new StringBuilder(name.Length + 8).Append(quote);
        foreach (var c in name)
            _ = c switch
            {
                '\n' => text.Append("\\n"),
                '\\' => text.Append("\\\\"),
                _ when c == quote => text.Append('\\').Append(c),
                _ => text.Append(c),
            };
        return text.Append(quote).ToString();
    }
}
