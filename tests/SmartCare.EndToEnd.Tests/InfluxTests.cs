using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using SmartCare.Testing;
using Xunit.Abstractions;

namespace SmartCare.EndToEnd.Tests;

/// <summary>A real InfluxDB dies under load. Alarms do not notice; the series has every reading once when it is back.</summary>
public sealed class InfluxTests(ITestOutputHelper output)
{
    /// <summary>The full minute is a command: <c>INFLUX_OUTAGE_SECONDS=60 dotnet test tests/SmartCare.EndToEnd.Tests --filter Influx</c>.</summary>
    private static readonly TimeSpan s_outage = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("INFLUX_OUTAGE_SECONDS") ?? "8", CultureInfo.InvariantCulture));

    private const int PerSecond = 300;

    [Fact]
    public async Task An_InfluxDB_that_is_gone_for_a_while_costs_no_alarm_and_no_reading()
    {
        await using var influx = await InfluxServer.StartNewAsync();
        await using var silo = await SiloProcess.StartAsync($"--Series:Influx:Url={influx.Url}", "--Series:Influx:Database=home");
        using var api = await Api.SignInAsync(silo.Http, "duty");
        await using var load = new ReadingLoad(silo.MqttPort, [.. Enumerable.Range(301, 20).Select(r => $"door-{r}")], PerSecond);
        await using var viewer = new MqttNetClient(new MqttNetOptions { Port = silo.MqttPort, UserName = "duty", Password = "duty" });
        await viewer.ConnectAsync();
        await viewer.SubscribeAsync("smartcare/alerts/sunshine/help", 1);
        await using var button = new MqttNetClient(new MqttNetOptions { Port = silo.MqttPort, UserName = "gateway", Password = "demo" });
        await button.ConnectAsync();

        await load.ReachedAsync(PerSecond);
        var before = await PressAsync(button, viewer, "call-101-1");
        var down = DateTimeOffset.UtcNow;
        await influx.KillAsync();
        using var machine = new Lateness();
        var presses = new List<TimeSpan>();
        for (var press = 0; press < 10; press++)
        {
            await load.ReachedAsync(load.Count + PerSecond / 10);
            presses.Add(await PressAsync(button, viewer, $"call-{102 + press}-1"));
        }

        Assert.Equal("true", (await api.GetAsync("/readyz")).GetProperty("ready").GetRawText());
        await Until.ReachedAsync(down + s_outage);
        await influx.StartAsync();
        await load.StopAsync();
        output.WriteLine($"press to alert: {before.TotalMilliseconds:0.0} ms with InfluxDB, at most {presses.Max().TotalMilliseconds:0.0} ms without it");
        Assert.InRange(presses.Order().ElementAt(presses.Count / 2), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        // Not one of them waits for the fifteen seconds that the feed gives a server.
        Assert.InRange(presses.Max(), TimeSpan.Zero, TimeSpan.FromSeconds(5) + machine.Worst);

        // The alarms' own readings count too, but carry no n.
        var acknowledged = load.Acknowledged;
        using var http = new HttpClient { BaseAddress = influx.Url };
        // InfluxDB reads both counts of one answer at two moments: while it is still written to, they may differ.
        var stored = await Until.TrueAsync(
            () => CountAsync(http), c => Math.Min(c.Points, c.Distinct) >= acknowledged.Count, Tool.Patience);
        output.WriteLine($"{acknowledged.Count} readings acknowledged, {stored.Points} points of them in InfluxDB, {stored.Distinct} different, "
            + $"after {s_outage.TotalSeconds:0} s without it");
        Assert.Equal((acknowledged.Count, acknowledged.Count), stored);
        var series = await api.GetAsync("/api/devices/door-301/series?channel=n");
        Assert.Equal(acknowledged.Count(a => a.Device == "door-301"), series.GetProperty("points").GetArrayLength());
    }

    private static async Task<TimeSpan> PressAsync(MqttNetClient button, MqttNetClient viewer, string device)
    {
        var clock = Stopwatch.StartNew();
        await button.PublishAsync($"smartcare/{device}", """{"action":"emergency"}"""u8.ToArray());
        while (true)
        {
            var change = await viewer.Messages.ReadAsync().AsTask().WaitAsync(Tool.Patience);
            if (JsonDocument.Parse(change.Payload).RootElement.GetProperty("device").GetProperty("id").GetString() == device) return clock.Elapsed;
        }
    }

    private static async Task<(int Points, int Distinct)> CountAsync(HttpClient influx)
    {
        var points = 0;
        var distinct = 0;
        var answer = await influx.GetFromJsonAsync<JsonElement>(
            "/query?db=home&q=" + Uri.EscapeDataString("SELECT count(n), count(distinct(n)) FROM reading GROUP BY device"));
        if (!answer.GetProperty("results")[0].TryGetProperty("series", out var series)) return (0, 0);
        foreach (var row in series.EnumerateArray().Select(device => device.GetProperty("values")[0]))
        {
            points += row[1].GetInt32();
            distinct += row[2].GetInt32();
        }

        return (points, distinct);
    }
}
