using SmartCare.Testing;
using Xunit.Abstractions;

namespace SmartCare.EndToEnd.Tests;

/// <summary>A real silo behind a real Mosquitto is killed while its site goes on. The long run, and RabbitMQ: <c>tests/SmartCare.Benchmarks -- bridge --kills 5</c>.</summary>
public sealed class UpstreamKillTests(ITestOutputHelper output)
{
    private const int Each = 250;

    [Fact]
    public async Task What_the_broker_had_is_on_disk_and_each_press_counts_once()
    {
        await using var broker = await MosquittoProcess.StartAsync();
        await using var silo = await SiloProcess.StartAsync($"--Mqtt:Upstream:0:Url={broker.Url}", "--Mqtt:Upstream:0:Site=sunshine");
        await using var site = new SitePublisher(broker.Port);
        await site.ConnectAsync("site");
        using (var before = await Api.SignInAsync(silo.Http, "duty")) await Until.TrueAsync(() => before.MetricAsync("smartcare_upstream_up"), up => up == 1, Tool.Patience);
        for (var n = 1; n <= Each; n++) await site.PublishAsync(n, withPresses: true);
        await silo.KillAsync();
        for (var n = Each + 1; n <= 2 * Each; n++) await site.PublishAsync(n, withPresses: true);
        await site.DrainAsync();
        await silo.StartAgainAsync();
        using var api = await Api.SignInAsync(silo.Http, "duty");
        var counted = await Until.TrueAsync(() => PressesAsync(api), n => n >= site.Presses, Tool.Patience);
        // What the broker has of one subscriber comes in order: after this one nothing of before is missing.
        await site.PublishAsync(SitePublisher.Last, withPresses: true);
        await Until.TrueAsync(() => PressesAsync(api), n => n > counted, Tool.Patience);
        Assert.Equal(site.Presses, await PressesAsync(api));
        await silo.StopAsync();

        var journal = JournalOnDisk.NumberedReadings(silo.DataPath);
        output.WriteLine($"{site.Acknowledged.Count} acknowledged by the broker, {site.Acknowledged.Count(r => journal.GetValueOrDefault(r) > 1)} came twice, {site.Presses} presses");
        Assert.Equal(2 * Each + 1, site.Acknowledged.Count);
        Assert.DoesNotContain(site.Acknowledged, r => !journal.ContainsKey(r));
    }

    private static async Task<int> PressesAsync(Api api) =>
        (await api.AlertsAsync("all")).Where(a => a.GetProperty("kind").GetString() == "help").Sum(a => a.GetProperty("occurrences").GetInt32());
}
