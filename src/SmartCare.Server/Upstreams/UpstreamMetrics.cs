using System.Diagnostics.Metrics;
using SmartCare.Bridge;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Upstreams;

/// <summary>Which numbers of a bridge stand in /metrics, each with the upstream's name.</summary>
internal static class UpstreamMetrics
{
    public static void Observe(Metrics metrics, IReadOnlyList<UpstreamLink> links)
    {
        Say("smartcare_upstream_up", "1 while the site's broker is listened to.", "gauge", link => link.Stand.IsUp ? 1 : 0);
        Say("smartcare_upstream_received_total", "PUBLISHes that came from it.", "counter", link => link.Counters.Received);
        Say("smartcare_upstream_redelivered_total", "Of these with DUP: sent before, and not acknowledged then.", "counter", link => link.Counters.Redelivered);
        Say("smartcare_upstream_replayed_total", "Of these with RETAIN: from its store, a state and no event.", "counter", link => link.Counters.Replayed);
        Say("smartcare_upstream_acknowledged_total", "PUBACKs sent to it, each after the commit.", "counter", link => link.Counters.Acknowledged);
        Say("smartcare_upstream_connects_total", "Connections to it.", "counter", link => link.Counters.Connects);
        Say("smartcare_upstream_sessions_new_total", "Connections at which it had no session of ours: after the first, what came meanwhile is lost there.", "counter", link => link.Counters.SessionsLost);
        Say("smartcare_upstream_busy_total", "Connections that were ended because too much waited for the disk.", "counter", link => link.Counters.Busy);
        Say("smartcare_upstream_faults_total", "Messages that met a bug and are lost.", "counter", link => link.Counters.Faults);
        Say("smartcare_upstream_published_total", "Messages of the house that it took.", "counter", link => link.Counters.Published);
        Say("smartcare_upstream_publishes_refused_total", "Messages of the house that it refused.", "counter", link => link.Counters.PublishRefused);
        Say("smartcare_upstream_outward_waiting", "Messages of the house that wait for it.", "gauge", link => link.Outward.Waiting);
        Say("smartcare_upstream_outward_dropped_total", "Messages of the house that waited too long for it and went.", "counter", link => link.Outward.Dropped);

        void Say(string name, string help, string type, Func<UpstreamLink, double> value) => metrics.Observe(name, help, type,
            () => links.Select(link => new Measurement<double>(value(link), new KeyValuePair<string, object?>("upstream", link.Options.Name))));
    }
}
