using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Incidents;

/// <summary>Fire, gas and CO alerts of one site within minutes: one incident, whose alerts all ring on.</summary>
internal static class FireIncident
{
    /// <summary>The incident that a new danger belongs to; with the second one it begins.</summary>
    public static (SiteState State, string? Incident) Join(SiteState state, Need need, Policy policy, IOutbox outbox)
    {
        if (!FireRule.IsPart(need.Kind)) return (state, null);
        // A fire in earnest during a drill elsewhere is none of the drill's.
        var drill = DrillRule.IsDrill(need, state.Board.Drills, outbox.Now);
        var alike = Array.FindAll(state.Alerts.Open, a => a.Drill == drill);
        if (Array.Find(state.Board.Incidents, i => i is { Kind: IncidentKind.Fire, EndedAt: null } && FireRule.Joins(i.LastAt, outbox.Now, policy) && Array.Exists(alike, a => i.Alerts.Contains(a.Id))) is { } standing)
            return (state, standing.Id);
        if (FireRule.First(alike, need, outbox.Now, policy) is not { } first) return (state, null);
        var id = Incident.IdOf(first.Id);
        var incident = new Incident(id, IncidentKind.Fire, null, first.RaisedAt) { Alerts = [first.Id], LastAt = outbox.Now };
        // The first alert's own document shows it with its next change: a line about it must not come before the new fire.
        return (state with
        {
            Board = state.Board with { Incidents = [.. state.Board.Incidents, incident] },
            Alerts = state.Alerts.With(first with { Incident = id }, policy),
        }, id);
    }

    public static SiteState Add(SiteState state, string incident, Alert alert) => state with
    {
        Board = state.Board with
        {
            Incidents = [.. state.Board.Incidents.Select(i => i.Id != incident ? i : i with
            {
                Alerts = i.Alerts.Contains(alert.Id) ? i.Alerts : [.. i.Alerts.TakeLast(MostAlerts - 1), alert.Id],
                LastAt = alert.RaisedAt > i.LastAt ? alert.RaisedAt : i.LastAt,
            })],
        },
    };

    /// <summary>A house has fewer rooms than this that can burn at once and somebody still looks at a screen.</summary>
    private const int MostAlerts = 300;
}
