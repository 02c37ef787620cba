using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using SmartCare.Domain.Decisions;
using SmartCare.Server.Accounts;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Alerts;

/// <summary>What <c>Resume</c> answers: from here on every change comes.</summary>
internal sealed record Resumed(long Seq);

/// <summary>The walls' hub: changes out, answers in.</summary>
[Authorize]
internal sealed class AlertHub(AlertAnswers answers, WallStreams streams, AccountBook accounts, RegistryIndex registry) : Hub
{
    public Resumed Resume(long afterSeq)
    {
        if (afterSeq < 0) throw new HubException("afterSeq is 0 or more.");
        return new Resumed(streams.Start(Context, Viewer, afterSeq));
    }

    public Task<AlertDocument> Acknowledge(string id) => Answer(id, AlertVerb.Acknowledge);

    public Task<AlertDocument> Arrive(string id) => Answer(id, AlertVerb.Arrive);

    public Task<AlertDocument> Resolve(string id, string outcome, string? note) => Answer(id, AlertVerb.Resolve, outcome, note);

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        streams.Stop(Context.ConnectionId);
        return Task.CompletedTask;
    }

    private Viewer Viewer => Accounts.Viewer.Of(Context.User!, accounts, registry) ?? throw new HubException("Sign in first.");

    private async Task<AlertDocument> Answer(string id, AlertVerb verb, string? outcome = null, string? note = null)
    {
        var result = await answers.Answer(Viewer, id, verb, outcome, note);
        return result.Status is AnswerStatus.Done ? result.Alert! : throw new HubException(result.Why);
    }
}

/// <summary>One stream of changes per wall. A wall that does not keep up is cut off and resumes; nobody else waits for it.</summary>
internal sealed partial class WallStreams(AlertFeed feed, IHubContext<AlertHub> hub, ILogger<WallStreams> log)
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _streams = new();

    /// <summary>Begins, or begins again, the stream of one connection.</summary>
    /// <returns>The newest seq at this moment.</returns>
    public long Start(HubCallerContext context, Viewer viewer, long after)
    {
        Stop(context.ConnectionId);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(context.ConnectionAborted);
        _streams[context.ConnectionId] = stop;
        _ = Task.Run(() => Pump(context, viewer, after, stop.Token));
        return feed.LastSeq;
    }

    public void Stop(string connectionId)
    {
        if (!_streams.TryRemove(connectionId, out var stop)) return;
        stop.Cancel();
        stop.Dispose();
    }

    private async Task Pump(HubCallerContext context, Viewer viewer, long after, CancellationToken cancellation)
    {
        try
        {
            var wall = hub.Clients.Client(context.ConnectionId);
            await foreach (var change in feed.ListenAsync(after, cancellation))
                if (viewer.Sees(change))
                    await wall.SendAsync("alert", change, cancellation);
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
