using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>What time brings: every rule about silence looks, and says when it wants to look again.</summary>
public static partial class ElderDecision
{
    public static ElderState Tick(ElderState state, Policy policy, IOutbox outbox)
    {
        if (state.DueAt > outbox.Now || state.DueAt is null) return state;
        if (state.Record is not { LivesHere: true } elder) return state with { DueAt = null };
        // While nobody listened nobody could be noticed.
        if (outbox.ListeningSince > state.SeeingSince) state = state with { SeeingSince = outbox.ListeningSince };
        DateTimeOffset? next = null;
        state = EndMode(state, outbox, ref next);
        state = GoOut(state, policy, outbox, ref next);
        state = Silence(state, elder, policy, outbox, ref next);
        state = Blindness(state, elder, policy, outbox, ref next);
        state = Morning(state, elder, policy, outbox, ref next);
        state = BackInBed(state, elder, policy, outbox, ref next);
        state = BedExit(state, elder, policy, outbox, ref next);
        state = Outside(state, elder, policy, outbox, ref next);
        state = NextVisit(state, elder, policy, outbox, ref next);
        return state with { DueAt = next };
    }

    private static ElderState EndMode(ElderState state, IOutbox outbox, ref DateTimeOffset? next)
    {
        if (state.Mode.Until is not { } until || IsNot(Verdict.Due(until, outbox.Now), ref next)) return state;
        return Shown(Restart(state with { Mode = ModeNow.Home }, outbox), outbox);
    }

    private static ElderState GoOut(ElderState state, Policy policy, IOutbox outbox, ref DateTimeOffset? next)
    {
        if (state is not { DoorAt: { } doorAt, Mode.ExpectsLife: true, Alone: true } || state.BedSays is true) return state;
        // Only what could have seen her stay can say that she did not.
        if (!HasEyes(state) || IsNot(AwayRule.Judge(Later(doorAt, outbox.ListeningSince), policy, outbox.Now), ref next)) return state;
        return Shown(state with { Mode = new ModeNow(WatchMode.Away, doorAt, null, null), DoorAt = null }, outbox);
    }

    private static ElderState Silence(ElderState state, Elder elder, Policy policy, IOutbox outbox, ref DateTimeOffset? next)
    {
        if (state is not { IsWatched: true, SeeingSince: { } seeing }) return state;
        var since = Later(state.LastSignAt ?? seeing, seeing);
        var verdict = InactivityRule.Judge(since, state.Mode, elder.CareLevel, RoutineOf(state, elder, since, policy), state.TimeZone, policy, outbox.Now);
        if (state.QuietSaidAt is { } saidAt && verdict.Raises) verdict = Verdict.Due(saidAt + policy.QuietAgainAfter, outbox.Now);
        if (IsNot(verdict, ref next)) return state;
        var hours = (outbox.Now - since).TotalHours;
        var note = Phrase.All(Phrase.Of("noSign", ("hours", Math.Round(hours, 1))), state.Mode.LeftUnsaid ? Phrase.Of("goneByDoor") : UsualSaid(state, elder, since, policy));
        if (state.QuietSaidAt is null) Raise(elder, AlertKind.Inactivity, note, outbox);
        else Stand(elder, AlertKind.Inactivity, note, outbox);
        return Again(state with { QuietSaidAt = outbox.Now }, policy.QuietAgainAfter, outbox, ref next);
    }

    private static ElderState Blindness(ElderState state, Elder elder, Policy policy, IOutbox outbox, ref DateTimeOffset? next)
    {
        if (state is not { BlindSince: { } since, BlindSaid: false } || !(state.IsWatched || elder.Plan is not { UpBy: null, InBedBy: null })) return state;
        if (IsNot(BlindRule.Judge(since, outbox.ListeningSince, policy, outbox.Now), ref next)) return state;
        Raise(elder, AlertKind.Fault, Phrase.Of("blind"), outbox);
        return state with { BlindSaid = true };
    }

    private static ElderState Morning(ElderState state, Elder elder, Policy policy, IOutbox outbox, ref DateTimeOffset? next)
    {
        if (elder.Plan.UpBy is not { } upBy) return state with { MorningAt = null };
        if (state.MorningAt is { } dueAt && dueAt <= outbox.Now && state is { SeeingSince: not null, Mode.ExpectsLife: true, QuietSaidAt: null })
        {
            var verdict = MorningRule.Judge(dueAt, upBy, state.BedSays, state.LastSignAt, outbox.ListeningSince, state.TimeZone, policy, outbox.Now);
            if (verdict.Raises)
            {
                Raise(elder, AlertKind.Inactivity, Phrase.Of("notUp", ("time", $"{upBy:HH\\:mm}")), outbox);
                state = state with { MorningSaid = true };
            }

            if (verdict.LookAt is { } later) return Wait(state with { MorningAt = later }, later, ref next);
        }

        var at = state.MorningAt > outbox.Now ? state.MorningAt.Value : SiteClock.Next(outbox.Now, upBy, state.TimeZone);
        return Wait(state with { MorningAt = at }, at, ref next);
    }

    private static ElderState BackInBed(ElderState state, Elder elder, Policy policy, IOutbox outbox, ref DateTimeOffset? next)
    {
        if (elder.Plan.InBedBy is not { } from || state is not { BedSays: false, BedSaid: false, SeeingSince: { } seeing, Mode.ExpectsLife: true }) return state;
        var longest = elder.Plan.BackInBedMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : policy.BackInBed;
        var since = Later(state.BedSince ?? seeing, seeing);
        if (IsNot(BedRule.Judge(since, from, elder.Plan.NightTo ?? policy.NightTo, longest, state.TimeZone, outbox.Now), ref next)) return state;
        Raise(elder, BedAlarm(elder), Phrase.Of("outOfBed", ("minutes", Math.Round((outbox.Now - since).TotalMinutes))), outbox);
        return state with { BedSaid = true };
    }

    private static ElderState BedExit(ElderState state, Elder elder, Policy policy, IOutbox outbox, ref DateTimeOffset? next)
    {
        if (state is not { BedExitAt: { } leftAt, BedSays: false, Mode.ExpectsLife: true } || !HasEyes(state)) return state;
        if (IsNot(BedExitRule.Judge(leftAt, outbox.ListeningSince, policy, outbox.Now), ref next)) return state;
        Raise(elder, AlertKind.Fall, Phrase.Of("leftBedUnseen"), outbox);
        return state with { BedExitAt = null };
    }

    private static ElderState Outside(ElderState state, Elder elder, Policy policy, IOutbox outbox, ref DateTimeOffset? next)
    {
        if (state is not { WanderingSaid: false, Mode: { LeftUnsaid: true, Since: { } outSince } }) return state;
        if (IsNot(WanderingRule.Judge(elder.Plan, outSince, policy, outbox.Now), ref next)) return state;
        Raise(elder, AlertKind.Wandering, Phrase.Of("outNotBack", ("minutes", Math.Round((outbox.Now - outSince).TotalMinutes))), outbox);
        return state with { WanderingSaid = true };
    }

    private static ElderState NextVisit(ElderState state, Elder elder, Policy policy, IOutbox outbox, ref DateTimeOffset? next)
    {
        if (elder.Plan.VisitEveryDays is not { } days || state is not { VisitsSince: { } agreed }) return state;
        // Said to be elsewhere: nobody knocks at an empty home.
        if (state.Mode is { Mode: WatchMode.Hospital } or { Mode: WatchMode.Away, By: not null }) return state;
        var last = Later(state.Visits is [.., var visit] ? visit.At : agreed, agreed);
        var verdict = VisitRule.Judge(last, days, state.TimeZone, policy, outbox.Now);
        if (state.VisitSaidAt is { } saidAt && verdict.Raises) verdict = Verdict.Due(SiteClock.Next(saidAt, policy.VisitBy, state.TimeZone), outbox.Now);
        if (IsNot(verdict, ref next)) return state;
        var note = Phrase.Of("noVisit", ("days", Math.Round((outbox.Now - last).TotalDays)));
        if (state.VisitSaidAt is null) Raise(elder, AlertKind.Fault, note, outbox);
        else Stand(elder, AlertKind.Fault, note, outbox);
        return Wait(state with { VisitSaidAt = outbox.Now }, SiteClock.Next(outbox.Now, policy.VisitBy, state.TimeZone), ref next);
    }

    /// <summary>Not only a bed and a door: something that would see her walk about.</summary>
    private static bool HasEyes(ElderState state) => state.Own.Concat(state.Shared).Any(s => s is { Presence: true, Alive: true });

    /// <summary>An elder with dementia who is up at night is on her way somewhere.</summary>
    private static AlertKind BedAlarm(Elder elder) => elder.Plan.Dementia ? AlertKind.Wandering : AlertKind.Inactivity;

    /// <summary>True when the rule does not raise; its wish to look again is noted.</summary>
    private static bool IsNot(Verdict verdict, ref DateTimeOffset? next)
    {
        if (verdict.LookAt is { } at && !(next <= at)) next = at;
        return !verdict.Raises;
    }

    private static ElderState Wait(ElderState state, DateTimeOffset at, ref DateTimeOffset? next)
    {
        if (!(next <= at)) next = at;
        return state;
    }

    private static ElderState Again(ElderState state, TimeSpan after, IOutbox outbox, ref DateTimeOffset? next) => Wait(state, outbox.Now + after, ref next);

    private static DateTimeOffset Later(DateTimeOffset some, DateTimeOffset other) => some > other ? some : other;
}
