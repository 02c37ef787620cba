using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace SmartCare.Series.Tests;

/// <summary>How many points a second go in. Prints; judges nothing, for the machine is shared. SERIES_POINTS=2000000 for a figure.</summary>
public sealed class InsertRateTests(InfluxFixture influx, ITestOutputHelper output) : IClassFixture<InfluxFixture>
{
    const int Channels = 4;
    static readonly int Points = int.Parse(Environment.GetEnvironmentVariable("SERIES_POINTS") ?? "40000", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(300)]
    [InlineData(5_000)]
    public async Task Points_a_second_into_the_embedded_series_are_printed(int devices)
    {
        var folder = Directory.CreateTempSubdirectory("smartcare-rate-");
        var path = Path.Combine(folder.FullName, "series.db");
        await using (var store = new EmbeddedSeries(path))
        {
            await PrintAsync("embedded", store, devices);
            await PrintQueryAsync(store);
        }
        output.WriteLine($"{(double)new FileInfo(path).Length / Points:0.0} bytes a point on disk");
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(5_000)]
    public async Task Points_a_second_into_influx_are_printed(int devices)
    {
        var folder = Directory.CreateTempSubdirectory("smartcare-rate-");
        var options = new InfluxOptions { Url = influx.Server.Url, Database = influx.NewDatabase() };
        await using (var store = new InfluxSeries(options, influx.Client, Path.Combine(folder.FullName, "cursors.json")))
        {
            await PrintAsync("influx", store, devices);
            await PrintQueryAsync(store);
        }
        folder.Delete(recursive: true);
    }

    async Task PrintAsync(string name, ISeriesStore store, int devices)
    {
        var start = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000 - 86_400_000_000_000;
        string[] channels = [.. Enumerable.Range(0, Channels).Select(c => $"channel_{c}")];
        var number = 0;
        var elapsed = TimeSpan.Zero;
        for (var entry = 1; number * Channels < Points; entry++)
        {
            var batch = new SeriesReading[Limits.ReadingsPerBatch];
            for (var i = 0; i < batch.Length; i++, number++)
                batch[i] = new($"device-{number % devices}", $"{number % devices / 4}", "sunshine", start + number * 1_000_000L,
                    [.. channels.Select(c => new KeyValuePair<string, double>(c, number % 100 / 3.0))]);
            var began = Stopwatch.GetTimestamp();
            await store.WriteAsync(batch, new(0, entry), default);
            elapsed += Stopwatch.GetElapsedTime(began);
        }
        output.WriteLine($"{name}: {number * Channels:N0} points of {devices * Channels:N0} series in {elapsed.TotalSeconds:0.00} s: "
            + $"{number * Channels / elapsed.TotalSeconds:N0} points/s, {number / elapsed.TotalSeconds:N0} readings/s");
    }

    async Task PrintQueryAsync(ISeriesStore store)
    {
        var began = Stopwatch.GetTimestamp();
        var points = await store.QueryAsync(new("device-7", "channel_1", 0, long.MaxValue, 60, 10_000), default);
        output.WriteLine($"a chart of {points.Count} steps in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0.0} ms");
    }
}
