using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace SmartCare.Client;

/// <summary>
/// The hub as a stream that does not end: a connection that breaks is made anew and goes on after the last seq that came, so that each change comes once and in
/// order. It ends when it is disposed, or when the house lets its person in no more.
/// </summary>
public sealed class AlertFollower : IAsyncDisposable
{
    private readonly Uri _hub;
    private readonly CookieContainer _cookies;
    private readonly string? _token;
    private readonly Channel<Alert> _changes = Channel.CreateBounded<Alert>(Limits.ChangesWaiting);
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _taking = new();
    private long _seen;
    private HubConnection? _connection;
    private Task _running = Task.CompletedTask;

    internal AlertFollower(Uri hub, CookieContainer cookies, string? token, long after) => (_hub, _cookies, _token, _seen) = (hub, cookies, token, after);

    /// <summary>The seq of the newest change that was taken in; whoever keeps it goes on there with another follower.</summary>
    public long Seen => Volatile.Read(ref _seen);

    /// <summary>Once a second while the house can be heard. Three seconds without one: whoever shows alerts says that they are blind.</summary>
    public event Action<Beat>? Beat;

    /// <summary>Every change in the order of its seq; from the beginning again where the house lost its store, or had an older one put back.</summary>
    /// <exception cref="HttpRequestException">The house lets this person in no more (401, 403).</exception>
    /// <exception cref="InvalidDataException">The house is newer than this client, and tells of something that it cannot read: no alert is passed over.</exception>
    public async IAsyncEnumerable<Alert> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var change in _changes.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return change;
    }

    /// <returns>The alert, acknowledged.</returns>
    /// <exception cref="HubException">Refused, with the reason.</exception>
    /// <exception cref="InvalidOperationException">Not connected just now.</exception>
    public Task<Alert> AcknowledgeAsync(string id, CancellationToken cancellationToken = default) => Connection.InvokeAsync<Alert>("Acknowledge", id, cancellationToken);

    /// <inheritdoc cref="AcknowledgeAsync"/>
    /// <returns>The alert; somebody is there.</returns>
    public Task<Alert> ArriveAsync(string id, CancellationToken cancellationToken = default) => Connection.InvokeAsync<Alert>("Arrive", id, cancellationToken);

    /// <inheritdoc cref="AcknowledgeAsync"/>
    /// <returns>The alert, resolved.</returns>
    public Task<Alert> ResolveAsync(string id, Outcome outcome, string? note = null, CancellationToken cancellationToken = default) =>
        Connection.InvokeAsync<Alert>("Resolve", id, outcome, note, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        if (_connection is { } last) await last.DisposeAsync().ConfigureAwait(false);
        _changes.Writer.TryComplete();
        _ending.Dispose();
    }

    /// <summary>The first connection is the caller's to hear about; those after it are made anew here.</summary>
    internal async Task BeginAsync(CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        _running = Task.Run(() => GoOnAsync(connection), CancellationToken.None);
    }

    private HubConnection Connection => _connection ?? throw new InvalidOperationException("Not connected to the house just now.");

    private async Task GoOnAsync(Task? connection)
    {
        try
        {
            for (var tries = 0; ; tries++)
            {
                if (connection is not null)
                {
                    await connection.WaitAsync(_ending.Token).ConfigureAwait(false);
                    tries = 0;
                }

                // What came is read first, or the next connection would bring more than there is room for once more.
                await _changes.Writer.WaitToWriteAsync(_ending.Token).ConfigureAwait(false);
                await Task.Delay(Limits.PauseBefore(tries), _ending.Token).ConfigureAwait(false);
                connection = await TryConnectAsync().ConfigureAwait(false);
            }
        }
        catch (Exception) when (_ending.IsCancellationRequested)
        {
            _changes.Writer.TryComplete();
        }
        catch (Exception refused) when (refused is HttpRequestException or InvalidDataException)
        {
            _changes.Writer.TryComplete(refused);
        }
    }

    /// <returns>Ends with the connection; null: there is none yet. Being refused is not to be tried again, and thrown.</returns>
    private async Task<Task?> TryConnectAsync()
    {
        try
        {
            return await ConnectAsync(_ending.Token).ConfigureAwait(false);
        }
        catch (Exception away) when (!_ending.IsCancellationRequested && away is not HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden })
        {
            return null;
        }
    }

    /// <returns>Ends with the connection.</returns>
    private async Task<Task> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is { } before) await before.DisposeAsync().ConfigureAwait(false);
        var connection = new HubConnectionBuilder().WithUrl(_hub, o =>
        {
            o.Cookies = _cookies;
            if (_token is not null) o.AccessTokenProvider = () => Task.FromResult<string?>(_token);
        }).AddJsonProtocol(o => ContractJson.Configure(o.PayloadSerializerOptions)).Build();
        _connection = connection;
        // There is a beat every second.
        connection.ServerTimeout = Limits.Silence;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.Closed += _ =>
        {
            ended.TrySetResult();
            return Task.CompletedTask;
        };
        connection.On<JsonElement>("alert", json =>
        {
            // After a gap nothing more is taken of it: the next connection brings all that is missing, in order.
            if (!ended.Task.IsCompleted && !Take(json, ended)) ended.TrySetResult();
        });
        connection.On<Beat>("beat", beat => Beat?.Invoke(beat));
        await connection.StartAsync(cancellationToken).ConfigureAwait(false);
        await ResumeAsync(connection, cancellationToken).ConfigureAwait(false);
        return ended.Task;
    }

    private async Task ResumeAsync(HubConnection connection, CancellationToken cancellationToken)
    {
        var resumed = await connection.InvokeAsync<Resumed>("Resume", Seen, cancellationToken).ConfigureAwait(false);
        if (resumed.Seq >= Seen) return;
        // The house counts from lower than was seen: another store, or an older copy of it. Whatever it tells is new, and would be passed over.
        Volatile.Write(ref _seen, 0);
        await connection.InvokeAsync<Resumed>("Resume", 0L, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>False: the reader is too slow; the connection is given up, and goes on later after what was taken.</returns>
    private bool Take(JsonElement json, TaskCompletionSource ended)
    {
        Alert change;
        try
        {
            change = json.Deserialize<Alert>(ContractJson.Options)!;
        }
        catch (JsonException unreadable)
        {
            // The hub's client would pass it over, and an alarm with it: whoever reads must hear that it cannot go on.
            ended.TrySetException(new InvalidDataException($"The house tells of an alert that this client cannot read; take a newer one. {unreadable.Message}", unreadable));
            return true;
        }

        // A connection that was given up may still be handing in what it had read.
        lock (_taking)
        {
            if (change.Seq <= _seen) return true;
            if (!_changes.Writer.TryWrite(change)) return false;
            Volatile.Write(ref _seen, change.Seq);
            return true;
        }
    }
}

/// <summary>What <c>Resume</c> answers: the newest seq of the house.</summary>
internal sealed record Resumed(long Seq);
