using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartCare.Domain.Decisions;
using SmartCare.Grains.Store;
using SmartCare.Series;
using SmartCare.Server.Operations;
using SmartCare.Server.Series;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Series;

/// <summary>The journal loses what is old, and never what the series has not taken.</summary>
public sealed class JournalCutterTests : IAsyncLifetime
{
    private readonly ShiftedTime _time = new();
    private readonly SeenWrites _seen = new();
    private readonly TaskCompletionSource _seriesIsBack = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(
        services =>
        {
            services.AddSingleton<TimeProvider>(_time);
            services.AddSingleton<ISeriesStore>(s => new WatchedSeries(
                new AwaySeries(new EmbeddedSeries(Path.Combine(s.GetRequiredService<Settings>().DataPath, "series.db")), _seriesIsBack.Task), _seen));
        },
        ["--Journal:KeepDays=2"]);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task What_is_old_goes_once_the_series_has_it()
    {
        var cutter = _host.Services.GetServices<IHostedService>().OfType<JournalCutter>().Single();
        var store = _host.Services.GetRequiredService<ICareStore>();
        await _host.SayAsync("smoke-102", """{"temperature":20}""");
        _time.Advance(TimeSpan.FromDays(3));
        // Registrations are no readings: those go.
        Assert.NotEqual(0, cutter.Cut());
        Assert.Equal(1, Readings(store));

        _seriesIsBack.SetResult();
        await _seen.ReadingsAsync(1).WaitAsync(HubClient.Patience);
        // The feed goes on to another reading when it has noted the first.
        await _host.SayAsync("smoke-102", """{"temperature":21}""");
        await _seen.ReadingsAsync(2).WaitAsync(HubClient.Patience);
        cutter.Cut();
        Assert.Equal(1, Readings(store));
    }

    private static int Readings(ICareStore store) => store.Journal(0, 0).SelectMany(BatchCodec.Read).Count(e => e.Message is DeviceSpoke);

    /// <summary>Takes nothing until it is back.</summary>
    private sealed class AwaySeries(ISeriesStore store, Task back) : ISeriesStore
    {
        public ValueTask<IReadOnlyList<SeriesCursor>> CursorsAsync(CancellationToken ct) => store.CursorsAsync(ct);

        public async ValueTask WriteAsync(IReadOnlyList<SeriesReading> readings, SeriesCursor cursor, CancellationToken ct)
        {
            await back.WaitAsync(ct);
            await store.WriteAsync(readings, cursor, ct);
        }

        public ValueTask<IReadOnlyList<SeriesPoint>> QueryAsync(SeriesQuery query, CancellationToken ct) => store.QueryAsync(query, ct);

        public ValueTask<IReadOnlyList<SeriesEvent>> EventsAsync(SeriesEventQuery query, CancellationToken ct) => store.EventsAsync(query, ct);

        public ValueTask DisposeAsync() => store.DisposeAsync();
    }
}
