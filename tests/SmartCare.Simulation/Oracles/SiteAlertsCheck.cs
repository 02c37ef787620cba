using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;

namespace SmartCare.Simulation.Oracles;

/// <summary>What the sites hold open is what their changes told.</summary>
internal static class SiteAlertsCheck
{
    public static void Check(IReadOnlyList<SiteState> sites, AlertLedger ledger)
    {
        foreach (var site in sites)
        {
            HeldCheck.Check(site.Board);
            foreach (var alert in site.Alerts.Open) HeldCheck.Check(alert);
        }

        var held = sites.SelectMany(s => s.Alerts.Open).Select(Show).Order(StringComparer.Ordinal);
        var told = ledger.Open.Select(Show).Order(StringComparer.Ordinal);
        if (held.Except(told).FirstOrDefault() is { } untold) throw Broken($"holds {untold}, which was never told");
        if (told.Except(held).FirstOrDefault() is { } lost) throw Broken($"no longer holds {lost}");
    }

    // What is put aside is counted in silence.
    private static string Show(Alert a) =>
        $"{a.Id} {a.Kind} about {a.About.Key} {a.State} {(a.ShelvedUntil is null ? $"x{a.Occurrences}" : "aside")} tier {a.Tier}";

    private static OracleBrokenException Broken(string what) => new("histories are lives", $"the desk {what}");
}
