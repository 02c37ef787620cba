using SmartCare.Domain.Alerts;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>What the senses of an elder's devices mean.</summary>
public static partial class ElderDecision
{
    /// <summary>More sensors than suspect one fall.</summary>
    private const int MostSuspecting = 8;

    private static ElderState Hear(ElderState state, Elder elder, Sensed sensed, Policy policy, IOutbox outbox)
    {
        foreach (var sense in sensed.Senses)
            state = sense.Kind switch
            {
                SenseKind.Presence => Present(state, elder, sensed, sense, policy, outbox),
                SenseKind.Bed => Bed(state, elder, sensed, sense, policy, outbox),
                SenseKind.Door => Door(state, elder, sensed, sense, policy, outbox),
                SenseKind.Press => Notice(state, elder, sensed, sensed.At, policy, outbox),
                // A machine may have let it run: it shows that somebody lives there, not that who went out is back, nor that who fell is up.
                SenseKind.Water => IsHers(state, sensed) ? Notice(state, elder, sensed, sensed.At, policy, outbox, comesHome: false) : state,
                SenseKind.Fine => Fine(state, elder, sensed, policy, outbox),
                SenseKind.MaybeFell => state with { Suspecting = [.. state.Suspecting.Where(d => d != sensed.Device).TakeLast(MostSuspecting - 1), sensed.Device] },
                _ => Rate(state, elder, sensed, sense, policy, outbox),
            };
        return state;
    }

    private static ElderState Present(ElderState state, Elder elder, Sensed sensed, in Sense sense, Policy policy, IOutbox outbox)
    {
        if (!IsHers(state, sensed)) return state;
        // What a sensor still holds on to from before the door moved proves nothing.
        if (state.DoorAt is { } doorAt && !AwayRule.IsStay(doorAt, sensed.At, sense.News, policy)) return state;
        if (sense.News) state = Move(state, sensed, outbox);
        state = Inside(state, elder, sensed, outbox);
        return Notice(state, elder, sensed, sensed.At, policy, outbox) with { DoorAt = null };
    }

    /// <summary>Who was said to be on her way out is not.</summary>
    private static ElderState Inside(ElderState state, Elder elder, Sensed? sensed, IOutbox outbox)
    {
        if (!state.WanderingSaid) return state;
        Clear(elder, AlertKind.Wandering, Phrase.Of("noticedAtHome"), outbox, sensed?.Device);
        return state with { WanderingSaid = false };
    }

    private static ElderState Bed(ElderState state, Elder elder, Sensed sensed, in Sense sense, Policy policy, IOutbox outbox)
    {
        if (sensed.Shared && !state.Alone) return state;
        state = state with { InBed = sense.IsOn, BedSince = sensed.At, BedExitAt = null };
        if (!sense.News) return LookNow(state, outbox);
        if (sense.IsOn)
        {
            state = Move(state, sensed, outbox);
            if (state.BedSaid) Clear(elder, BedAlarm(elder), Phrase.Of("backInBed"), outbox, sensed.Device);
            state = Inside(state with { BedSaid = false }, elder, sensed, outbox);
        }

        state = Notice(state, elder, sensed, sensed.At, policy, outbox) with { DoorAt = null };
        var leftAtNight = !sense.IsOn && !sensed.Late && Night.Holds(sensed.At, elder.Plan, state.TimeZone, policy);
        if (leftAtNight) state = LearnNightExit(state, sensed.At);
        return LookNow(state with { BedExitAt = leftAtNight ? sensed.At : null }, outbox);
    }

    private static ElderState Door(ElderState state, Elder elder, Sensed sensed, in Sense sense, Policy policy, IOutbox outbox)
    {
        var own = !sensed.Shared || state.Alone;
        if (!sense.IsOn && WanderingRule.IsLeaving(elder.Plan, state.Mode, state.BedSays, own, sensed.At, state.TimeZone, policy))
        {
            Raise(elder, AlertKind.Wandering, Phrase.Of("doorAtNight"), outbox, sensed.Device, sensed.Late);
            state = state with { WanderingSaid = true };
        }

        if (!IsHers(state, sensed)) return state;
        state = Move(state, sensed, outbox);
        // Whoever passes a door may have come or gone; the next minutes tell.
        state = Notice(state, elder, sensed, sensed.At, policy, outbox, comesHome: true) with { DoorMovedAt = sensed.At };
        return sensed.Late ? state : LookNow(state with { DoorAt = sensed.At }, outbox);
    }

    private static ElderState Fine(ElderState state, Elder elder, Sensed sensed, Policy policy, IOutbox outbox)
    {
        foreach (var device in state.Suspecting) outbox.Tell(Subject.Of(device), new FallTakenBack("says that she is fine"));
        return Notice(state with { Suspecting = [] }, elder, sensed, sensed.At, policy, outbox);
    }

    private static ElderState Rate(ElderState state, Elder elder, Sensed sensed, in Sense sense, Policy policy, IOutbox outbox)
    {
        if (sensed.Late) return state;
        var measure = Measure.Of(sense.Kind, elder.Plan, policy);
        var need = NeedOf(elder, measure.Alarm, measure.Say(sense), sensed.Device);
        if (sense.Kind is SenseKind.Warmth)
            return state with { Warmth = measure.Judge(state.Warmth, sense, need with { About = Subject.Of(elder.PlaceId) }, sensed.At, outbox) };
        // A heart that beats is a sign of life, also of one who lies still.
        if (IsHers(state, sensed)) state = Notice(state, elder, sensed, sensed.At, policy, outbox, comesHome: false);
        return sense.Kind is SenseKind.Heart
            ? state with { Heart = measure.Judge(state.Heart, sense, need, sensed.At, outbox) }
            : state with { Breath = measure.Judge(state.Breath, sense, need, sensed.At, outbox) };
    }

    /// <summary>Is it surely she whom the device saw? Her own devices see her alone; those of a place whoever is in it.</summary>
    private static bool IsHers(ElderState state, Sensed sensed) => !sensed.Shared || (state.Alone && state.Mode.Mode is not WatchMode.Visitors);

    /// <summary>Movement that begins takes back what other devices suspect; what was long ago does not.</summary>
    private static ElderState Move(ElderState state, Sensed sensed, IOutbox outbox)
    {
        if (sensed.Late || state.Suspecting.Length == 0) return state;
        foreach (var device in state.Suspecting)
            if (device != sensed.Device)
                outbox.Tell(Subject.Of(device), new FallTakenBack($"{sensed.Device} sees movement"));
        // Each is told once of each suspicion: the device may be another elder's by the next.
        return state with { Suspecting = [.. state.Suspecting.Where(d => d == sensed.Device)] };
    }

    /// <summary>A night's silence may last past the hours that silence from now on may: so look again by the soonest any could be too long.</summary>
    private static DateTimeOffset? InTime(ElderState state, DateTimeOffset at, Policy policy)
    {
        var soonest = at + SoonestTooLong(state, policy);
        return state.IsWatched && !(state.DueAt <= soonest) ? soonest : state.DueAt;
    }

    /// <summary>A sign of life.</summary>
    /// <param name="sensed">By which device; null for a visit.</param>
    /// <param name="comesHome">It brings home who is away.</param>
    private static ElderState Notice(ElderState state, Elder elder, Sensed? sensed, DateTimeOffset at, Policy policy, IOutbox outbox, bool comesHome = true)
    {
        if (at <= state.LastSignAt) return state;
        var since = state.LastSignAt > state.SeeingSince ? state.LastSignAt : state.SeeingSince;
        // Who is away has no habit at home.
        if (since < at && state is { Mode.Mode: WatchMode.Home, Alone: true }) state = LearnSilence(state, elder, since.Value, at, policy);
        if (sensed is not null && comesHome) state = LearnMovement(state, at);
        if (state is not { QuietSaidAt: null, MorningSaid: false }) state = LookNow(Unquiet(state, elder, sensed?.Device, Phrase.Of("noticedAgain"), outbox), outbox);
        state = state with { LastSignAt = at, BedExitAt = null, DueAt = InTime(state, at, policy) };
        if (comesHome && AwayRule.IsReturn(state.Mode, at, policy))
        {
            state = Inside(state, elder, sensed, outbox);
            state = LookNow(Restart(state with { Mode = ModeNow.Home }, outbox), outbox);
        }

        return Shown(state, outbox);
    }
}
