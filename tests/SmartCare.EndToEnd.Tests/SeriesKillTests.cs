using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using SmartCare.Testing;
using Xunit.Abstractions;

namespace SmartCare.EndToEnd.Tests;

/// <summary>The series server and the silo are killed in turn under load. In the end each device has as many points, with the same sum, as were acknowledged.</summary>
/// <remarks>One round here; the figures are of <c>SERIES_KILLS=10 SERIES_RATE=2000 dotnet test tests/SmartCare.EndToEnd.Tests --filter SeriesKill</c>.</remarks>
public sealed class SeriesKillTests(ITestOutputHelper output)
{
    private static readonly int s_rounds = Number("SERIES_KILLS", 1), s_perSecond = Number("SERIES_RATE", 300);

    [Fact]
    public async Task InfluxDB_has_what_was_acknowledged()
    {
        await using var influx = await InfluxServer.StartNewAsync();
        await RunAsync("InfluxDB", influx.Url, influx.KillAsync, influx.StartAsync, InInfluxAsync);
    }

    [Fact]
    public async Task VictoriaMetrics_has_what_was_acknowledged()
    {
        await using var victoria = await VictoriaServer.StartNewAsync();
        await RunAsync("VictoriaMetrics", victoria.Url, victoria.KillAsync, victoria.StartAsync, InVictoriaAsync);
    }

    private async Task RunAsync(string name, Uri url, Func<Task> kill, Func<Task> start, Func<HttpClient, Task<SortedDictionary<string, (long Count, double Sum)>>> read)
    {
        await using var silo = await SiloProcess.StartAsync($"--Series:Influx:Url={url}", "--Series:Influx:Database=home");
        await using var load = new ReadingLoad(silo.MqttPort, [.. Enumerable.Range(301, 20).Concat(Enumerable.Range(201, 20)).Select(r => $"door-{r}")], s_perSecond);
        for (var round = 0; round < s_rounds; round++)
        {
            await load.ReachedAsync(load.Count + s_perSecond * 2);
            await kill();
            await load.ReachedAsync(load.Count + s_perSecond * 2);
            await start();
            await load.ReachedAsync(load.Count + s_perSecond * 2);
            await silo.KillAsync();
            await silo.StartAgainAsync();
        }

        await load.ReachedAsync(load.Count + s_perSecond);
        await load.StopAsync();
        var acknowledged = new SortedDictionary<string, (long Count, double Sum)>(
            load.Acknowledged.GroupBy(a => a.Device).ToDictionary(g => g.Key, g => ((long)g.Count(), g.Sum(a => (double)a.N))), StringComparer.Ordinal);
        using var http = new HttpClient { BaseAddress = url };
        var stored = await Until.TrueAsync(() => read(http), s => s.SequenceEqual(acknowledged), Tool.Patience);
        output.WriteLine($"{name}: {s_rounds} kills of it and {s_rounds} of the silo at {s_perSecond}/s: {acknowledged.Values.Sum(d => d.Count)} acknowledged of {acknowledged.Count} devices, "
            + $"{stored.Values.Sum(d => d.Count)} stored, sums equal for {stored.Count(s => acknowledged[s.Key] == s.Value)} devices");
        Assert.Equal(acknowledged, stored);
    }

    private static async Task<SortedDictionary<string, (long Count, double Sum)>> InInfluxAsync(HttpClient influx)
    {
        var found = new SortedDictionary<string, (long, double)>(StringComparer.Ordinal);
        var answer = await influx.GetFromJsonAsync<JsonElement>("/query?db=home&q=" + Uri.EscapeDataString("SELECT count(n), sum(n) FROM reading GROUP BY device"));
        if (!answer.GetProperty("results")[0].TryGetProperty("series", out var series)) return found;
        foreach (var device in series.EnumerateArray())
            found[device.GetProperty("tags").GetProperty("device").GetString()!] = (device.GetProperty("values")[0][1].GetInt64(), device.GetProperty("values")[0][2].GetDouble());
        return found;
    }

    private static async Task<SortedDictionary<string, (long Count, double Sum)>> InVictoriaAsync(HttpClient victoria)
    {
        var found = new SortedDictionary<string, (long Count, double Sum)>(StringComparer.Ordinal);
        var lines = await victoria.GetStringAsync("/api/v1/export?match[]=" + Uri.EscapeDataString("{__name__=\"reading_n\",db=\"home\"}"));
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var series = JsonDocument.Parse(line).RootElement;
            double[] values = [.. series.GetProperty("values").EnumerateArray().Select(v => v.GetDouble())];
            var device = series.GetProperty("metric").GetProperty("device").GetString()!;
            var before = found.GetValueOrDefault(device);
            found[device] = (before.Count + values.Length, before.Sum + values.Sum());
        }

        return found;
    }

    private static int Number(string variable, int otherwise) => int.Parse(Environment.GetEnvironmentVariable(variable) ?? $"{otherwise}", CultureInfo.InvariantCulture);
}
