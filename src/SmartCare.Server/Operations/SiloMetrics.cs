using System.Diagnostics.Metrics;
using SmartCare.Grains.Silo;
using SmartCare.Mqtt.Server;
using SmartCare.Series;
using SmartCare.Server.Alerts;

namespace SmartCare.Server.Operations;

/// <summary>Which numbers of the parts stand in /metrics.</summary>
internal static class SiloMetrics
{
    /// <summary>A commit takes a millisecond on a quiet disk; one that takes longer than 1.5 s makes alarms go out unsaved.</summary>
    private static readonly double[] s_commit = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 5];

    public static void Observe(Metrics metrics, CareSilo silo, AlertStore alerts, AlertFeed feed, MqttBroker broker, SeriesFeed series)
    {
        metrics.Observe("smartcare_journal_entries_total", "Entries on disk since the start.", "counter", () => silo.Committer.Committed);
        metrics.Observe("smartcare_journal_commits_total", "Commits since the start.", "counter", () => silo.Committer.Commits);
        var commit = metrics.Seconds("smartcare_commit_seconds", "Each commit, as long as it took.", s_commit);
        silo.Committer.CommitTook += took => commit.Record(took.TotalSeconds);
        metrics.Observe("smartcare_journal_pending", "Records decided and not yet on disk.", "gauge", () => silo.Committer.PendingRecords);
        metrics.Observe("smartcare_journal_ok", "1 when the store can be written.", "gauge", () => silo.Committer.Trouble is null ? 1 : 0);
        metrics.Observe("smartcare_grains_awake", "Grains in memory.", "gauge", () => silo.Awake);
        metrics.Observe("smartcare_alerts_open", "Alerts that are not resolved.", "gauge", () => alerts.Open.Count);
        metrics.Observe("smartcare_alert_seq", "Number of the newest change.", "gauge", () => feed.LastSeq);
        metrics.Observe("smartcare_walls", "Walls that follow the alerts.", "gauge", () => feed.Listeners);
        metrics.Observe("smartcare_series_written_total", "Readings that are whole in the series.", "counter", () => series.Written);
        metrics.Observe("smartcare_series_lag_seconds", "How far the series is behind the journal.", "gauge", () => series.Lag.TotalSeconds);
        metrics.Observe("smartcare_series_failures_total", "Tries that found the series store away, or that it refused something of.", "counter", () => series.Failures);
        metrics.Observe("smartcare_series_left_out_total", "Points that the series store would never take.", "counter", () => series.LeftOut);
        metrics.Observe("smartcare_heap_bytes", "What was alive on the managed heap after its last full collection.", "gauge", HeapBytes);
        metrics.Observe("smartcare_resident_bytes", "Memory of the process.", "gauge", () => Environment.WorkingSet);
        Observe(metrics, broker.Counters);
    }

    /// <summary>
    /// A full collection runs in the background or, when memory is short, blocking: the newer of the two. Without the two young generations,
    /// which fill again while a background collection runs, and without holes.
    /// </summary>
    private static double HeapBytes()
    {
        var (background, blocking) = (GC.GetGCMemoryInfo(GCKind.Background), GC.GetGCMemoryInfo(GCKind.FullBlocking));
        var alive = 0L;
        foreach (var generation in (background.Index > blocking.Index ? background : blocking).GenerationInfo[2..])
            alive += generation.SizeAfterBytes - generation.FragmentationAfterBytes;
        return alive;
    }

    private static void Observe(Metrics metrics, MqttCounters mqtt)
    {
        metrics.Observe("smartcare_mqtt_connections", "MQTT connections now.", "gauge", () => mqtt.Connections);
        metrics.Observe("smartcare_mqtt_sessions", "MQTT sessions, kept ones included.", "gauge", () => mqtt.Sessions);
        metrics.Observe("smartcare_mqtt_retained", "Retained messages.", "gauge", () => mqtt.Retained);
        metrics.Observe("smartcare_mqtt_connects_total", "CONNECTs accepted.", "counter", () => mqtt.Connects);
        metrics.Observe("smartcare_mqtt_connects_refused_total", "CONNECTs refused.", "counter", () => mqtt.Refused);
        metrics.Observe("smartcare_mqtt_malformed_total", "Connections ended for breaking the protocol.", "counter", () => mqtt.Malformed);
        metrics.Observe("smartcare_mqtt_busy_total", "Connections closed so that the client keeps its message.", "counter", () => mqtt.Busy);
        metrics.Observe("smartcare_mqtt_throttled_total", "Connections not read for the rest of a second.", "counter", () => mqtt.Throttled);
        metrics.Observe("smartcare_mqtt_state_failures_total", "Times that sessions could not be saved.", "counter", () => mqtt.StateFailures);
        metrics.Observe("smartcare_mqtt_passed_over_total", "Messages of gateways that were longer than may come at once; the connection stayed.", "counter", () => mqtt.PassedOver);
        metrics.Observe("smartcare_mqtt_too_large_total", "Packets over the limit.", "counter", () => mqtt.TooLarge);
        metrics.Observe("smartcare_mqtt_publishes_refused_total", "PUBLISHes answered with a refusal.", "counter", () => mqtt.PublishesRefused);
        metrics.Observe("smartcare_mqtt_subscribes_refused_total", "Filters that a client may not read.", "counter", () => mqtt.SubscribesRefused);
        metrics.Observe("smartcare_mqtt_acks_total", "Acknowledgements sent.", "counter", () => mqtt.AcksOut);
        metrics.Observe("smartcare_mqtt_publishes_out_total", "PUBLISHes sent to subscribers.", "counter", () => mqtt.PublishesOut);
        metrics.Observe("smartcare_mqtt_faults_total", "Bugs met by connections.", "counter", () => mqtt.Faults);
        metrics.Observe("smartcare_mqtt_publishes_in_total", "PUBLISHes received.", "counter", () =>
            [Of(mqtt.PublishesIn(0), "qos", "0"), Of(mqtt.PublishesIn(1), "qos", "1"), Of(mqtt.PublishesIn(2), "qos", "2")]);
        metrics.Observe("smartcare_mqtt_dropped_total", "Messages to subscribers dropped at a limit.", "counter", () =>
            [Of(mqtt.DroppedByQueue, "limit", "queue"), Of(mqtt.DroppedBySize, "limit", "size"), Of(mqtt.DroppedByRetained, "limit", "retained")]);
    }

    private static Measurement<double> Of(double value, string label, string word) => new(value, new KeyValuePair<string, object?>(label, word));
}
