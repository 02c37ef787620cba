using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SmartCare.Testing;

/// <summary>The HTTP API as a foreign program sees it: JSON, a cookie.</summary>
internal sealed class Api : IDisposable
{
    private readonly HttpClient _http;

    private Api(Uri server) => _http = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = server };

    public static async Task<Api> SignInAsync(Uri server, string user, string? password = null)
    {
        var api = new Api(server);
        var answer = await api._http.PostAsJsonAsync("/api/session", new { user, password = password ?? user });
        answer.EnsureSuccessStatusCode();
        return api;
    }

    public Task<JsonElement> GetAsync(string path) => _http.GetFromJsonAsync<JsonElement>(path);

    public async Task<JsonElement> PostAsync(string path, object? body = null)
    {
        var answer = await _http.PostAsJsonAsync(path, body ?? new { });
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task PutAsync(string path, object body) => (await _http.PutAsJsonAsync(path, body)).EnsureSuccessStatusCode();

    /// <summary>All alerts of a state, every page.</summary>
    public async Task<List<JsonElement>> AlertsAsync(string state)
    {
        var all = new List<JsonElement>();
        for (string? after = "0"; after is not null;)
        {
            var page = await GetAsync($"/api/alerts?state={state}&limit=500&after={after}");
            all.AddRange(page.GetProperty("items").EnumerateArray());
            after = page.GetProperty("next").GetString();
        }

        return all;
    }

    /// <summary>A number from /metrics; all label sets of the name added up.</summary>
    public async Task<double> MetricAsync(string name) => (await _http.GetStringAsync("/metrics")).Split('\n')
        .Where(l => l.StartsWith(name + "{", StringComparison.Ordinal))
        .Sum(l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));

    public void Dispose() => _http.Dispose();
}
