using System.Diagnostics.Metrics;
using SmartCare.Domain.Words;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Alerts;

/// <summary>What stands now at each site, looked up when somebody asks. Without drills.</summary>
internal sealed class StandingMetrics(AlertStore alerts, RegistryIndex registry, SiteLabels labels, TimeProvider time)
{
    public const string Standing = "smartcare_alerts_standing", Stale = "smartcare_alerts_stale", Unanswered = "smartcare_alert_unanswered_seconds";

    /// <summary>ISA-18.2, 16.5.4: an alarm that stands for longer than a day is stale.</summary>
    private static readonly TimeSpan s_stale = TimeSpan.FromHours(24);

    public void Observe(Metrics metrics)
    {
        metrics.Observe(Standing, "Alerts that are not resolved, without drills.", "gauge", CountStanding);
        metrics.Observe(Stale, "Alerts that have not been resolved for a day, without drills.", "gauge", CountStale);
        metrics.Observe(Unanswered, "How long the oldest alert has been open that nobody acknowledged, without drills.", "gauge", LongestUnanswered);
    }

    private ILookup<string, AlertDocument> Open => alerts.Open.Where(a => !a.Drill).ToLookup(a => labels.Of(a.SiteId));

    private IEnumerable<Measurement<double>> CountStanding() =>
        from site in Open
        from of in site.GroupBy(a => (a.Kind, a.State))
        select new Measurement<double>(of.Count(), SiteLabels.Tag(site.Key), AlertMetrics.Tag("kind", of.Key.Kind), AlertMetrics.Tag("state", of.Key.State));

    private IEnumerable<Measurement<double>> CountStale()
    {
        var open = Open;
        return labels.Of(registry.Sites).Select(site => new Measurement<double>(open[site].Count(a => Age(a) >= s_stale), SiteLabels.Tag(site)));
    }

    private IEnumerable<Measurement<double>> LongestUnanswered()
    {
        var open = Open;
        return from site in labels.Of(registry.Sites)
               let ages = open[site].Where(a => a.State is AlertState.Open).ToLookup(a => a.Priority, Age)
               from priority in Enum.GetValues<Priority>()
               select new Measurement<double>(ages[priority].DefaultIfEmpty(TimeSpan.Zero).Max().TotalSeconds, SiteLabels.Tag(site), AlertMetrics.Tag("priority", priority));
    }

    private TimeSpan Age(AlertDocument alert) => time.GetUtcNow() - alert.RaisedAt;
}
