using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Duty;

/// <summary>"Nobody would be reached" rings before somebody is needed, and ends by itself.</summary>
internal static class Reachability
{
    private const string Part = "reach";

    /// <summary>Judged when the plan, the shift or the walls change.</summary>
    public static SiteState Judge(SiteState state, bool shiftBegins, Policy policy, IOutbox outbox)
    {
        if (state.Record is not { } site) return state;
        var lack = ReachabilityRule.Judge(site.Duty, state.Walls, state.Ways, outbox.Now, state.TimeZone, policy);
        var before = state.Lack;
        state = state with { Lack = lack, RosterDueAt = RosterRule.NextChange(state.Plan, outbox.Now, state.TimeZone) };
        var about = Subject.PartOf(site.Id, Part);
        if (lack is null)
            return before is null ? state : AlertLifecycle.Clear(
                state, new NeedCleared(AlertKind.System, about, null, "somebody would be reached again", Ends: true), policy, outbox);
        // What a person resolved without mending it is asked again with every shift.
        if (lack == before && !(shiftBegins && state.Alerts.Find(about, AlertKind.System) is null)) return state;
        var need = new Need(AlertKind.System, about, site.Id, null, null, null, null, lack, Late: false) { Priority = Priority.Medium };
        return AlertLifecycle.Raise(state, need, null, policy, outbox);
    }
}
