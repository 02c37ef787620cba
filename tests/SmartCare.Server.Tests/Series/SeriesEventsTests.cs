using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Series;
using SmartCare.Server.Operations;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Series;

/// <summary>A press, a fall, a fire: each event and each change of its alert is found in the series, with its time, where it was and whose.</summary>
public sealed class SeriesEventsTests : IAsyncLifetime
{
    private readonly SeenWrites _seen = new();
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(services => services.AddSingleton<ISeriesStore>(s =>
        new WatchedSeries(new EmbeddedSeries(Path.Combine(s.GetRequiredService<Settings>().DataPath, "series.db")), _seen)));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private Task EventAsync(string device, string kind, double value) => _seen.OtherAsync(r =>
        r.Measurement == SeriesReading.Event && r.Device == device && r.Tags[0].Value == kind && r.Fields[0].Value == value).WaitAsync(HubClient.Patience);

    private Task AlertAsync(string kind, string what) => _seen.OtherAsync(r =>
        r.Measurement == SeriesReading.Alert && r.Tags.Any(t => t.Value == kind) && r.Tags.Any(t => t.Value == what)).WaitAsync(HubClient.Patience);

    private async Task<IReadOnlyList<SeriesEvent>> FindAsync(string measurement, string device) =>
        await _host.Services.GetRequiredService<ISeriesStore>().EventsAsync(new(measurement, 0, long.MaxValue, 100, device), default);

    [Fact]
    public async Task Press_fall_and_fire_are_events_and_alerts_with_their_time_and_without_names()
    {
        var at = DateTimeOffset.UtcNow.AddSeconds(-5).ToUnixTimeMilliseconds();
        await _host.SayAsync("call-101-1", $$"""{"action":"emergency","ts":{{at}}}""");
        await _host.SayAsync("fall-101", $$"""{"fall":"confirmed","ts":{{at + 1}}}""");
        await _host.SayAsync("smoke-101", $$"""{"smoke":true,"battery":80,"ts":{{at + 2}}}""");
        // A state that is said again is no event; its end is one.
        await _host.SayAsync("smoke-101", $$"""{"smoke":true,"battery":80,"ts":{{at + 3}}}""");
        await _host.SayAsync("smoke-101", $$"""{"smoke":false,"battery":80,"ts":{{at + 4}}}""");
        await Task.WhenAll(EventAsync("call-101-1", "press", 1), EventAsync("fall-101", "fall", 2), EventAsync("smoke-101", "fire", 0));
        await Task.WhenAll(AlertAsync("help", "raised"), AlertAsync("fall", "raised"), AlertAsync("fire", "raised"), AlertAsync("fire", "cleared"));

        var press = Assert.Single(await FindAsync(SeriesReading.Event, "call-101-1"));
        Assert.Equal((at, "emergency"), (press.UnixMs, press.Texts["word"]));
        Assert.Equal(("sunshine", "101", "elder-101-1", "call"), (press.Tags["site"], press.Tags["place"], press.Tags["elder"], press.Tags["model"]));
        Assert.Equal([(at + 2, 1.0), (at + 4, 0.0)], (await FindAsync(SeriesReading.Event, "smoke-101")).Select(e => (e.UnixMs, e.Values["value"])));

        var raised = (await FindAsync(SeriesReading.Alert, "call-101-1")).First();
        Assert.Equal(("help", "high", "open", "raised", "101", "elder-101-1"),
            (raised.Tags["kind"], raised.Tags["priority"], raised.Tags["state"], raised.Tags["what"], raised.Tags["place"], raised.Tags["elder"]));
        var alert = (await (await _host.PersonAsync("duty")).GetAsync("/api/alerts")).Body.GetProperty("items").EnumerateArray().First(a => a.GetProperty("kind").GetString() == "help");
        Assert.Equal((alert.GetProperty("id").GetString(), alert.GetProperty("raisedAt").GetDateTimeOffset().ToUnixTimeMilliseconds()), (raised.Texts["id"], raised.UnixMs));
        var name = alert.GetProperty("elder").GetProperty("name").GetString()!;
        Assert.All((await FindAsync(SeriesReading.Alert, "call-101-1")).Concat(await FindAsync(SeriesReading.Event, "call-101-1")),
            e => Assert.DoesNotContain(name, JsonSerializer.Serialize(e), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_device_that_moves_keeps_its_past_where_it_was_also_when_it_is_read_again()
    {
        var admin = await _host.PersonAsync("admin");
        await _host.SayAsync("call-103-1", """{"action":"single"}""");
        await EventAsync("call-103-1", "press", 1);
        (await admin.PutAsync("/api/devices/call-103-1", new { placeId = "104", model = "call" })).Is(HttpStatusCode.OK);
        await _host.SayAsync("call-103-1", """{"action":"double"}""");
        await _seen.OtherAsync(r => r.Measurement == SeriesReading.Event && r.Texts.Any(t => t.Value == "double")).WaitAsync(HubClient.Patience);
        var events = await FindAsync(SeriesReading.Event, "call-103-1");
        Assert.Equal(["103 elder-103-1", "104 "], events.Select(e => $"{e.Tags["place"]} {e.Tags.GetValueOrDefault("elder")}"));

        // The journal from its beginning, as after a lost cursor.
        var again = ActivatorUtilities.CreateInstance<SmartCare.Server.Series.JournalReadings>(_host.Services);
        var (readings, _) = await again.ReadAsync(new(0, 0), 1000, default);
        Assert.Equal(events.Select(e => e.Tags["place"]), readings.Where(r => r.Measurement == SeriesReading.Event && r.Device == "call-103-1").Select(r => r.Place));
    }

    [Fact]
    public async Task A_day_of_an_elder_is_one_call()
    {
        // On ten seconds: whatever the time is, no day ends within the next two.
        var at = DateTimeOffset.UtcNow.AddSeconds(-30).ToUnixTimeMilliseconds() / 10_000 * 10_000;
        await _host.SayAsync("call-102-1", $$"""{"action":"emergency","ts":{{at}}}""");
        await _host.SayAsync("fall-102", $$"""{"presence":true,"heart_rate":60,"ts":{{at}}}""");
        await _host.SayAsync("fall-102", $$"""{"presence":true,"heart_rate":70,"ts":{{at + 1000}}}""");
        await _host.SayAsync("fall-102", $$"""{"presence":false,"ts":{{at + 2000}}}""");
        await _host.SayAsync("door-102", $$"""{"contact":true,"ts":{{at}}}""");
        await _host.SayAsync("door-102", $$"""{"contact":false,"ts":{{at + 500}}}""");
        await _seen.ReadingsAsync(5).WaitAsync(HubClient.Patience);
        await Task.WhenAll(EventAsync("call-102-1", "press", 1), AlertAsync("help", "raised"));

        var duty = await _host.PersonAsync("duty");
        var local = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTimeOffset.FromUnixTimeMilliseconds(at), "Asia/Shanghai");
        var day = (await duty.GetAsync($"/api/elders/elder-102-1/day?date={local:yyyy-MM-dd}")).Is(HttpStatusCode.OK);
        Assert.Equal(("elder-102-1", "Asia/Shanghai"), (day["elderId"].GetString(), day["timeZone"].GetString()));
        Assert.Equal(TimeSpan.FromHours(24), day["to"].GetDateTimeOffset() - day["from"].GetDateTimeOffset());
        Assert.Equal(("call-102-1", at, "emergency"), Event(Assert.Single(day["calls"].EnumerateArray())));
        var stretch = Assert.Single(day["presence"].EnumerateArray());
        Assert.Equal((at, at + 2000), (Ms(stretch, "from"), Ms(stretch, "to")));
        var door = Assert.Single(day["doors"].EnumerateArray());
        Assert.Equal((at + 500, true), (Ms(door, "at"), door.GetProperty("open").GetBoolean()));
        var vitals = Assert.Single(day["vitals"].EnumerateArray());
        Assert.Equal("heart_rate", vitals.GetProperty("channel").GetString());
        Assert.Equal("help", Assert.Single(day["alerts"].EnumerateArray()).GetProperty("kind").GetString());

        (await duty.GetAsync("/api/elders/elder-102-1/day?date=2019-12-31")).IsProblem(HttpStatusCode.BadRequest);
        (await duty.GetAsync("/api/elders/elder-102-1/day?date=yesterday")).IsProblem(HttpStatusCode.BadRequest);
        Assert.Empty((await duty.GetAsync("/api/elders/elder-102-1/day?date=2020-01-01")).Is(HttpStatusCode.OK)["calls"].EnumerateArray());
    }

    private static long Ms(JsonElement of, string name) => of.GetProperty(name).GetDateTimeOffset().ToUnixTimeMilliseconds();

    private static (string?, long, string?) Event(JsonElement said) => (said.GetProperty("deviceId").GetString(), Ms(said, "at"), said.GetProperty("word").GetString());
}
