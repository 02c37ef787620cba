using System.Text.Json;
using SmartCare.Mqtt.Client;
using SmartCare.Testing;
using Xunit.Abstractions;

namespace SmartCare.EndToEnd.Tests;

/// <summary>The silo is killed with SIGKILL again and again while real clients publish. Acknowledged means safe; a press is one alert.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 20;

    /// <summary>Which moments the kills hit; another seed hits others.</summary>
    private const int Seed = 20261122;

    [Fact]
    public async Task Twenty_kills_under_load_lose_no_acknowledged_reading_and_every_press_is_one_alert()
    {
        var random = new Random(Seed);
        await using var silo = await SiloProcess.StartAsync();
        await PressAsync(silo, "call-301-1");
        var raisedAt = DateTimeOffset.UtcNow;
        TimeSpan? late = null;
        var load = new ReadingLoad(silo.MqttPort, [.. Enumerable.Range(301, 20).Select(r => $"door-{r}")], perSecond: 500);
        var presses = new List<Task>();
        var slowest = TimeSpan.Zero;
        for (var kill = 0; kill < Kills; kill++)
        {
            var button = $"call-{101 + kill}-1";
            await load.ReachedAsync(load.Count + random.Next(100, 800));
            presses.Add(PressAsync(silo, button));
            await load.ReachedAsync(load.Count + random.Next(1, 200));
            await silo.KillAsync();
            // One of the kills keeps the silo down over the moment when the first press escalates.
            if (late is null && DateTimeOffset.UtcNow - raisedAt > TimeSpan.FromSeconds(40)) late = await EscalatedAfterAsync(silo, raisedAt);
            else await silo.StartAgainAsync();
            if (silo.StartTook > slowest) slowest = silo.StartTook;
        }

        await Task.WhenAll(presses);
        if (late is null)
        {
            await silo.KillAsync();
            late = await EscalatedAfterAsync(silo, raisedAt);
        }

        output.WriteLine($"the escalation that was due while the silo was down came {late.Value.TotalMilliseconds:0} ms after its process was started");
        Assert.True(late > TimeSpan.Zero && late < slowest + TimeSpan.FromSeconds(2), $"It escalated {late} after the start.");
        await load.StopAsync();
        using (var api = await Api.SignInAsync(silo.Http, "duty"))
        {
            var helps = (await api.AlertsAsync("all")).Where(a => a.GetProperty("kind").GetString() == "help").ToList();
            for (var kill = 0; kill < Kills; kill++)
            {
                var of = helps.Where(a => a.GetProperty("elder").GetProperty("id").GetString() == $"elder-{101 + kill}-1").ToList();
                Assert.Equal(1, Assert.Single(of).GetProperty("occurrences").GetInt32());
            }
        }

        Assert.Equal(0, await silo.StopAsync());
        var journal = JournalOnDisk.NumberedReadings(silo.DataPath);
        var lost = load.Acknowledged.Where(r => !journal.ContainsKey(r)).ToList();
        output.WriteLine($"{Kills} kills, {load.Acknowledged.Count} readings acknowledged, {lost.Count} lost, "
            + $"{journal.Values.Count(c => c > 1)} sent again and recognised, slowest restart {slowest.TotalMilliseconds:0} ms");
        Assert.Empty(lost);
        Assert.True(load.Acknowledged.Count > Kills * 100);
    }

    /// <summary>One press by mosquitto_pub. The person presses once; the button's firmware sends the same message until it is acknowledged.</summary>
    private static async Task PressAsync(SiloProcess silo, string button)
    {
        var payload = $$"""{"action":"emergency","ts":{{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}}}""";
        for (var attempt = 0; attempt < 200; attempt++)
        {
            await silo.WhenUp;
            var (code, said) = await Tool.RunAsync("mosquitto_pub", "-p", $"{silo.MqttPort}", "-V", "5", "-q", "1", "-u", button, "-P", "demo", "-d",
                "-t", $"smartcare/{button}", "-m", payload);
            if (code == 0 && said.Contains("PUBACK", StringComparison.Ordinal)) return;
        }

        throw new InvalidOperationException($"{button} never got through.");
    }

    /// <summary>Starts the dead silo once the escalation is overdue.</summary>
    /// <returns>From starting the process to the escalation, by the silo's own clock.</returns>
    private static async Task<TimeSpan> EscalatedAfterAsync(SiloProcess silo, DateTimeOffset raisedAt)
    {
        await Until.ReachedAsync(raisedAt.AddSeconds(61));
        var started = DateTimeOffset.UtcNow;
        await silo.StartAgainAsync();
        return await EscalatedAtAsync(silo, "301") - started;
    }

    private static async Task<DateTimeOffset> EscalatedAtAsync(SiloProcess silo, string place)
    {
        await using var viewer = new MqttClient(new MqttClientOptions { Port = silo.MqttPort, UserName = "duty", Password = "duty" });
        await viewer.ConnectAsync();
        await viewer.SubscribeAsync("smartcare/alerts/sunshine/help", 1);
        using var api = await Api.SignInAsync(silo.Http, "duty");
        var alert = (await api.AlertsAsync("open")).Single(a => a.GetProperty("place").GetString() == place);
        while (alert.GetProperty("tier").GetInt32() < 2)
        {
            var change = await viewer.Messages.ReadAsync().AsTask().WaitAsync(Tool.Patience);
            var changed = JsonDocument.Parse(change.Payload).RootElement;
            if (changed.GetProperty("id").GetString() == alert.GetProperty("id").GetString()) alert = changed;
        }

        return alert.GetProperty("history").EnumerateArray().Single(h => h.GetProperty("what").GetString() == "escalated").GetProperty("at").GetDateTimeOffset();
    }
}
