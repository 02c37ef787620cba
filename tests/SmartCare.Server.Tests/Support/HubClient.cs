using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;

namespace SmartCare.Testing;

/// <summary>An <c>alert</c> call of the server, and when it was read off the socket (<see cref="Stopwatch.GetTimestamp"/>).</summary>
public sealed record HubAlert(JsonElement Alert, long ReceivedAt)
{
    public string Id => Alert.GetProperty("id").GetString()!;

    public long Seq => Alert.GetProperty("seq").GetInt64();

    public string State => Alert.GetProperty("state").GetString()!;

    public string Kind => Alert.GetProperty("kind").GetString()!;
}

/// <summary>What a hub method answered instead of a result.</summary>
public sealed class HubCallException(string reason) : Exception(reason);

/// <summary>
/// A wall without a screen: the least SignalR client (JSON protocol over WebSocket, negotiation skipped). It keeps every alert and beat
/// until they are read. No package and no code of the product, so that it says what any foreign client would see.
/// </summary>
public sealed class HubClient : IAsyncDisposable
{
    private const byte RecordSeparator = 0x1e;

    /// <summary>The server gives a silent client up after 30 s.</summary>
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);

    /// <summary>How long a test waits for what must happen before it says that it did not: far more than a machine full of other work needs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebSocket _socket;
    private readonly Channel<HubAlert> _alerts = Channel.CreateUnbounded<HubAlert>();
    private readonly Channel<JsonElement> _beats = Channel.CreateUnbounded<JsonElement>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _calls = new();
    private readonly TaskCompletionSource _shaken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _sending = new(1, 1);
    private Task _loop = Task.CompletedTask;
    private long _pingedAt = Stopwatch.GetTimestamp();
    private int _lastCall;

    private HubClient(WebSocket socket) => _socket = socket;

    /// <summary>Every alert in the order in which it came; completed when the connection ends.</summary>
    public ChannelReader<HubAlert> Alerts => _alerts.Reader;

    /// <summary>Every beat in the order in which it came; completed when the connection ends.</summary>
    public ChannelReader<JsonElement> Beats => _beats.Reader;

    /// <summary>Ends when the connection has ended, for whatever reason.</summary>
    public Task Closed => _loop;

    /// <param name="server">The server's address, http.</param>
    /// <param name="cookie">As in a Cookie header; null: nobody is signed in.</param>
    /// <param name="token">A machine's, in place of a cookie.</param>
    /// <exception cref="WebSocketException">The server refused; its message names the status.</exception>
    public static async Task<HubClient> ConnectAsync(Uri server, string? cookie, CancellationToken cancellationToken = default, string? token = null)
    {
        var socket = new ClientWebSocket();
        if (cookie is not null) socket.Options.SetRequestHeader("Cookie", cookie);
        if (token is not null) socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/hub/alerts" }.Uri, cancellationToken);
        return await OverAsync(socket, cancellationToken);
    }

    /// <summary>Speaks over a WebSocket that is open already.</summary>
    public static async Task<HubClient> OverAsync(WebSocket socket, CancellationToken cancellationToken = default)
    {
        var client = new HubClient(socket);
        client._loop = Task.Run(client.ReadAsync, CancellationToken.None);
        await client.SendAsync(new { protocol = "json", version = 1 });
        await client._shaken.Task.WaitAsync(Patience, cancellationToken);
        return client;
    }

    /// <summary>Calls a hub method and waits for its answer.</summary>
    /// <exception cref="HubCallException">The method answered with an error.</exception>
    public async Task<JsonElement> InvokeAsync(string target, params object?[] arguments)
    {
        var id = Interlocked.Increment(ref _lastCall).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var answer = _calls[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(new { type = 1, invocationId = id, target, arguments });
        return await answer.Task.WaitAsync(Patience);
    }

    /// <returns>The newest seq, as the server answered.</returns>
    public async Task<long> ResumeAsync(long afterSeq) => (await InvokeAsync("Resume", afterSeq)).GetProperty("seq").GetInt64();

    /// <summary>The next alert that fits; those before it are dropped.</summary>
    public async Task<HubAlert> AlertAsync(Func<HubAlert, bool> fits)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
            if (await _alerts.Reader.ReadAsync(patience.Token) is var alert && fits(alert))
                return alert;
    }

    /// <summary>One alert for each, in whatever order they come: what different hands raise has no order. The others are dropped.</summary>
    public async Task<IReadOnlyList<HubAlert>> EachAsync(params Func<HubAlert, bool>[] fits)
    {
        using var patience = new CancellationTokenSource(Patience);
        var found = new HubAlert?[fits.Length];
        while (Array.Exists(found, f => f is null))
        {
            var alert = await _alerts.Reader.ReadAsync(patience.Token);
            for (var i = 0; i < fits.Length; i++)
                if (found[i] is null && fits[i](alert))
                    found[i] = alert;
        }

        return found!;
    }

    /// <summary>The next so many alerts, whatever they are; but for what a busy machine has to say of itself.</summary>
    public async Task<IReadOnlyList<HubAlert>> AlertsAsync(int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        var alerts = new List<HubAlert>(count);
        while (alerts.Count < count)
            if (await _alerts.Reader.ReadAsync(patience.Token) is { Kind: not "system" } alert)
                alerts.Add(alert);
        return alerts;
    }

    /// <summary>The next alert that fits; with each beat from now on some time passes until it comes.</summary>
    public async Task<HubAlert> AlertInTimeAsync(Func<HubAlert, bool> fits, Action pass)
    {
        // Beats of before would be hours at once, in which the whole house falls silent.
        DropBeats();
        var alert = AlertAsync(fits);
        while (await Task.WhenAny(alert, BeatAsync()) != alert) pass();
        return await alert;
    }

    /// <summary>The next beat that fits; those before it are dropped.</summary>
    public async Task<JsonElement> BeatAsync(Func<JsonElement, bool>? fits = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
            if (await _beats.Reader.ReadAsync(patience.Token) is var beat && (fits is null || fits(beat)))
                return beat;
    }

    /// <summary>The server ends this connection at once: before its third beat from here, one a second, however slow the machine is.</summary>
    public async Task EndsAtOnceAsync()
    {
        DropBeats();
        await Closed.WaitAsync(Patience);
        if (_beats.Reader.Count > 2) throw new InvalidOperationException($"It went on for {_beats.Reader.Count} beats.");
    }

    private void DropBeats()
    {
        while (_beats.Reader.TryRead(out _))
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _loop;
        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await _socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } read)
            {
                var rest = buffer.AsMemory(0, read.Count);
                // Messages end with a separator; a frame may hold several, or a part of one.
                while (rest.Span.IndexOf(RecordSeparator) is >= 0 and var end)
                {
                    message.Write(rest.Span[..end]);
                    Take(message.GetBuffer().AsMemory(0, (int)message.Length));
                    message.SetLength(0);
                    rest = rest[(end + 1)..];
                }

                message.Write(rest.Span);
                await KeepAliveAsync();
            }

            End(new IOException("The server closed the hub connection."));
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            End(new IOException("The hub connection broke: " + error.Message, error));
        }
    }

    private void Take(ReadOnlyMemory<byte> json)
    {
        var receivedAt = Stopwatch.GetTimestamp();
        using var document = JsonDocument.Parse(json);
        var message = document.RootElement.Clone();
        if (!message.TryGetProperty("type", out var type))
        {
            if (message.TryGetProperty("error", out var refused)) _shaken.TrySetException(new HubCallException(refused.GetString()!));
            else _shaken.TrySetResult();
            return;
        }

        switch (type.GetInt32())
        {
            case 1 when message.GetProperty("target").GetString() == "alert":
                _alerts.Writer.TryWrite(new HubAlert(message.GetProperty("arguments")[0], receivedAt));
                break;
            case 1 when message.GetProperty("target").GetString() == "beat":
                _beats.Writer.TryWrite(message.GetProperty("arguments")[0]);
                break;
            case 3 when _calls.TryRemove(message.GetProperty("invocationId").GetString()!, out var call):
                if (message.TryGetProperty("error", out var error)) call.TrySetException(new HubCallException(error.GetString()!));
                else call.TrySetResult(message.TryGetProperty("result", out var result) ? result : default);
                break;
        }
    }

    /// <summary>On the back of what the server sends (a beat a second): no timer of our own.</summary>
    private async ValueTask KeepAliveAsync()
    {
        if (Stopwatch.GetElapsedTime(_pingedAt) < PingEvery) return;
        _pingedAt = Stopwatch.GetTimestamp();
        await SendAsync(new { type = 6 });
    }

    private async Task SendAsync(object message)
    {
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(message), RecordSeparator];
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    private void End(IOException why)
    {
        _shaken.TrySetException(why);
        foreach (var call in _calls.Values) call.TrySetException(why);
        _alerts.Writer.TryComplete();
        _beats.Writer.TryComplete();
    }
}
