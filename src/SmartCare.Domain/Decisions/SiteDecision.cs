using SmartCare.Domain.Alerts;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Incidents;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>The grain of a site: makes of each need exactly one alert, asks one after the other until a person comes, and lets people answer.</summary>
public static class SiteDecision
{
    /// <summary>A need is answered for even before the site is registered: a lost record must not lose an alarm.</summary>
    public static SiteState Decide(SiteState state, CareMessage message, Policy policy, IOutbox outbox) =>
        Show(state, Settle(Hear(state, message, policy, outbox), policy, outbox), outbox);

    public static SiteState Tick(SiteState state, Policy policy, IOutbox outbox)
    {
        var after = TellElders(state, policy, outbox);
        after = AlertLifecycle.Tick(after, policy, outbox);
        after = Notifier.Tick(after, policy, outbox);
        after = IncidentClosing.Unshelve(after, policy, outbox);
        if (after.RosterDueAt <= outbox.Now) after = Reachability.Judge(after, shiftBegins: true, policy, outbox);
        after = StandingNeeds.Tick(after, policy, outbox);
        return Show(state, Settle(after, policy, outbox), outbox);
    }

    private static SiteState Settle(SiteState state, Policy policy, IOutbox outbox) =>
        StandingNeeds.Settle(IncidentClosing.Settle(state, policy, outbox), policy, outbox);

    private static SiteState Hear(SiteState state, CareMessage message, Policy policy, IOutbox outbox) => message switch
    {
        Register { Record: Site record } register => TakeUp(state, record, register.By, policy, outbox),
        Unregister { By: var by } when state.Record is { } unused => Forget(unused, by, outbox),
        ElderIs elder => Welcome(state, elder, outbox),
        ElderLeft { Elder: var elder } => state with { Households = state.Households.Remove(elder.Value), Lodgings = state.Lodgings.Remove(elder.Value) },
        NeedRaised { Need: var need } => AlertGrouping.Take(StandingNeeds.Begin(state, need), need, counts: true, policy, outbox),
        NeedStands { Need: var need } => AlertGrouping.Stand(StandingNeeds.Begin(state, need), need, policy, outbox),
        NeedCleared cleared => AlertGrouping.Clear(StandingNeeds.End(state, cleared, outbox), cleared, policy, outbox),
        NeedNoted noted => AlertLifecycle.Note(state, noted, policy, outbox),
        AlertCommand command => AlertLifecycle.Obey(state, command, policy, outbox),
        FamilyAnswered answer => FamilyAnswering.Hear(state, answer, policy, outbox),
        ShelveAlert command => Shelving.Obey(state, command, policy, outbox),
        NoticeAnswered answer => Notifier.Heard(state, answer, policy, outbox),
        WallsOf { Count: var walls } => walls == state.Walls ? state : Reachability.Judge(state with { Walls = walls }, shiftBegins: false, policy, outbox),
        WaysOut ways => Reachability.Know(state, ways, policy, outbox),
        StartDrill { Drill: var drill } => DutyLog.Start(state, drill, policy, outbox),
        EndDrill { Name: var name } => DutyLog.End(state, name, outbox),
        SignHandover command => DutyLog.Sign(state, command, policy, outbox),
        RecordCheck command => DutyLog.Check(state, command, policy, outbox),
        DeviceTested tested => DutyLog.Tested(state, tested, policy, outbox),
        _ => state,
    };

    private static SiteState Forget(Site record, string? by, IOutbox outbox)
    {
        outbox.Emit(new Unregistered(record, by));
        return SiteState.New;
    }

    private static SiteState TakeUp(SiteState state, Site record, string? by, Policy policy, IOutbox outbox)
    {
        outbox.Emit(new Registered(record, state.Record, by));
        state = state with
        {
            Record = record,
            Board = record.Duty is null == state.Board.PlannedAt is null ? state.Board : state.Board with { PlannedAt = record.Duty is null ? null : outbox.Now },
        };
        return TellElders(Reachability.Judge(state, shiftBegins: false, policy, outbox) with { ToldUpTo = "", TellEldersAt = outbox.Now }, policy, outbox);
    }

    private static SiteState Welcome(SiteState state, ElderIs elder, IOutbox outbox)
    {
        if (state.Record is { } site) outbox.Tell(Subject.Of(elder.Elder), new SiteIs(site));
        return state with
        {
            Households = state.Households.SetItem(elder.Elder.Value, elder.Household),
            Lodgings = elder.Place is { } place ? state.Lodgings.SetItem(elder.Elder.Value, place.Value) : state.Lodgings.Remove(elder.Elder.Value),
        };
    }

    /// <summary>A turn may send a thousand letters, and a neighbourhood has more elders: they are told some hundred a second.</summary>
    private static SiteState TellElders(SiteState state, Policy policy, IOutbox outbox)
    {
        if (state.TellEldersAt is null || state.TellEldersAt > outbox.Now) return state;
        if (state.Record is not { } site) return state with { ToldUpTo = null, TellEldersAt = null };
        string[] next = [.. state.Households.Keys.SkipWhile(e => string.CompareOrdinal(e, state.ToldUpTo) <= 0).Take(policy.EldersToldAtOnce + 1)];
        foreach (var elder in next.Take(policy.EldersToldAtOnce)) outbox.Tell(Subject.Of(ElderId.Of(elder)), new SiteIs(site));
        return next.Length <= policy.EldersToldAtOnce
            ? state with { ToldUpTo = null, TellEldersAt = null }
            : state with { ToldUpTo = next[^2], TellEldersAt = outbox.Now.AddSeconds(1) };
    }

    private static SiteState Show(SiteState before, SiteState after, IOutbox outbox)
    {
        if (!ReferenceEquals(before.Board, after.Board) && after.Record is { } site) outbox.Emit(new SiteStands(site.Id, after.Board));
        return after;
    }
}
