using Microsoft.Extensions.Logging.Abstractions;
using SmartCare.Testing;

namespace SmartCare.Series.Tests;

/// <summary>A real InfluxDB, really killed.</summary>
public sealed class InfluxOutageTests : IDisposable
{
    const int Before = 20_000;
    const int During = 30_000;
    const int After = 1_000;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    static readonly long Start = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;

    readonly string _folder = Directory.CreateTempSubdirectory("smartcare-outage-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static SeriesReading Reading(int number) =>
        new($"d{number % 5}", "101", "sunshine", Start + number * 1_000_000L, [new("n", number)]);

    [Fact]
    public async Task Influx_is_killed_and_comes_back_and_every_reading_is_there_once()
    {
        await using var server = await InfluxServer.StartNewAsync();
        using var client = new HttpClient();
        await using var store = new WatchedStore(new InfluxSeries(
            new InfluxOptions { Url = server.Url, Database = "smartcare" }, client, Path.Combine(_folder, "cursors.json")));
        var source = new ListedReadings(shards: 1);
        var feed = new SeriesFeed(source, store, TimeProvider.System, NullLogger<SeriesFeed>.Instance);

        var firstBatch = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var away = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var complete = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        store.AfterFailure = () => away.TrySetResult();
        store.AfterWrite = written =>
        {
            firstBatch.TrySetResult();
            if (written >= Before + During + After) complete.TrySetResult();
        };

        using var stop = new CancellationTokenSource();
        var running = feed.RunAsync(stop.Token);
        source.Add(0, Enumerable.Range(0, Before).Select(Reading));
        await firstBatch.Task.WaitAsync(Patience);
        await server.KillAsync();
        source.Add(0, Enumerable.Range(Before, During).Select(Reading));
        await away.Task.WaitAsync(Patience);

        await server.StartAsync();
        source.Add(0, Enumerable.Range(Before + During, After).Select(Reading));
        await complete.Task.WaitAsync(Patience);
        await stop.CancelAsync();
        await running;
        Assert.True(feed.Failures > 0);

        var values = new List<double>();
        for (var device = 0; device < 5; device++)
            values.AddRange((await store.QueryAsync(new($"d{device}", "n", 0, long.MaxValue, 0, 100_000), default)).Select(p => p.Value));
        Assert.Equal(Enumerable.Range(0, Before + During + After).Select(n => (double)n), values.Order());
        Assert.True(feed.Healthy);
    }
}
