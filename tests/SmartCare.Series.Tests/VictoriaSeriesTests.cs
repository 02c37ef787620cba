using SmartCare.Testing;

namespace SmartCare.Series.Tests;

public sealed class VictoriaFixture : IAsyncLifetime
{
    int _databases;

    public VictoriaServer Server { get; private set; } = null!;

    /// <summary>Makes what was written visible at once; by itself it takes a second.</summary>
    public HttpClient Client { get; } = new(new Flushed(new HttpClientHandler()));

    public string NewDatabase() => "db" + Interlocked.Increment(ref _databases);

    public async Task InitializeAsync() => Server = await VictoriaServer.StartNewAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    sealed class Flushed(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            var response = await base.SendAsync(request, ct);
            if (request.RequestUri!.AbsolutePath == "/write")
                (await base.SendAsync(new(HttpMethod.Get, new Uri(request.RequestUri, "/internal/force_flush")), ct)).Dispose();
            return response;
        }
    }
}

/// <summary>A real VictoriaMetrics: milliseconds, no texts, 15 digits, and cursors that move later.</summary>
public sealed class VictoriaSeriesTests(VictoriaFixture victoria) : SeriesStoreContract, IClassFixture<VictoriaFixture>
{
    readonly string _database = victoria.NewDatabase();
    readonly ImpatientTime _time = new(DateTimeOffset.UnixEpoch);

    protected override bool KeepsNanoseconds => false;

    protected override bool KeepsTexts => false;

    protected override int Digits => 12;

    /// <summary>Its decimal form ends where doubles go on to.</summary>
    protected override bool Takes(double value) => value == 0 || Math.Abs(value) > 1e-300;

    /// <summary>Its parser takes a double quote in a field's name for the beginning of a text.</summary>
    protected override bool TakesChannel(string name) => !name.Contains('"', StringComparison.Ordinal);

    protected override ISeriesStore Open() => new InfluxSeries(
        new InfluxOptions { Url = victoria.Server.Url, Database = _database }, victoria.Client, Path.Combine(Folder, "cursors.json"), time: _time);

    protected override async Task SettleAsync(params SeriesCursor[] cursors)
    {
        _time.Advance(Limits.KeptAfter);
        foreach (var cursor in cursors) await Store.WriteAsync([], cursor, CancellationToken.None);
    }

    [Fact]
    public async Task A_cursor_moves_when_the_server_has_lived_ten_seconds_after_its_batch()
    {
        await Store.WriteAsync([At(1_760_000_000_000, 1)], new(0, 1), CancellationToken.None);
        _time.Advance(Limits.KeptAfter - TimeSpan.FromMilliseconds(1));
        await Store.WriteAsync([], new(0, 2), CancellationToken.None);
        Assert.Empty(await Store.CursorsAsync(CancellationToken.None));
        _time.Advance(TimeSpan.FromSeconds(5));
        await Store.WriteAsync([], new(0, 3), CancellationToken.None);
        Assert.Equal([new SeriesCursor(0, 1)], await Store.CursorsAsync(CancellationToken.None));
    }
}
