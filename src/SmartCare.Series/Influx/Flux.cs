using System.Globalization;
using System.Text;

namespace SmartCare.Series;

/// <summary>The questions to InfluxDB 2.x.</summary>
/// <remarks>Source: InfluxData, "Flux data scripting language": string literals in double quotes, where a quote, a backslash and the beginning of an interpolation are
/// escaped with a backslash.</remarks>
static class Flux
{
    public static string Select(string bucket, SeriesQuery query)
    {
        var data = From(bucket, query.FromMs, query.ToMs, SeriesReading.Reading)
            + $" |> filter(fn: (r) => r._field == {Quoted(InfluxNames.Field(query.Channel))} and r.{InfluxNames.Device} == {Quoted(InfluxNames.Tag(query.Device))})"
            + """ |> group() |> sort(columns: ["_time"])""";
        if (query.StepSeconds == 0) return string.Create(CultureInfo.InvariantCulture, $"""{data} |> limit(n: {query.Limit}) |> keep(columns: ["_time", "_value"])""");
        return "data = " + data + string.Concat(((string[])["mean", "min", "max", "count"]).Select(f => string.Create(CultureInfo.InvariantCulture,
            $"\ndata |> aggregateWindow(every: {query.StepSeconds}s, fn: {f}, createEmpty: false, timeSrc: \"_start\") |> limit(n: {query.Limit}) |> yield(name: \"{f}\")")));
    }

    public static string Select(string bucket, SeriesEventQuery query)
    {
        var of = (query.Device is { } device ? $" |> filter(fn: (r) => r.{InfluxNames.Device} == {Quoted(InfluxNames.Tag(device))})" : "")
            + (query.Elder is { } elder ? $" |> filter(fn: (r) => r.{InfluxNames.Elder} == {Quoted(InfluxNames.Tag(elder))})" : "");
        return string.Create(CultureInfo.InvariantCulture,
            $"""{From(bucket, query.FromMs, query.ToMs, query.Measurement)}{of} |> pivot(rowKey: ["_time"], columnKey: ["_field"], valueColumn: "_value") |> group() |> sort(columns: ["_time"]) |> limit(n: {query.Limit})""");
    }

    /// <summary>What the task of the means does.</summary>
    public static string Means(string bucket, string means) => string.Concat(((string[])["mean", "min", "max", "count"]).Select(f => $"""
        from(bucket: {Quoted(bucket)}) |> range(start: -6h) |> filter(fn: (r) => r._measurement == "{SeriesReading.Reading}")
            |> aggregateWindow(every: {Limits.MeansSeconds}s, fn: {f}, createEmpty: false, timeSrc: "_start") |> map(fn: (r) => (r with _field: "{f}_" + r._field, _value: float(v: r._value)))
            |> to(bucket: {Quoted(means)})

        """));

    static string From(string bucket, long fromMs, long toMs, string measurement) => string.Create(CultureInfo.InvariantCulture,
        $"from(bucket: {Quoted(bucket)}) |> range(start: time(v: {fromMs}000000), stop: time(v: {toMs}000000)) |> filter(fn: (r) => r._measurement == \"{measurement}\")");

    static string Quoted(string text) =>
        new StringBuilder(text.Length + 8).Append('"')
            .Append(text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("${", "\\${", StringComparison.Ordinal))
            .Append('"').ToString();
}
