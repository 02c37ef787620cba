using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Incidents;

/// <summary>After every step: which incidents and shelves are over, and what they held back comes out.</summary>
internal static class IncidentClosing
{
    /// <summary>Ended incidents that are kept to be read: a month of a restless house.</summary>
    private const int MostEnded = 50;

    public static SiteState Settle(SiteState state, Policy policy, IOutbox outbox)
    {
        foreach (var incident in state.Board.Incidents.Where(i => i.EndedAt is null))
        {
            state = GiveBack(state, incident, policy, outbox);
            var stands = Array.Exists(state.Alerts.Open, a => incident.Alert is { } parent ? a.Id == parent : incident.Alerts.Contains(a.Id));
            if (!stands) state = End(state, incident, policy, outbox);
        }

        return HeldRelease.Release(state, policy, outbox);
    }

    /// <summary>Shelves whose time is over: what was put aside rings anew.</summary>
    public static SiteState Unshelve(SiteState state, Policy policy, IOutbox outbox)
    {
        foreach (var shelf in state.Board.Shelves.Where(s => s.Until <= outbox.Now))
        {
            state = state with { Board = state.Board with { Shelves = Array.FindAll(state.Board.Shelves, s => s.Id != shelf.Id) } };
            foreach (var alert in state.Alerts.Open.Where(a => a.ShelvedUntil is not null && shelf.Covers(a.About, a.Kind)))
            {
                var ladder = EscalationRule.LadderOf(alert.Kind, alert.Priority, state.Plan, policy);
                state = AlertLifecycle.Change(state, alert with
                {
                    ShelvedUntil = null,
                    EscalateAt = alert.State is AlertState.Open ? EscalationRule.Due(ladder, alert.Tier, 0, outbox.Now, policy) : null,
                    ReturnAt = alert.State is AlertState.Acknowledged ? EscalationRule.ReturnDue(alert.Kind, alert.Priority, outbox.Now, state.Plan, policy) : null,
                }, AlertStep.Unshelved, null, null, policy, outbox);
            }

            state = SuppressedNeeds.ReleaseAt(state, shelf.Id, outbox.Now);
        }

        return state;
    }

    /// <summary>Power is back when nothing is silent any more; a flood is over when few arrive.</summary>
    private static SiteState GiveBack(SiteState state, Incident incident, Policy policy, IOutbox outbox)
    {
        var over = incident.Kind switch
        {
            IncidentKind.Power or IncidentKind.Left => SuppressedNeeds.IsEmpty(state, incident.Id),
            IncidentKind.Flood => FloodRule.OverAt(state.Arrivals, outbox.Now, policy) <= outbox.Now,
            _ => false,
        };
        if (!over && incident.Kind is IncidentKind.Flood && FloodRule.OverAt(state.Arrivals, outbox.Now, policy) is var at && at != state.Board.FloodDueAt)
            state = state with { Board = state.Board with { FloodDueAt = at } };
        return over && state.Alerts.Find(incident.Alert!) is { } parent ? AlertLifecycle.End(state, parent, AlertStep.Restored, null, policy, outbox) : state;
    }

    private static SiteState End(SiteState state, Incident incident, Policy policy, IOutbox outbox)
    {
        var flood = incident.Kind is IncidentKind.Flood;
        state = state with
        {
            // A flood that a person declared over is measured from then on.
            Arrivals = flood ? [] : state.Arrivals,
            Board = state.Board with
            {
                FloodDueAt = flood ? null : state.Board.FloodDueAt,
                Incidents =
                [
                    .. state.Board.Incidents.Where(i => i.EndedAt is not null).TakeLast(MostEnded - 1),
                    incident with { EndedAt = outbox.Now },
                    .. state.Board.Incidents.Where(i => i.EndedAt is null && i.Id != incident.Id),
                ],
            },
        };
        return SuppressedNeeds.ReleaseAt(state, incident.Id, flood ? outbox.Now : outbox.Now + policy.ChildrenReturnWithin);
    }
}
