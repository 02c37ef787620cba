using System.Text.Json;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;
using SmartCare.Grains;

namespace SmartCare.Simulation.Oracles;

/// <summary>What the sites hold open is what their changes told.</summary>
internal static class DeskCheck
{
    public static void Check(SortedDictionary<GrainId, string> states, AlertLedger ledger)
    {
        var desks = states.Where(s => s.Key.Kind == (byte)SubjectKind.Site)
            .SelectMany(s => JsonSerializer.Deserialize(s.Value[(s.Value.IndexOf(' ') + 1)..], CareJson.Default.SiteState)!.Desk.Open);
        var held = desks.Select(Show).Order(StringComparer.Ordinal);
        var told = ledger.Open.Select(Show).Order(StringComparer.Ordinal);
        if (held.Except(told).FirstOrDefault() is { } untold) throw Broken($"holds {untold}, which was never told");
        if (told.Except(held).FirstOrDefault() is { } lost) throw Broken($"no longer holds {lost}");
    }

    private static string Show(Domain.Alerts.Alert a) => $"{a.Id} {a.Kind} about {a.About.Key} {a.State} x{a.Occurrences} tier {a.Tier}";

    private static OracleBrokenException Broken(string what) => new("histories are lives", $"the desk {what}");
}
