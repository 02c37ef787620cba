using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Duty;

/// <summary>"Nobody would be reached" rings before somebody is needed, and ends by itself.</summary>
internal static class Reachability
{
    private const string Part = "reach";

    /// <summary>By which ways the silo can send, and whose phones show it.</summary>
    public static SiteState Know(SiteState state, WaysOut ways, Policy policy, IOutbox outbox) =>
        Same(state.Ways, ways.Kinds) && Same(state.Phones, ways.Phones)
            ? state : Judge(state with { Ways = ways.Kinds, Phones = ways.Phones }, shiftBegins: false, policy, outbox);

    private static bool Same<T>(T[]? a, T[]? b) => a is null || b is null ? a == b : a.AsSpan().SequenceEqual(b);

    /// <summary>Judged when the plan, the shift or the walls change.</summary>
    public static SiteState Judge(SiteState state, bool shiftBegins, Policy policy, IOutbox outbox)
    {
        if (state.Record is not { } site) return state;
        var before = state.Lack;
        // Nobody is asked at a site that is kept for the record alone.
        (state, var lack) = site.Archived ? (state with { RosterDueAt = null, PlanDueAt = null }, null)
            : site.Duty is { } plan ? WithPlan(state, plan, policy, outbox) : WithoutPlan(state, policy, outbox);
        state = state with { Lack = lack?.Text };
        var about = Subject.PartOf(site.Id, Part);
        if (lack is null)
            return before is null ? state : AlertLifecycle.Clear(
                state, new NeedCleared(AlertKind.System, about, null, Phrase.Of("reachedAgain"), Ends: true), policy, outbox);
        var told = state.Alerts.Find(about, AlertKind.System) is not null;
        // What a person resolved without mending it is asked again with every shift.
        if (lack.Text == before && !(shiftBegins && !told)) return state;
        // What is only to come is no news to who knows that something is missing.
        if (told && !lack.IsNow) return AlertLifecycle.Note(state, new NeedNoted(AlertKind.System, about, null, lack.Text), policy, outbox);
        var need = new Need(AlertKind.System, about, site.Id, null, null, null, null, lack.Text, Late: false) { Priority = Priority.Medium };
        return AlertLifecycle.Raise(state, need, null, policy, outbox);
    }

    private static (SiteState State, Lack? Lack) WithPlan(SiteState state, DutyPlan plan, Policy policy, IOutbox outbox) => (
        state with { RosterDueAt = RosterRule.NextChange(plan, outbox.Now, state.TimeZone), PlanDueAt = null },
        ReachabilityRule.Judge(plan, state.Walls, state.Exits, outbox.Now, state.TimeZone, policy));

    /// <summary>Who sets up a site has a while to plan. Until the silo has said by what it sends, nobody outside is to be told here at all.</summary>
    private static (SiteState State, Lack? Lack) WithoutPlan(SiteState state, Policy policy, IOutbox outbox)
    {
        if (state.Ways is null) return (state with { RosterDueAt = null, PlanDueAt = null }, null);
        var due = state.PlanDueAt ?? outbox.Now + policy.PlanWithin;
        return due > outbox.Now
            ? (state with { PlanDueAt = due, RosterDueAt = due }, null)
            : (state with { PlanDueAt = due, RosterDueAt = outbox.Now + policy.PlanAgainAfter }, new Lack(ReachabilityRule.NoPlan, IsNow: true));
    }
}
