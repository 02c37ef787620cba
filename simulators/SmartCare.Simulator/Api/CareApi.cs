using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace SmartCare.Simulator.Api;

/// <summary>Somebody who is signed in at the house, over its public HTTP and hub contract: what a wall or a telephone would be.</summary>
internal sealed class CareApi : IAsyncDisposable
{
    private readonly HubConnection _hub;
    private readonly HttpClient _http;
    private readonly Channel<AlertChange> _changes = Channel.CreateUnbounded<AlertChange>();
    private readonly TaskCompletionSource<long> _newest = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CareApi(Uri server, HttpClient http, CookieContainer cookies, string user)
    {
        (_http, User) = (http, user);
        _hub = new HubConnectionBuilder().WithUrl(new Uri(server, "hub/alerts"), o => o.Cookies = cookies).Build();
        _hub.On<JsonElement>("alert", alert => _changes.Writer.TryWrite(AlertChange.Of(alert)));
        _hub.On<JsonElement>("beat", beat => _newest.TrySetResult(beat.GetProperty("seq").GetInt64()));
        _hub.Closed += error =>
        {
            _changes.Writer.TryComplete(error);
            _newest.TrySetException(error ?? new IOException("The hub closed the connection."));
            return Task.CompletedTask;
        };
    }

    public string User { get; }

    /// <summary>Every change since it began to follow, in order. Completed when the hub is gone.</summary>
    public ChannelReader<AlertChange> Changes => _changes.Reader;

    /// <summary>Signs in, and follows every change from now on.</summary>
    /// <returns>Or the one line that says why not.</returns>
    public static async Task<(CareApi? Api, string? Trouble)> EnterAsync(Uri server, string user, string password, CancellationToken stop)
    {
        var cookies = new CookieContainer();
        var api = new CareApi(server, new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = server }, cookies, user);
        try
        {
            using var answer = await api._http.PostAsJsonAsync("api/session", new { user, password }, stop).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{user} may not sign in ({(int)answer.StatusCode})");
            await api._hub.StartAsync(stop).ConfigureAwait(false);
            await api._hub.InvokeAsync("Resume", await api._newest.Task.WaitAsync(Limits.Connect, stop).ConfigureAwait(false), stop).ConfigureAwait(false);
            return (api, null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or HubException or TimeoutException or OperationCanceledException)
        {
            await api.DisposeAsync().ConfigureAwait(false);
            return (null, $"no alerts from {server}: {e.Message}");
        }
    }

    /// <returns>False: the house says no, for another was faster or the alert has moved on.</returns>
    public async Task<bool> TryAsync(string method, params object?[] arguments)
    {
        try
        {
            await _hub.InvokeCoreAsync(method, arguments).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is HubException or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    public async Task<bool> TryNoteAsync(string alert, string text)
    {
        try
        {
            using var answer = await _http.PostAsJsonAsync($"api/alerts/{alert}/note", new { text }).ConfigureAwait(false);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync().ConfigureAwait(false);
        _http.Dispose();
    }
}
