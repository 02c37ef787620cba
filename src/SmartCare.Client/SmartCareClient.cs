using System.Net;
using System.Net.Http.Headers;

namespace SmartCare.Client;

/// <summary>A house that one has signed in to, as a person or as a machine: its HTTP API, and its alerts as they change.</summary>
public sealed class SmartCareClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly CookieContainer _cookies = new();
    private readonly string? _token;

    private SmartCareClient(Uri server, string? token)
    {
        _token = token;
        // Longer than the silo waits for its disk; shorter than somebody in front of a page does.
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies }) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
        if (token is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Http = new SmartCareHttp(_http);
    }

    /// <summary>Every route of docs/contract/openapi.json. A refusal is a <see cref="RefusedException{TResult}"/> of <see cref="Problem"/>.</summary>
    public SmartCareHttp Http { get; }

    /// <summary>As a machine. Nothing is asked yet: a token that is wrong or over is refused (401) with the first call.</summary>
    /// <param name="server">Like <c>https://care.example.com</c>.</param>
    /// <param name="token"><c>sc_...</c>, as POST /api/tokens showed it.</param>
    public static SmartCareClient WithToken(Uri server, string token) => new(server, token);

    /// <summary>As a person; the session's cookie stays in this client.</summary>
    /// <param name="code">Of the second factor, or a recovery code; for who has one.</param>
    /// <exception cref="RefusedException{TResult}">401: the name, the password or the code is wrong; 429: too many tries.</exception>
    public static async Task<SmartCareClient> SignInAsync(Uri server, string user, string password, string? code = null, CancellationToken cancellationToken = default)
    {
        var client = new SmartCareClient(server, token: null);
        try
        {
            await client.Http.SignInAsync(new SignInRequest { User = user, Password = password, Code = code }, cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Follows every change of every alert that one may see, across broken connections: each once, in the order of its seq.</summary>
    /// <param name="after">The last seq that was seen; 0: from the beginning that the silo still knows.</param>
    /// <returns>It is connected, and the house has promised every change after that seq.</returns>
    /// <exception cref="HttpRequestException">The house cannot be reached, or lets nobody in by this name (401).</exception>
    public async Task<AlertFollower> FollowAsync(long after, CancellationToken cancellationToken = default)
    {
        var follower = new AlertFollower(new Uri(_http.BaseAddress!, "/hub/alerts"), _cookies, _token, after);
        try
        {
            await follower.BeginAsync(cancellationToken).ConfigureAwait(false);
            return follower;
        }
        catch
        {
            await follower.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public void Dispose() => _http.Dispose();
}
