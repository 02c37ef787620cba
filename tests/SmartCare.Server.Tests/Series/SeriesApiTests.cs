using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Series;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Series;

/// <summary>A host of its own, whose feed is waited for: the series is behind the journal by nature.</summary>
public sealed class SeriesApiTests : IAsyncLifetime
{
    private readonly SeenWrites _seen = new();
    private TestHost _host = null!;
    private long _start;

    public async Task InitializeAsync()
    {
        _host = await TestHost.StartAsync(services =>
        {
            services.AddSingleton<ISeriesStore>(s => new WatchedSeries(
                new EmbeddedSeries(Path.Combine(s.GetRequiredService<SmartCare.Server.Operations.Settings>().DataPath, "series.db")), _seen));
        });
        // Some minutes ago, on the minute: whole steps.
        _start = (DateTimeOffset.UtcNow.AddMinutes(-20).ToUnixTimeMilliseconds() / 60_000) * 60_000;
        await using var client = await _host.MqttAsync("smoke-102");
        for (var n = 0; n < 6; n++)
            await client.PublishAsync("smartcare/smoke-102", $$"""{"temperature":{{20 + n}},"smoke":false,"custom":{{n}},"ts":{{_start + n * 30_000}}}""");
        await _seen.ReadingsAsync(6).WaitAsync(HubClient.Patience);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Readings_come_back_in_order_with_their_unit()
    {
        var series = await Get("channel=temperature");
        Assert.Equal(("temperature", "°C"), (series["channel"].GetString(), series["unit"].GetString()));
        Assert.Equal(["channel", "unit", "points", "steps", "gapAfter"], series.Body.EnumerateObject().Select(p => p.Name));
        Assert.Equal(Enumerable.Range(0, 6).Select(n => (_start + n * 30_000, 20.0 + n)), Points(series));
    }

    [Fact]
    public async Task A_step_gives_the_mean_of_each_of_its_parts() =>
        Assert.Equal([(_start, 20.5), (_start + 60_000, 22.5), (_start + 120_000, 24.5)], Points(await Get("channel=temperature&step=60")));

    [Fact]
    public async Task A_step_also_tells_the_least_the_most_and_how_many_and_after_what_silence_there_is_a_gap()
    {
        var series = await Get("channel=temperature&step=60");
        Assert.Equal([[_start, 20.5, 20, 21, 2], [_start + 60_000, 22.5, 22, 23, 2], [_start + 120_000, 24.5, 24, 25, 2]],
            series["steps"].EnumerateArray().Select(s => s.EnumerateArray().Select(n => n.GetDouble()).ToArray()));
        Assert.Equal(60 + 65 * 60, series["gapAfter"].GetInt64());
        Assert.Empty((await Get("channel=temperature"))["steps"].EnumerateArray());
    }

    [Fact]
    public async Task From_and_to_are_told_as_iso_times_or_in_milliseconds()
    {
        var (from, to) = (_start + 30_000, _start + 120_000);
        var byMs = Points(await Get($"channel=temperature&from={from}&to={to}"));
        var byIso = Points(await Get($"channel=temperature&from={Iso(from)}&to={Iso(to)}"));
        var byZone = Points(await Get($"channel=temperature&from={Uri.EscapeDataString(Zoned(from))}&to={Uri.EscapeDataString(Zoned(to))}"));
        Assert.Equal([21.0, 22, 23], byMs.Select(p => p.Value));
        Assert.Equal(byMs, byIso);
        Assert.Equal(byMs, byZone);
    }

    [Fact]
    public async Task Bool_channels_are_zero_and_one_and_unknown_numbers_are_kept()
    {
        Assert.Equal(Enumerable.Repeat(0.0, 6), Points(await Get("channel=smoke")).Select(p => p.Value));
        Assert.Equal([0.0, 1, 2, 3, 4, 5], Points(await Get("channel=custom")).Select(p => p.Value));
        Assert.Empty(Points(await Get("channel=humidity")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("channel=")]
    [InlineData("channel=temperature&step=-1")]
    [InlineData("channel=temperature&step=86401")]
    [InlineData("channel=temperature&step=fast")]
    [InlineData("channel=temperature&from=yesterday")]
    [InlineData("channel=temperature&to=2026-13-01")]
    [InlineData("channel=temperature&from=2000&to=1000")]
    public async Task A_question_that_makes_no_sense_is_a_problem(string query) =>
        (await (await _host.PersonAsync("duty")).GetAsync($"/api/devices/smoke-102/series?{query}")).IsProblem(HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("from=0&to=9223372036854775807", 6)]
    [InlineData("from=-9223372036854775808&to=9223372036854775807&step=86400", 1)]
    [InlineData("from=-9223372036854775808&to=0", 0)]
    [InlineData("to=0", 0)]
    public async Task Any_stretch_of_time_may_be_asked_for(string stretch, int points) =>
        Assert.InRange(Points(await Get($"channel=temperature&{stretch}")).Count, points, points == 1 ? 2 : points);

    [Fact]
    public async Task A_device_that_is_not_registered_has_no_series() =>
        (await (await _host.PersonAsync("duty")).GetAsync("/api/devices/none/series?channel=temperature")).IsProblem(HttpStatusCode.NotFound);

    private async Task<Reply> Get(string query) => (await (await _host.PersonAsync("duty")).GetAsync($"/api/devices/smoke-102/series?{query}")).Is(HttpStatusCode.OK);

    private static List<(long UnixMs, double Value)> Points(Reply series) =>
        [.. series["points"].EnumerateArray().Select(p => (p[0].GetInt64(), p[1].GetDouble()))];

    private static string Iso(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Zoned(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
