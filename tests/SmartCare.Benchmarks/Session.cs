using System.Net.Http.Json;

namespace SmartCare.Benchmarks;

/// <summary>A person of the demo at the wall's door.</summary>
internal static class Session
{
    /// <returns>The cookie, as in a Cookie header.</returns>
    public static async Task<string> SignInAsync(Uri server, string user)
    {
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = server };
        var answer = await http.PostAsJsonAsync("/api/session", new { user, password = user });
        answer.EnsureSuccessStatusCode();
        return answer.Headers.GetValues("Set-Cookie").First().Split(';')[0];
    }
}
