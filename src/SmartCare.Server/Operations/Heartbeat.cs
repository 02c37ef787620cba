using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;
using SmartCare.Grains.Silo;
using SmartCare.Mqtt.Server;
using SmartCare.Server.Alerts;
using SmartCare.Server.Care;
using SmartCare.Server.Intake;
using SmartCare.Server.Notices;
using SmartCare.Server.Upstreams;

namespace SmartCare.Server.Operations;

internal sealed record BeatView(DateTimeOffset Now, long Seq, HealthView Health);

/// <summary>Once a second: says to every wall that it can see, watches the store, and turns what is wrong with the silo into an alert.</summary>
internal sealed partial class Heartbeat(
    WallStreams walls, WallWatch watch, NoticeWays ways, AlertFeed feed, Health health, CareSilo silo, WatchClock clock, StoreHealth store, SystemAlerts alerts, DecisionCounters counters, MqttBroker mqtt, GatewayWatch gateways, UpstreamWatch upstreams,
    DeadMansSwitch outside, TimeProvider time,
    ILogger<Heartbeat> log) : BackgroundService
{
    private static readonly TimeSpan s_betweenSiteFaults = TimeSpan.FromMinutes(1);
    private string? _raised;
    private long? _siteFaultAt;
    private bool _isClockTold;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        counters.Faulted += ReportFault;
        if (mqtt.StateTrouble is { } lost) alerts.Raise(Phrase.Of("stateLost", ("why", lost)));
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            silo.Committer.Watch();
            ReportTrouble(silo.Trouble);
            ReportClock();
            ReportStore();
            watch.Beat();
            ways.Beat();
            gateways.Beat();
            upstreams.Beat();
            walls.Beat(new BeatView(time.GetUtcNow(), feed.LastSeq, health.Now));
            // Last: it says that all of this goes on.
            _ = outside.Beat();
        }
    }

    /// <summary>The failure itself is an alert. It is decided like any other: in memory at once, on disk when there is one again.</summary>
    private void ReportTrouble(string? trouble)
    {
        if ((trouble is null) == (_raised is null)) return;
        _raised = trouble;
        if (trouble is not null) LogTrouble(trouble);
        else LogRecovered();
        if (trouble is not null) alerts.Raise(Phrase.Of("watchTrouble", ("why", trouble)));
        else alerts.Clear(Phrase.Of("watchWhole"));
    }

    private void ReportClock()
    {
        if (clock.TakeJump() is { } jump)
        {
            LogClock(jump);
            alerts.Raise(Phrase.Of("clockTrouble", ("why", jump)));
        }

        var trouble = clock.Trouble;
        if (trouble is not null == _isClockTold) return;
        _isClockTold = trouble is not null;
        LogClock(trouble ?? "clock: it has caught up");
        if (trouble is not null) alerts.Raise(Phrase.Of("clockTrouble", ("why", trouble)));
        else alerts.Clear(Phrase.Of("clockCaughtUp"));
    }

    private void ReportStore()
    {
        while (store.TakeNew() is { } finding)
        {
            LogStore(finding);
            alerts.Raise(Phrase.Of("storeFinding", ("why", finding)));
        }
    }

    private void ReportFault(GrainFaulted fault)
    {
        // A site that cannot judge its own alerts must not be told of that, and fail, without end.
        var isSite = fault.Grain.StartsWith($"{(int)SubjectKind.Site}/", StringComparison.Ordinal);
        if (isSite && _siteFaultAt is { } last && time.GetElapsedTime(last) < s_betweenSiteFaults) return;
        if (isSite) _siteFaultAt = time.GetTimestamp();
        alerts.Raise(Phrase.Of("grainFault", ("grain", fault.Grain), ("why", Brief(fault.Error))));
    }

    /// <summary>A bug's stack is for the log; what was wrong with a row is for people.</summary>
    private static string Brief(string error) => error.Contains('\n', StringComparison.Ordinal) ? "a message could not be judged" : error;

    [LoggerMessage(1, LogLevel.Critical, "The watch is not whole; what cannot be written is not acknowledged, and its alarms go out unsaved: {Trouble}")]
    private partial void LogTrouble(string trouble);

    [LoggerMessage(3, LogLevel.Critical, "{What}")]
    private partial void LogClock(string what);

    [LoggerMessage(4, LogLevel.Critical, "{What}")]
    private partial void LogStore(string what);

    [LoggerMessage(2, LogLevel.Warning, "The watch is whole again; what went out unsaved is saved")]
    private partial void LogRecovered();
}
