using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Incidents;

/// <summary>
/// Decides whether a need rings on its own or inside something greater: a lost gateway, a power cut, a flood, a shelf. What is urgent
/// always rings on its own.
/// </summary>
internal static class AlertGrouping
{
    public const string PowerPart = "power";

    /// <param name="counts">It is news, not something held back that comes out now.</param>
    public static SiteState Take(SiteState state, Need need, bool counts, Policy policy, IOutbox outbox)
    {
        if (state.Alerts.Find(need.About, need.Kind) is { } open) return AlertLifecycle.Raise(state, need, open.Incident, policy, outbox);
        if (need.Urgency is not Priority.High)
        {
            if (SuppressedNeeds.Find(state, need.About, need.Kind) >= 0) return SuppressedNeeds.Again(state, need);
            if (HolderOf(state, need, policy) is { } holder && state.Board.Held.Length < policy.MostHeld)
                return SuppressedNeeds.Put(Counted(state, need, counts && holder.Kind is IncidentKind.Flood, policy, outbox), need, holder.Id, policy, outbox);
        }

        state = SuppressedNeeds.Drop(state, need.About, need.Kind);
        state = Counted(state, need, counts, policy, outbox);
        (state, var incident) = FireIncident.Join(state, need, policy, outbox);
        state = AlertLifecycle.Raise(state, need, incident, policy, outbox);
        if (incident is not null) state = FireIncident.Add(state, incident, state.Alerts.Find(need.About, need.Kind)!);
        if (need.Kind is AlertKind.Offline or AlertKind.System) state = LostGateway(state, need, policy, outbox);
        if (need.Kind is AlertKind.Offline) state = PowerCut(state, need.SiteId, policy, outbox);
        return Flood(state, need.SiteId, policy, outbox);
    }

    /// <summary>An alarm that still stands long after its alert was resolved is raised again: had the "clear" been lost on the way, the
    /// next fire would look like the old state for ever.</summary>
    public static SiteState Stand(SiteState state, Need need, Policy policy, IOutbox outbox) =>
        state.Alerts.Find(need.About, need.Kind) is not null || SuppressedNeeds.Find(state, need.About, need.Kind) >= 0
        || outbox.Now - state.Alerts.EndOf(need.About, need.Kind) < StandsAgainRule.After(need.Kind, policy)
            ? state
            : Take(state, need, counts: true, policy, outbox);

    public static SiteState Clear(SiteState state, NeedCleared cleared, Policy policy, IOutbox outbox) =>
        AlertLifecycle.Clear(SuppressedNeeds.Drop(state, cleared.About, cleared.Kind), cleared, policy, outbox);

    /// <summary>What would hold this need back now, unless it is urgent: a shelf (no kind), its gateway's alert, a power cut, a flood.</summary>
    public static (string Id, IncidentKind? Kind)? HolderOf(SiteState state, Need need, Policy policy)
    {
        if (Array.Find(state.Board.Shelves, s => s.Covers(need.About, need.Kind)) is { } shelf) return (shelf.Id, null);
        var offline = need.Kind is AlertKind.Offline;
        if (offline && Array.Find(state.Alerts.Open, a => LostWay.IsWayOf(a, need.SiteId, need.Via, need.DeviceId)) is { } lost) return (Incident.IdOf(lost.Id), IncidentKind.Gateway);
        if (offline && Standing(state, IncidentKind.Power) is { } cut) return (cut.Id, IncidentKind.Power);
        return FloodRule.MayWait(need.Kind, need.Urgency) && Standing(state, IncidentKind.Flood) is { } flood ? (flood.Id, IncidentKind.Flood) : null;
    }

    /// <summary>A gateway is silent, or a broker away: their devices' silence is told by that alert, also where it was noticed before.</summary>
    private static SiteState LostGateway(SiteState state, Need need, Policy policy, IOutbox outbox)
    {
        var lost = state.Alerts.Find(need.About, need.Kind)!;
        var children = Array.FindAll(state.Alerts.Open, a => a.Kind is AlertKind.Offline && LostWay.IsWayOf(lost, a.SiteId, a.Via, a.DeviceId));
        return children.Length == 0 ? state : Absorb(state, IncidentKind.Gateway, lost.Id, children, policy, outbox);
    }

    private static SiteState PowerCut(SiteState state, SiteId site, Policy policy, IOutbox outbox)
    {
        if (Standing(state, IncidentKind.Power) is not null || !PowerCutRule.IsCut(state.Arrivals, outbox.Now, policy)) return state;
        var children = Array.FindAll(
            state.Alerts.Open, a => a.Kind is AlertKind.Offline && outbox.Now - a.RaisedAt < policy.PowerWindow && !IsParent(state, a));
        var note = Phrase.Of("powerCut", ("devices", children.Length), ("minutes", Math.Round(policy.PowerWindow.TotalMinutes)));
        return children.Length == 0 ? state : Stand(state, site, PowerPart, note, IncidentKind.Power, children, policy, outbox);
    }

    /// <summary>Measured against what one desk can answer, so only where somebody has said who sits there.</summary>
    private static SiteState Flood(SiteState state, SiteId site, Policy policy, IOutbox outbox)
    {
        if (state.Record?.Duty is not { } plan || Standing(state, IncidentKind.Flood) is not null) return state;
        if (!FloodRule.IsFlood(state.Arrivals, outbox.Now, plan.FloodAbove ?? policy.FloodAbove, policy)) return state;
        var flood = Phrase.Of("flood", ("count", FloodRule.CountIn(state.Arrivals, outbox.Now, policy.FloodWindow)), ("minutes", Math.Round(policy.FloodWindow.TotalMinutes)));
        var note = Phrase.All(FloodRule.Worst(state.Arrivals, outbox.Now, policy).Prepend(flood));
        state = Stand(state, site, "flood", note, IncidentKind.Flood, [], policy, outbox);
        return state with { Board = state.Board with { FloodDueAt = FloodRule.OverAt(state.Arrivals, outbox.Now, policy) } };
    }

    /// <summary>Raises the alert that stands for all, and puts the others inside.</summary>
    private static SiteState Stand(
        SiteState state, SiteId site, string part, string note, IncidentKind kind, Alert[] children, Policy policy, IOutbox outbox)
    {
        var need = new Need(AlertKind.System, Subject.PartOf(site, part), site, null, null, null, null, note, Late: false) { Priority = Priority.Medium };
        state = AlertLifecycle.Raise(state, need, null, policy, outbox);
        return Absorb(state, kind, state.Alerts.Find(need.About, need.Kind)!.Id, children, policy, outbox);
    }

    private static SiteState Absorb(SiteState state, IncidentKind kind, string parent, Alert[] children, Policy policy, IOutbox outbox)
    {
        state = Open(state, kind, parent, outbox.Now);
        foreach (var child in children)
        {
            state = AlertLifecycle.End(state, child, AlertStep.Gathered, Phrase.Of("inside", ("alert", parent)), policy, outbox);
            var need = new Need(child.Kind, child.About, child.SiteId, child.PlaceId, child.ElderId, child.DeviceId, child.DeviceModel, null, child.Late)
            {
                Via = child.Via,
                Priority = child.Priority,
            };
            state = SuppressedNeeds.Put(state, need, Incident.IdOf(parent), policy, outbox);
        }

        return state;
    }

    /// <summary>The incident of this alert, standing; begun when there is none.</summary>
    public static SiteState Open(SiteState state, IncidentKind kind, string parent, DateTimeOffset now)
    {
        var id = Incident.IdOf(parent);
        if (Array.Exists(state.Board.Incidents, i => i.Id == id && i.EndedAt is null)) return state;
        var incident = new Incident(id, kind, parent, now) { Alerts = [parent] };
        return state with { Board = state.Board with { Incidents = [.. state.Board.Incidents.Where(i => i.Id != id), incident] } };
    }

    public static Incident? Standing(SiteState state, IncidentKind kind) => Array.Find(state.Board.Incidents, i => i.Kind == kind && i.EndedAt is null);

    private static bool IsParent(SiteState state, Alert alert) => Array.Exists(state.Board.Incidents, i => i.Alert == alert.Id && i.EndedAt is null);

    private static SiteState Counted(SiteState state, Need need, bool counts, Policy policy, IOutbox outbox) => !counts ? state : state with
    {
        Arrivals =
        [
            .. state.Arrivals.Where(a => outbox.Now - a.At < policy.FloodWindow).TakeLast(policy.MostArrivals - 1),
            new Arrival(outbox.Now, need.Kind, need.DeviceId?.Value ?? need.About.Key),
        ],
    };
}
