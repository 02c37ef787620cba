using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Learning.Site;
using SmartCare.Learning.Tests.Support;
using SmartCare.Server.Alerts;
using SmartCare.Server.Learning.Bursts;
using SmartCare.Server.Operations;
using SmartCare.Server.Tests.Support;
using SmartCare.Storage;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Learning;

/// <summary>From a message of a band to what it teaches, and what happens where nothing can be kept.</summary>
public sealed class BurstKeeperTests : IDisposable
{
    private static readonly Device s_band = new(DeviceId.Of("band-1"), SiteId.Of("sunshine"), PlaceId.Of("101"), ElderId.Of("elder-1"), "wearable", "band") { WornAt = WearingPlace.Waist };

    private readonly string _folder = TestHost.NewFolder();
    private readonly StoreHealth _health = new();
    private readonly Metrics _metrics = new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
    private readonly SetTime _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_staff_said_of_the_alert_is_what_the_burst_teaches()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.PersonAsync("admin");
        var bands = new[] { ("band-1", "elder-101-1", "real"), ("band-2", "elder-102-1", "false"), ("band-3", "elder-103-1", "test"), ("band-4", "elder-104-1", null) };
        foreach (var (band, elder, said) in bands)
        {
            (await admin.PutAsync($"/api/devices/{band}", new { placeId = elder.Split('-')[1], elderId = elder, model = "wearable", wornAt = "waist", password = "demo-band" })).Is(HttpStatusCode.OK);
            await using var wall = await host.WallAsync("admin");
            await using (var client = await host.MqttAsync(band, with: o => o with { Password = "demo-band" }))
                await client.PublishAsync($"smartcare/{band}", Message(Motions.Fall(band.GetHashCode(StringComparison.Ordinal)), said is null ? "" : ""","fall":"confirmed" """)).WaitAsync(HubClient.Patience);
            if (said is null) continue;
            var fall = await wall.AlertAsync(a => a.Kind == "fall");
            (await admin.PostAsync($"/api/alerts/{fall.Id}/resolve", new { outcome = said })).Is(HttpStatusCode.OK);
        }

        host.Services.GetRequiredService<BurstKeeper>().Round();
        using var file = new BurstFile(Path.Combine(host.Folder, BurstFile.Name), toRead: true);
        Assert.Equal(
            [("band-1", "elder-101-1", BurstLabel.Fall), ("band-2", "elder-102-1", BurstLabel.DailyLife), ("band-3", "elder-103-1", BurstLabel.None), ("band-4", "elder-104-1", BurstLabel.None)],
            file.Since(0).Select(b => (b.Burst.Device, b.Burst.Elder, SiteBursts.Of(b)!.Label)));
        Assert.Equal(4, await host.MetricAsync("smartcare_bursts_kept_total"));
    }

    [Fact]
    public void Of_a_burst_that_led_to_nothing_people_must_have_been_silent_for_an_hour()
    {
        using var store = new SqliteStore(Path.Combine(_folder, "smartcare.db"));
        using var keeper = Keeper(store);
        keeper.Feel(Motions.Seat(1), s_band, null, null);
        keeper.Feel(Motions.Seat(2), s_band, null, new FallScore(0.7, "waist/x", default));
        keeper.Round();
        Assert.Empty(SiteBursts.Labelled(_folder));
        _time.Advance(TimeSpan.FromHours(1));
        keeper.Round();
        Assert.Equal([BurstLabel.DailyLife], SiteBursts.Labelled(_folder).Select(b => b.Label));
    }

    [Fact]
    public void A_full_queue_loses_the_newest_counts_it_and_keeps_nobody_waiting()
    {
        using var store = new SqliteStore(Path.Combine(_folder, "smartcare.db"));
        using var keeper = Keeper(store);
        for (var i = 0; i < BurstLimits.Waiting + 44; i++) keeper.Feel(Motions.Seat(i), s_band, null, null);
        Assert.Equal(44, Lost);
        keeper.Round();
        Assert.Equal(BurstLimits.Waiting, Kept());
    }

    [Fact]
    public void One_device_does_not_push_out_the_house()
    {
        using var store = new SqliteStore(Path.Combine(_folder, "smartcare.db"));
        using var keeper = Keeper(store);
        for (var i = 0; i < BurstLimits.OfDeviceADay + 20; i++)
        {
            // What a model calls a fall is always kept.
            keeper.Feel(Motions.Seat(i), s_band, i >= BurstLimits.OfDeviceADay + 15 ? new FallScore(0.8, "waist/x", default) : null, null);
            if (i % 100 == 0) keeper.Round();
        }

        keeper.Round();
        Assert.Equal((BurstLimits.OfDeviceADay + 5, 15), (Kept(), Lost));
        _time.Advance(TimeSpan.FromDays(1));
        keeper.Feel(Motions.Seat(9_999), s_band, null, null);
        keeper.Round();
        Assert.Equal(BurstLimits.OfDeviceADay + 6, Kept());
    }

    [Fact]
    public void A_disk_that_is_away_is_told_once_and_what_waited_is_kept_when_it_is_back()
    {
        using var store = new SqliteStore(Path.Combine(_folder, "smartcare.db"));
        using var keeper = Keeper(store);
        // A folder in its place: it can be neither opened nor made.
        var path = Path.Combine(_folder, BurstFile.Name);
        Directory.CreateDirectory(path);
        for (var round = 0; round < 3; round++)
        {
            keeper.Feel(Motions.Seat(round), s_band, null, null);
            keeper.Round();
        }

        Assert.Contains("alarms ring as ever", Assert.Single(_health.Problems));
        Directory.Delete(path);
        keeper.Round();
        Assert.Equal((3, 0), (Kept(), Lost));
    }

    [Fact]
    public async Task A_damaged_file_is_put_aside_and_alarms_ring()
    {
        var host = await TestHost.StartAsync();
        await host.StopAsync();
        File.WriteAllBytes(Path.Combine(host.Folder, BurstFile.Name), [.. Enumerable.Repeat((byte)7, 9_000)]);
        await host.StartAgainAsync();
        await host.PressAsync("call-105-1");
        host.Services.GetRequiredService<BurstKeeper>().Round();
        Assert.Contains("It is kept as bursts.db.corrupt-", Assert.Single(host.Services.GetRequiredService<StoreHealth>().Problems));
        await host.DisposeAsync();
    }

    [Fact]
    public void Who_wants_none_kept_has_none()
    {
        using var store = new SqliteStore(Path.Combine(_folder, "smartcare.db"));
        using var keeper = Keeper(store, "--Learning:BurstDays=0");
        keeper.Feel(Motions.Seat(1), s_band, null, null);
        keeper.Round();
        Assert.False(File.Exists(Path.Combine(_folder, BurstFile.Name)));
    }

    private long Lost => _metrics.Counter("smartcare_bursts_lost_total", "").Value;

    private int Kept()
    {
        using var file = new BurstFile(Path.Combine(_folder, BurstFile.Name), toRead: true);
        return (int)file.Count;
    }

    private BurstKeeper Keeper(SqliteStore store, params string[] settings)
    {
        using var folder = new DataFolder(_folder);
        return new(new AlertFeed(store.Tables), folder, Policy.Default, _health, _metrics, Settings.Read(new ConfigurationBuilder().AddCommandLine(settings).Build()), _time, NullLogger<BurstKeeper>.Instance);
    }

    private static string Message(MotionBurst motion, string more) =>
        $$"""{"rate":50,"acceleration":[{{string.Join(',', Enumerable.Range(100, 400).Select(i => string.Create(CultureInfo.InvariantCulture, $"[{motion.Axes[3 * i]:0.000},{motion.Axes[3 * i + 1]:0.000},{motion.Axes[3 * i + 2]:0.000}]")))}}]{{more}}}""";
}
