using System.Diagnostics;
using System.Net.Http.Json;
using SmartCare.Testing;

namespace SmartCare.Benchmarks.Attacks;

/// <summary>Devices that each have a password of their own, and all come back at once after a restart.</summary>
internal sealed class OwnPasswords(SiloProcess silo, int devices)
{
    private const int InOneHome = 4, AtOnce = 16;
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    public async Task RegisterAsync(string cookie)
    {
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = silo.Http };
        http.DefaultRequestHeaders.Add("Cookie", cookie);
        async Task PutAsync(string path, object record)
        {
            using var answer = await http.PutAsJsonAsync($"/api/{path}", record);
            answer.EnsureSuccessStatusCode();
        }

        await PutAsync("sites/owners", new { name = "自家", nameEn = "Own homes", timeZone = "Asia/Shanghai" });
        await Parallel.ForEachAsync(Enumerable.Range(0, devices / InOneHome), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (home, _) =>
        {
            await PutAsync($"places/own-{home:000}", new { siteId = "owners", name = $"{home:000}", kind = "home" });
            for (var i = 0; i < InOneHome; i++)
                await PutAsync($"devices/{Name(home * InOneHome + i)}", new { placeId = $"own-{home:000}", model = "door-zigbee", password = Password(home * InOneHome + i) });
        });
    }

    /// <summary>All at once; who is refused or cut tries again after a second, as MQTT clients do.</summary>
    /// <returns>When the last was in, how long the slowest CONNECT that was answered took, and how many tries failed.</returns>
    public async Task<(TimeSpan All, TimeSpan Slowest, int Failed)> ComeBackAsync(CancellationToken cancellation)
    {
        var from = Stopwatch.GetTimestamp();
        var (slowest, failed, gate) = (TimeSpan.Zero, 0, new Lock());
        var clients = new List<MqttNetClient>();
        await Task.WhenAll(Enumerable.Range(0, devices).Select(i => Task.Run(async () =>
        {
            while (true)
            {
                var client = new MqttNetClient(new MqttNetOptions { Port = silo.MqttPort, UserName = Name(i), Password = Password(i), ClientId = Name(i) });
                var began = Stopwatch.GetTimestamp();
                try
                {
                    await client.ConnectAsync(cancellation);
                    var took = Stopwatch.GetElapsedTime(began);
                    lock (gate)
                    {
                        clients.Add(client);
                        if (took > slowest) slowest = took;
                    }

                    return;
                }
                catch (MqttNetException)
                {
                    await client.DisposeAsync();
                    Interlocked.Increment(ref failed);
                    await Task.Delay(s_again, cancellation);
                }
            }
        }, cancellation)));
        var all = Stopwatch.GetElapsedTime(from);
        foreach (var client in clients) await client.DisposeAsync();
        return (all, slowest, failed);
    }

    private static string Name(int device) => $"own-door-{device:0000}";

    private static string Password(int device) => $"a password of its own {device * 7919}";
}
