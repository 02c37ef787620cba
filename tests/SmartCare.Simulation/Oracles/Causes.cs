using SmartCare.Domain.Alerts;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Simulation.World;

namespace SmartCare.Simulation.Oracles;

/// <summary>The ledger of causes: an alert may ring only for what the world did about that subject in that window.</summary>
internal sealed class Causes(Run run, Obligations turn)
{
    public void Check(Alert alert, long nowMs)
    {
        if (!KindRule.All.TryGetValue(alert.Kind, out var rule)) throw Broken(alert, "no such kind is expected of this version");
        if (alert.Priority != rule.PriorityOf(alert.DeviceModel)) throw Broken(alert, $"rings with priority {alert.Priority}");
        var allowed = rule.IsJudgedByTruth || turn.Allows(alert.Kind, alert.About) || run.Oracles.WasHeld(alert.Kind, alert.About) || alert.Kind switch
        {
            AlertKind.Fall => run.Home.Speakers(alert.About).Any(d => d.Heard.Fall is FallPhase.Suspected && d.Heard.FallAt(nowMs) is FallPhase.Confirmed
                // Out of bed at night and not seen since: when that is so only what was true can say.
                || d.Record.Model is "bed"),
            AlertKind.System when run.Oracles.WatchOf(alert.SiteId)?.Allows(alert, nowMs) is true => true,
            AlertKind.System => alert.About.Key.EndsWith("/power", StringComparison.Ordinal) && run.Oracles.Decided.LostSince(nowMs - KindRule.PowerWindowMs) >= KindRule.PowerCutAt,
            AlertKind.Inactivity => run.Home.DevicesAround(alert.About).All(d => nowMs - d.Heard.SignAt >= KindRule.StillAtLeastMs),
            AlertKind.Vitals => run.Home.DevicesAround(alert.About).Any(d => nowMs - d.Heard.RateOutAt < 2 * Spans.Minute),
            AlertKind.Wandering => run.Home.HasDementia(alert.About) && run.Home.DevicesAround(alert.About).Any(d =>
                nowMs - d.Heard.OpenHeardAt < KindRule.TimerSlackMs || (d.Heard.OpenAt > 0 && nowMs - d.Heard.OpenAt >= KindRule.BackHomeMs - KindRule.TimerSlackMs)),
            AlertKind.Offline => run.Home.Device(alert.About) is { } device && ReadingOracle.IsSilent(device, run.Silo!.ListeningLongestMs, nowMs),
            _ => false,
        };
        if (!allowed) throw Broken(alert, "nothing in the world calls for it");
    }

    private static OracleBrokenException Broken(Alert alert, string what) =>
        new("no alert without a cause", $"{alert.Kind} about {alert.About.Kind} {alert.About.Key} (alert {alert.Id} x{alert.Occurrences}): {what}");
}
