using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using SmartCare.Domain.Decisions;
using SmartCare.Grains.Silo;
using SmartCare.Server.Accounts;

namespace SmartCare.Server.Alerts;

/// <summary>What <c>Resume</c> answers: from here on every change comes.</summary>
internal sealed record Resumed(long Seq);

/// <summary>What the house calls at a wall.</summary>
internal static class HubEvents
{
    public const string Alert = "alert", Beat = "beat";
}

/// <summary>The walls' hub: changes out, answers in.</summary>
[Authorize]
internal sealed class AlertHub(AlertCommands answers, WallStreams streams, Viewers viewers, BrowserSessions sessions) : Hub
{
    public async Task<Resumed> Resume(long afterSeq)
    {
        if (afterSeq < 0) throw new HubException("afterSeq is 0 or more.");
        return new Resumed(await streams.StartAsync(Context, afterSeq));
    }

    public Task<AlertDocument> Acknowledge(string id) => Answer(id, AlertVerb.Acknowledge);

    public Task<AlertDocument> Arrive(string id) => Answer(id, AlertVerb.Arrive);

    public Task<AlertDocument> Resolve(string id, string outcome, string? note) => Answer(id, AlertVerb.Resolve, outcome, note);

    /// <summary>The same with what the family may read: a hub method takes all of its arguments or none, and programs call the one above.</summary>
    public Task<AlertDocument> ResolveAndRelease(string id, string outcome, string? note, string? release) => Answer(id, AlertVerb.Resolve, outcome, note, release);

    public override Task OnConnectedAsync()
    {
        streams.Open(Context);
        // It can be found before it is asked: a session that ends meanwhile ends it either there or here.
        if (viewers.Of(Context.User) is not { Owes: Owed.Nothing } viewer || !viewer.Has(TokenScope.Read) || viewer.Account.Role is Role.Officer
            || viewer.Scopes is null && !sessions.Use(SessionCookie.IdOf(Context.User), viewer.Account.User)) Context.Abort();
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception) => streams.CloseAsync(Context.ConnectionId);

    private Viewer Viewer => viewers.Of(Context.User) is { Owes: Owed.Nothing } viewer ? viewer : throw new HubException("Sign in first.");

    private async Task<AlertDocument> Answer(string? id, AlertVerb verb, string? outcome = null, string? note = null, string? release = null)
    {
        if (!Viewer.Has(TokenScope.Alerts)) throw new HubException("This token does not answer alerts.");
        var viewer = Viewer;
        var result = await answers.Answer(viewer, id ?? "", verb, outcome, note, release: release);
        return result.Status is AnswerStatus.Done ? viewer.Shown(result.Alert!) : throw new HubException(result.Why);
    }
}

/// <summary>One stream of changes per wall. A wall that does not keep up is cut off and resumes; nobody else waits for it. What its person may see is
/// asked for each change: rights hold from the next one on.</summary>
internal sealed partial class WallStreams(AlertFeed feed, IHubContext<AlertHub> hub, AccountStore accounts, Viewers viewers, AlertMetrics metrics, ILogger<WallStreams> log)
{
    private readonly ConcurrentDictionary<string, Wall> _walls = new();

    /// <summary>What one connection is being sent.</summary>
    private sealed class Wall(HubCallerContext context)
    {
        public HubCallerContext Context => context;

        public string User { get; } = context.User?.Identity?.Name ?? "";

        public string? Session { get; } = SessionCookie.IdOf(context.User);

        public CancellationTokenSource? Stop { get; set; }

        public Task Pump { get; set; } = Task.CompletedTask;

        public Task Beat { get; set; } = Task.CompletedTask;
    }

    public void Open(HubCallerContext context) => _walls[context.ConnectionId] = new Wall(context);

    /// <summary>The sessions that have a wall now.</summary>
    public IReadOnlySet<string> Sessions => _walls.Values.Select(w => w.Session).OfType<string>().ToHashSet();

    /// <summary>Its session has ended.</summary>
    public void Abort(string session)
    {
        foreach (var wall in _walls.Values)
            if (wall.Session == session)
                wall.Context.Abort();
    }

    /// <summary>How many walls of duty people follow the alerts of a site.</summary>
    public int DutyWallsOf(string site) =>
        _walls.Values.Count(w => w.Stop is not null && accounts.FindUnlocked(w.User) is { Role: Role.Duty } account && account.Sites.Contains(site));

    /// <summary>Begins, or begins again, the stream of one connection; the old one has ended before the new one begins, or a change
    /// could come twice.</summary>
    /// <returns>The newest seq at this moment.</returns>
    public async Task<long> StartAsync(HubCallerContext context, long after)
    {
        if (!_walls.TryGetValue(context.ConnectionId, out var wall)) return feed.LastSeq;
        await EndAsync(wall);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(context.ConnectionAborted);
        var cancellation = stop.Token;
        (wall.Stop, wall.Pump) = (stop, Task.Run(() => Pump(context, after, cancellation), CancellationToken.None));
        return feed.LastSeq;
    }

    public Task CloseAsync(string connectionId) => _walls.TryRemove(connectionId, out var wall) ? EndAsync(wall) : Task.CompletedTask;

    /// <summary>Says to every wall that it can see. None waits for another: one whose last beat is still on its way gets no second one.</summary>
    public void Beat(object beat)
    {
        foreach (var (connectionId, wall) in _walls)
            if (wall.Beat.IsCompleted)
                wall.Beat = hub.Clients.Client(connectionId).SendAsync(HubEvents.Beat, beat);
    }

    private static async Task EndAsync(Wall wall)
    {
        if (wall.Stop is not { } stop) return;
        wall.Stop = null;
        await stop.CancelAsync();
        await wall.Pump;
        stop.Dispose();
    }

    private async Task Pump(HubCallerContext context, long after, CancellationToken cancellation)
    {
        try
        {
            var wall = hub.Clients.Client(context.ConnectionId);
            await foreach (var change in feed.ListenAsync(after, cancellation))
            {
                if (viewers.Of(context.User) is not { } viewer || !viewer.Sees(change)) continue;
                using var step = AlarmTrace.Step("hub", change.Origin);
                await wall.SendAsync(HubEvents.Alert, viewer.Shown(change), cancellation);
                if (change.Origin is { } origin) metrics.Sent(origin);
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception error)
        {
            // Whatever went wrong, the wall must know that it no longer hears: it reconnects and resumes.
            LogLost(context.ConnectionId, error.Message);
            context.Abort();
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The stream to wall {Wall} broke and is cut, so that it resumes: {Why}")]
    private partial void LogLost(string wall, string why);
}
