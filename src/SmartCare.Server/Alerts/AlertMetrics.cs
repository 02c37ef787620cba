using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using SmartCare.Domain.Words;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Alerts;

/// <summary>How much each site's people are asked, how fast they answer, and how long an alarm takes to a wall.</summary>
internal sealed class AlertMetrics(AlertFeed feed, RegistryIndex registry, SiteLabels labels, Metrics metrics, TimeProvider time) : IHostedService
{
    public const string Raised = "smartcare_alerts_raised_total";

    /// <summary>A minute and three minutes are what answers are judged by, so they are ends of buckets.</summary>
    private static readonly double[] s_answerBounds = [10, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1_800, 3_600, 14_400];

    private static readonly double[] s_pressToHubBounds = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];

    private readonly ConcurrentDictionary<(string Site, AlertKind Kind, Priority Priority), long> _raised = new();

    private readonly Histogram<double>
        _answers = metrics.Seconds("smartcare_alert_answer_seconds", "From raised to the first answer of each step by a person; without drills.", s_answerBounds),
        _pressToHub = metrics.Seconds("smartcare_press_to_hub_seconds", "From a PUBLISH to the change of an alert that it led to, sent to a wall; each wall counts.", s_pressToHubBounds);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        metrics.Observe(Raised, "Alerts that began to ring, also again; without drills.", "counter", CountRaised);
        feed.Published += Count;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        feed.Published -= Count;
        return Task.CompletedTask;
    }

    /// <summary>A change has been sent to a wall.</summary>
    public void Sent(Origin origin) => _pressToHub.Record(Math.Max(0, (time.GetUtcNow() - origin.ReceivedAt).TotalSeconds));

    /// <summary>A word of the contract.</summary>
    public static KeyValuePair<string, object?> Tag<T>(string name, T word) where T : struct, Enum => new(name, word.ToString().ToLowerInvariant());

    /// <summary>Every kind stands there from the start: whoever asks for the increase of a counter that appears with its first alert does not see that one.</summary>
    private IEnumerable<Measurement<double>> CountRaised()
    {
        foreach (var site in labels.Of(registry.Sites))
            foreach (var kind in Enum.GetValues<AlertKind>())
                _raised.TryAdd((site, kind, AlertPriorities.Of(kind)), 0);
        return _raised.Select(r => new Measurement<double>(r.Value, SiteLabels.Tag(r.Key.Site), Tag("kind", r.Key.Kind), Tag("priority", r.Key.Priority)));
    }

    private void Count(AlertDocument change)
    {
        if (change.Drill || change.History.Count == 0) return;
        var line = change.History[^1];
        if (line.What is AlertStep.Raised or AlertStep.Reopened)
            _raised.AddOrUpdate((labels.Of(change.SiteId), change.Kind, change.Priority), 1, (_, before) => before + 1);
        else if (line is { What: AlertStep.Acknowledged or AlertStep.Arrived or AlertStep.Resolved, By: not null } && change.History.Count(h => h.What == line.What) == 1)
            _answers.Record((change.UpdatedAt - change.RaisedAt).TotalSeconds, Tag("step", line.What), Tag("kind", change.Kind));
    }
}
