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
        // A step over a month makes it time for a detector's test.
        var untested = alert is { Kind: AlertKind.Fault, Priority: Priority.Low } && run.Clocks.Elapsed(run.Season.StartMs, nowMs) > KindRule.TestEveryMs;
        // What is left of a flood is as urgent as the worst of it.
        var left = alert is { Kind: AlertKind.System, Priority: Priority.Low } && (alert.About.Key.EndsWith("/silent", StringComparison.Ordinal) || alert.About.Key.EndsWith("/things", StringComparison.Ordinal));
        if (alert.Priority != rule.PriorityOf(alert.DeviceModel) && !untested && !left) throw Broken(alert, $"rings with priority {alert.Priority}");
        var allowed = rule.IsJudgedByTruth || turn.Allows(alert.Kind, alert.About) || run.Oracles.WasHeld(alert.Kind, alert.About) || alert.Kind switch
        {
            AlertKind.Fall => run.Home.Speakers(alert.About).Any(d => d.Heard.Fall is FallPhase.Suspected && d.Heard.FallAt(run.Clocks, nowMs) is FallPhase.Confirmed
                // Out of bed at night and not seen since: when that is so only what was true can say.
                || d.Record.Model is "bed"
                // Whether a knock was a fall is what the table counts.
                || d.Heard.KnockedAt > 0),
            AlertKind.System when alert.About == Subject.PartOf(alert.SiteId, "reach") && !run.Home.IsPlanned(alert.SiteId) => true,
            AlertKind.System when run.Oracles.WatchOf(alert.SiteId)?.Allows(alert, nowMs) is true => true,
            AlertKind.System => alert.About.Key.EndsWith("/power", StringComparison.Ordinal)
                && (run.Oracles.Decided.LostOfLate(at => IsWithin(at, nowMs, KindRule.PowerWindowMs)) >= KindRule.PowerCutAt
                    // What a gateway or the last cut held has come out.
                    || run.Oracles.Decided.BoardOf(alert.SiteId).Held.Count(h => h.Need.Kind is AlertKind.Offline) >= KindRule.PowerCutAt),
            AlertKind.Inactivity => run.Home.DevicesAround(alert.About).All(d => run.Clocks.Elapsed(d.Heard.SignAt, nowMs) >= KindRule.StillAtLeastMs),
            AlertKind.Vitals => run.Home.DevicesAround(alert.About).Any(d => IsWithin(d.Heard.RateOutAt, nowMs, 2 * Spans.Minute)),
            AlertKind.Wandering => run.Home.HasDementia(alert.About) && run.Home.DevicesAround(alert.About).Any(d =>
                IsBrought(d.Heard.OpenHeardAt, nowMs) || (d.Heard.OpenAt > 0 && run.Clocks.Elapsed(d.Heard.OpenAt, nowMs) >= KindRule.BackHomeMs - KindRule.TimerSlackMs)),
            AlertKind.Offline => run.Home.Device(alert.About) is { } device && ReadingOracle.IsSilent(device, run.Clocks, run.Silo!.ListeningLongestMs, nowMs),
            _ => false,
        };
        if (!allowed) throw Broken(alert, "nothing in the world calls for it");
    }

    /// <summary>What was said then is brought by a letter now, or after a start that came between.</summary>
    private bool IsBrought(long saidMs, long nowMs) => saidMs > 0 && nowMs - Math.Max(saidMs, run.Silo!.ListeningSinceMs) < KindRule.TimerSlackMs;

    /// <summary>In real time or by the watch, whichever is the shorter.</summary>
    private bool IsWithin(long atMs, long nowMs, long spanMs) => nowMs - atMs < spanMs || run.Clocks.Elapsed(atMs, nowMs) < spanMs;

    private static OracleBrokenException Broken(Alert alert, string what) =>
        new("no alert without a cause", $"{alert.Kind} about {alert.About.Kind} {alert.About.Key} (alert {alert.Id} x{alert.Occurrences}): {what}");
}
