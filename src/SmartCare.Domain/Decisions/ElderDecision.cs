using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>The grain of an elder: watches over one person. What is sensed is in ElderSensing, what time brings in ElderTick.</summary>
/// <remarks>Only a tick knows since when anybody listened, so rules about silence are judged in ticks alone: whatever changes something
/// asks for one at once.</remarks>
public static partial class ElderDecision
{
    /// <summary>More than anyone wears or lies on.</summary>
    private const int MostSources = 32;

    /// <summary>A quarter's weekly visits.</summary>
    private const int MostVisits = 12;

    public static ElderState Decide(ElderState state, CareMessage message, Policy policy, IOutbox outbox)
    {
        if (state.IsGone && message is not (Register or Unregister)) return HearWhileGone(state, message, outbox);
        switch (message)
        {
            case Register { Record: Elder record } register:
                outbox.Emit(new Registered(record, state.Record, register.By));
                return record.LivesHere ? TakeUp(state, record, outbox) : Leave(state, record, outbox);
            case Unregister { By: var by } when state.Record is { } unused:
                outbox.Emit(new Unregistered(unused, by));
                Leave(state, unused, outbox);
                return ElderState.New;
            case SiteIs { Site: var site }:
                return LookNow(state with { TimeZone = site.TimeZone, MorningAt = null }, outbox);
            case PlaceIs place:
                // The word of a place that was left meanwhile says nothing any more.
                if (state.Record?.PlaceId != place.Place) return state;
                return Seeing(state with { AtHome = place.Kind is PlaceKind.Home or PlaceKind.Dwelling, Alone = place.Alone, Shared = place.Shared }, outbox);
            case SourceIs { Source: var source }:
                return Seeing(state with { Own = Sources.With(state.Own, source, MostSources) }, outbox);
            case SourceLeft { Device: var device }:
                return Seeing(state with { Own = Sources.Without(state.Own, device) }, outbox);
            case Sensed sensed when state.Record is { } elder:
                return Hear(state, elder, sensed, policy, outbox);
            case SetMode mode when state.Record is { } elder:
                return Expect(state, elder, mode, policy, outbox);
            case VisitDone visit when state.Record is { } elder:
                return Visited(state, elder, visit, policy, outbox);
            case SetMode or VisitDone:
                outbox.Emit(new Refused(Refusal.NotFound));
                return state;
            default:
                return state;
        }
    }

    private static ElderState TakeUp(ElderState state, Elder record, IOutbox outbox)
    {
        if (state.Record is { } left && left.SiteId != record.SiteId) outbox.Tell(Subject.Of(left.SiteId), new ElderLeft(left.Id));
        outbox.Tell(Subject.Of(record.SiteId), new ElderIs(record.Id, record.Household) { Place = record.PlaceId });
        if (state.Record is { } before && before.PlaceId != record.PlaceId)
        {
            outbox.Tell(Subject.Of(before.PlaceId), new MovedOut(record.Id));
            state = state with { AtHome = false, Alone = false, Shared = [] };
        }

        outbox.Tell(Subject.Of(record.PlaceId), new LivesHere(record.Id));
        DateTimeOffset? agreed = record.Plan.VisitEveryDays is null ? null : outbox.Now;
        if (state.Plan.VisitEveryDays == record.Plan.VisitEveryDays) agreed = state.VisitsSince;
        // Who comes back is seen from now on.
        var isBack = state.IsGone;
        state = state with { Record = record, VisitsSince = agreed, MorningAt = null };
        return isBack ? Seeing(state, outbox) : LookNow(state, outbox);
    }

    /// <summary>Her sources changed: does the watch see her, and since when?</summary>
    private static ElderState Seeing(ElderState state, IOutbox outbox)
    {
        var (sees, blind) = (BlindRule.Sees(state.Own, state.Shared), BlindRule.IsBlind(state.Own, state.Shared));
        if (!blind && state is { BlindSaid: true, Record: { } elder })
        {
            state = state with { BlindSaid = false };
            EndFault(state, elder, Phrase.Of("seesAgain"), outbox);
        }

        return LookNow(state with
        {
            SeeingSince = sees ? state.SeeingSince ?? outbox.Now : null,
            BlindSince = blind ? state.BlindSince ?? outbox.Now : null,
        }, outbox);
    }

    private static ElderState Expect(ElderState state, Elder elder, SetMode mode, Policy policy, IOutbox outbox)
    {
        DateTimeOffset? until = mode.Mode is WatchMode.Home ? null : mode.Until ?? outbox.Now + policy.ModeLasts(mode.Mode);
        state = Unquiet(state, elder, null, Phrase.Of("modeSaid", ("mode", mode.Mode.ToString().ToLowerInvariant()), ("by", mode.By)), outbox);
        return Shown(LookNow(Restart(state with { Mode = new ModeNow(mode.Mode, outbox.Now, until, mode.By) }, outbox), outbox), outbox);
    }

    private static ElderState Visited(ElderState state, Elder elder, VisitDone done, Policy policy, IOutbox outbox)
    {
        if (state.VisitSaidAt is not null)
        {
            state = state with { VisitSaidAt = null };
            EndFault(state, elder, Phrase.Of("visitedBy", ("by", done.By)), outbox);
        }

        state = state with { Visits = [.. state.Visits.TakeLast(MostVisits - 1), new Visit(outbox.Now, done.By, done.Note)] };
        return Shown(LookNow(Notice(state, elder, null, outbox.Now, policy, outbox), outbox), outbox);
    }

    /// <summary>Nothing that was pending before counts any more: silence begins anew.</summary>
    private static ElderState Restart(ElderState state, IOutbox outbox) => state with
    {
        SeeingSince = state.SeeingSince is null ? null : outbox.Now, DoorAt = null, BedExitAt = null,
    };

    private static ElderState LookNow(ElderState state, IOutbox outbox) => state with { DueAt = outbox.Now };

    private static ElderState Shown(ElderState state, IOutbox outbox)
    {
        if (state.Record is { } elder) outbox.Emit(new ElderStanding(elder.Id, state.Mode, state.LastSignAt, state.Visits));
        return state;
    }
}
