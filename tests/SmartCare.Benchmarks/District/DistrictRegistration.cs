using System.Net.Http.Json;

namespace SmartCare.Benchmarks.District;

/// <summary>Writes the district into the registry of a running silo, as an administrator's script would: one PUT a record.</summary>
internal sealed class DistrictRegistration : IDisposable
{
    private const int AtOnce = 64;
    private readonly HttpClient _http;
    private readonly DistrictPlan _plan;
    private long _records;

    private DistrictRegistration(Uri server, string cookie, DistrictPlan plan)
    {
        (_http, _plan) = (new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = server }, plan);
        _http.DefaultRequestHeaders.Add("Cookie", cookie);
    }

    /// <param name="cookie">Of an administrator.</param>
    /// <returns>How many records were written.</returns>
    public static async Task<long> RunAsync(Uri server, string cookie, DistrictPlan plan, CancellationToken cancellation)
    {
        using var registration = new DistrictRegistration(server, cookie, plan);
        var most = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Enumerable.Range(0, plan.Gateways), most, (gateway, stop) => registration.NeighbourhoodAsync(gateway, stop));
        return registration._records;
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask NeighbourhoodAsync(int gateway, CancellationToken stop)
    {
        var site = DistrictPlan.Site(gateway);
        await PutAsync($"sites/{site}", new { name = $"{gateway:000} 社区", nameEn = $"Neighbourhood {gateway:000}", timeZone = "Asia/Shanghai" }, stop);
        for (var home = 0; home < _plan.HomesOf(gateway); home++)
        {
            var placeId = DistrictPlan.Home(gateway, home);
            await PutAsync($"places/{placeId}", new { siteId = site, name = $"{home:000}", kind = "home" }, stop);
            await PutAsync($"elders/{DistrictPlan.Elder(gateway, home)}", new { placeId, name = $"老人 {home:000}", careLevel = 1 + home % 3 }, stop);
        }

        await PutAsync($"devices/{DistrictPlan.Gateway(gateway)}", new { placeId = DistrictPlan.Home(gateway, 0), model = "gateway", password = DistrictPlan.Password }, stop);
        for (var device = 0; device < _plan.CountOf(gateway); device++)
        {
            var (home, kind) = (DistrictPlan.HomeOf(device), DistrictPlan.Kind(device));
            var elderId = kind == "call" ? DistrictPlan.Elder(gateway, home) : null;
            await PutAsync($"devices/{DistrictPlan.Device(gateway, device)}", new { placeId = DistrictPlan.Home(gateway, home), elderId, model = $"{kind}-zigbee" }, stop);
        }
    }

    private async Task PutAsync(string path, object record, CancellationToken stop)
    {
        using var answer = await _http.PutAsJsonAsync($"/api/{path}", record, stop);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"PUT {path} was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(stop)}");
        Interlocked.Increment(ref _records);
    }
}
