using System.Runtime.InteropServices;
using SmartCare.Domain.Alerts;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using static SmartCare.Domain.Decisions.DeviceNeeds;

namespace SmartCare.Domain.Decisions;

/// <summary>The grain of a device: hears readings, knows what is new in them, tells its site who needs someone.</summary>
/// <remarks>Beside it, each in a file of its own: dangers, the battery, the device's own health, and whether it is there.</remarks>
public static class DeviceDecision
{
    private const ulong Presses = 1UL << (int)Meaning.Press | 1UL << (int)Meaning.PressHeld;

    private const ulong Falls = 1UL << (int)Meaning.Fall | 1UL << (int)Meaning.ImpactPeak;

    /// <summary>What a redelivery would say twice, and what is none of the room's in a test.</summary>
    private const ulong Events = DeviceDangers.Dangers | Presses | Falls;

    public static DeviceState Decide(DeviceState state, CareMessage message, Policy policy, IOutbox outbox) => message switch
    {
        DeviceSpoke spoke when state.Record is null => Unknown(state, spoke.Reading, outbox),
        DeviceSpoke spoke => Hear(state, state.Record, spoke.Reading, policy, outbox),
        _ => DeviceSenses.TellWhoItIs(state, Obey(state, message, policy, outbox), outbox),
    };

    public static DeviceState Tick(DeviceState state, Policy policy, IOutbox outbox) =>
        DeviceSenses.TellWhoItIs(state, Wake(state, policy, outbox), outbox);

    private static DeviceState Obey(DeviceState state, CareMessage message, Policy policy, IOutbox outbox) => message switch
    {
        Register { Record: Device record } register => TakeUp(state, record, register.By, policy, outbox),
        SpeaksThrough { Gateway: var gateway } when state.Record is { } record && record.Via != gateway && record.Id != gateway =>
            TakeUp(state, record with { Via = gateway }, by: null, policy, outbox),
        Unregister { By: var by } when state.Record is { } record => Forget(record, by, outbox),
        FallTakenBack when state is { Record: not null, FallDueAt: not null } => TakeBack(state, state.Record, outbox),
        _ => state,
    };

    private static DeviceState Wake(DeviceState state, Policy policy, IOutbox outbox)
    {
        if (state.Record is not { } record) return DeviceState.New;
        if (state.FallDueAt <= outbox.Now)
        {
            Raise(record, NeedOf(record, AlertKind.Fall, Phrase.All(Phrase.Of("suspectedFall"), FallReason.NoteOf(state.Values), ClipRule.NoteOf(state.FallClip)), state.FallLate), outbox);
            state = state with { Fall = FallPhase.Confirmed, FallDueAt = null, FallLate = false, FallClip = null };
        }

        state = DeviceLine.Tick(state, record, ModelOf(record), policy, outbox);
        state = DeviceBattery.Tick(state, record, policy, outbox);
        return DeviceHealth.Tick(state, record, policy, outbox);
    }

    private static DeviceState TakeUp(DeviceState state, Device record, string? by, Policy policy, IOutbox outbox)
    {
        outbox.Emit(new Registered(record, state.Record, by));
        // Out of use, too: it will never say that what it said is over.
        if (state.Record is { } before && ((before.PlaceId, before.SiteId, before.ElderId, before.Model) != (record.PlaceId, record.SiteId, record.ElderId, record.Model)
            || (record.Archived && !before.Archived)))
        {
            DeviceDangers.Leave(state, before, outbox);
            if (IsPulled(state, before)) LetGo(before, outbox);
        }

        if (record.Archived) return ArchivedDevice.PutAside(state, record, outbox);
        if (state.Record is { Archived: true }) state = ArchivedDevice.TakeBack(state);
        // A new name for the same thing is no test; other hardware starts anew.
        else if (state.Record?.Model == record.Model) return state with { Record = record };
        return DeviceHealth.BecomeAnother(state with { LetsGo = false }, record, policy, outbox);
    }

    private static DeviceState Forget(Device record, string? by, IOutbox outbox)
    {
        outbox.Emit(new Unregistered(record, by));
        return DeviceState.New;
    }

    private static DeviceState Unknown(DeviceState state, Reading reading, IOutbox outbox)
    {
        outbox.Emit(new Remarked(Remark.UnknownDevice, reading.Device.Value));
        return state;
    }

    private static DeviceState Hear(DeviceState state, Device record, Reading reading, Policy policy, IOutbox outbox)
    {
        if (reading.Replayed) return ReplayedState.Take(state, record, reading);
        if (record.Archived) return ArchivedDevice.Hear(state, record, reading, policy, outbox);
        if (reading.Find(Channels.Availability) is { Text: Channels.Offline })
            return state.Online is true ? state with { WillDueAt = state.WillDueAt ?? outbox.Now + policy.WillGrace } : state;

        var timing = TimingRule.Judge(reading, outbox.Now, policy);
        var model = ModelOf(record);
        // A message without a time says nothing about the clock.
        var clockWrong = reading.DeviceTimeMs is null ? state.ClockWrong : timing is Timing.WrongClock or Timing.Doubted;
        state = DeviceSenses.TellWhoItIs(state, DeviceLine.ComeAlive(state, record, model, clockWrong, policy, outbox), outbox);
        if (timing is Timing.WrongClock or Timing.Doubted) outbox.Emit(new Remarked(Remark.WrongClock, record.Id.Value));
        var mark = new EventMark(reading.Content, reading.DeviceTimeMs ?? reading.UnbelievedTimeMs, reading.PacketId, outbox.Now);
        if (reading.ExactlyOnce)
        {
            if (IsRedelivery(state.RecentOnce, reading, timing, policy, outbox.Now))
            {
                outbox.Emit(new Remarked(Remark.Duplicate, record.Id.Value));
                return state;
            }

            state = state with { RecentOnce = Remember(state.RecentOnce, mark, MostMarksOnce) };
        }

        if (timing is Timing.TooOld)
        {
            outbox.Emit(new Remarked(Remark.TooOld, record.Id.Value));
            return state;
        }

        var before = state;
        var recent = state.Recent;
        var told = model.ToldBy(reading.Values);
        if ((told & Events) != 0)
        {
            if (IsRedelivery(state.Recent, reading, timing, policy, outbox.Now))
            {
                outbox.Emit(new Remarked(Remark.Duplicate, record.Id.Value));
                return state;
            }

            recent = Remember(recent, mark, MostMarks);
        }

        state = DeviceHealth.HearTest(state, record, model, told, reading, policy, outbox);
        var test = TestRule.IsTest(state.Upkeep.TestSince, outbox.Now, policy);
        if (!test && (told & Events) != 0)
        {
            var late = timing is Timing.Late or Timing.Doubted;
            state = DeviceDangers.Hear(state, record, model, told, reading.Values, late, outbox);
            if ((told & Presses) != 0) state = Press(state, record, model, reading, late, policy, outbox);
            if ((told & Falls) != 0) state = Fall(state, record, model, reading.Values, late, policy, outbox);
        }

        if (!test) state = DeviceWarmth.Hear(state, record, model, reading.Values, outbox);
        state = DeviceBattery.Hear(state, record, model, told, reading.Values, policy, outbox);
        state = DeviceHealth.Hear(state, record, model, told, reading.Values, outbox);
        state = DeviceHealth.HearStrange(state, record, model, reading.Values, outbox);

        // A test's alarm values are not kept: a fire right after it must still be a rise.
        var news = test ? Array.FindAll(reading.Values, v => (1UL << (int)model.MeaningOf(v.Channel) & Events) == 0) : reading.Values;
        return state with
        {
            Recent = recent,
            Values = LastValues.Merge(state.Values, news),
            Senses = test ? state.Senses : DeviceSenses.Tell(before, state, record, model, told, reading, policy, outbox),
        };
    }

    private static DeviceState Press(
        DeviceState state, Device record, DeviceModel model, Reading reading, bool late, Policy policy, IOutbox outbox)
    {
        var values = reading.Values;
        if (!state.LetsGo && HelpCallRule.IsLetGo(model, values)) state = state with { LetsGo = true };
        if (IsPulled(state, record) && HelpCallRule.IsLetGo(model, values)) LetGo(record, outbox);
        var isAnew = !state.LetsGo && !model.Latches && IsOfAnotherMoment(reading, state.Recent);
        if (HelpCallRule.PressIn(model, values, state.Values, isAnew, state.LastPressAt, outbox.Now, policy) is { } press)
        {
            var note = Phrase.All(HelpCallRule.NoteOf(press), PositionRule.NoteOf(values, state.Values), ClipRule.NoteOf(ClipRule.In(values)));
            Raise(record, CallOf(record, model, note, late), outbox);
            return state with { LastPressAt = outbox.Now };
        }

        if (HelpCallRule.IsHeld(model, values)) Stand(record, CallOf(record, model, StillSays(record.Id), late), outbox);
        return state;
    }

    /// <summary>A cord stays pulled until somebody sets it back; a button that says true has merely not said anything since.</summary>
    private static Need CallOf(Device record, DeviceModel model, string note, bool late) => NeedOf(record, AlertKind.Help, note, late) with { Holds = model.Latches };

    private static bool IsPulled(DeviceState state, Device record) => ModelOf(record) is { Latches: true } model && HelpCallRule.IsHeld(model, state.Values);

    private static void LetGo(Device record, IOutbox outbox) => Clear(record, AlertKind.Help, PersonOf(record), Phrase.Of("setBack", ("device", record.Id)), ends: false, outbox);

    /// <summary>By its own clock, right or wrong, it is another one than that of the event before. Not only a later one: the watch's clock may have been set in between, and
    /// a call too many costs less than one too few.</summary>
    private static bool IsOfAnotherMoment(Reading reading, EventMarks before) =>
        (reading.DeviceTimeMs ?? reading.UnbelievedTimeMs) is { } now && before.All.Length > 0 && before.All.Span[^1].DeviceTimeMs is { } then && now != then;

    /// <summary>By its words, or by what it felt. A wearable that says "none" with every message takes back only what it has said itself.</summary>
    private static DeviceState Fall(DeviceState state, Device record, DeviceModel model, ChannelValue[] values, bool late, Policy policy, IOutbox outbox)
    {
        var (word, clip) = (FallRule.WorstOf(model, values), ClipRule.In(values));
        if (word is null or FallPhase.None && ImpactRule.IsFall(model, values, state.Values, policy))
        {
            // Each is an event of its own: what the last one came to is the alert's.
            if (state.Fall is FallPhase.Confirmed) state = state with { Fall = FallPhase.None };
            return Fall(state, record, FallPhase.Suspected, clip, late, policy, outbox);
        }

        if (word is FallPhase.None && state.Fall is not FallPhase.None && FallRule.WorstOf(model, state.Values) is FallPhase.None) return state;
        return word is { } phase ? Fall(state, record, phase, clip, late, policy, outbox) : state;
    }

    private static DeviceState Fall(DeviceState state, Device record, FallPhase phase, string? clip, bool late, Policy policy, IOutbox outbox)
    {
        var step = FallRule.Judge(state.Fall, phase);
        if (step is FallStep.Nothing)
        {
            if (phase is FallPhase.Confirmed) Stand(record, NeedOf(record, AlertKind.Fall, StillSays(record.Id), late), outbox);
            return state;
        }

        if (step is FallStep.Raise) Raise(record, NeedOf(record, AlertKind.Fall, ClipRule.NoteOf(clip ?? state.FallClip), late), outbox);
        if (step is FallStep.Clear) Clear(record, AlertKind.Fall, PersonOf(record), Phrase.Of("notLying"), ends: false, outbox);
        if (step is FallStep.Cancel) outbox.Emit(new Remarked(Remark.FallCancelled, record.Id.Value));
        var window = step is FallStep.OpenWindow;
        return state with { Fall = phase, FallDueAt = window ? outbox.Now + policy.FallCancelWindow : null, FallLate = window && late, FallClip = window ? clip : null };
    }

    /// <summary>The elder moves, or says that she is fine. A sensor that goes on suspecting opens a window anew with its next word.</summary>
    private static DeviceState TakeBack(DeviceState state, Device record, IOutbox outbox)
    {
        outbox.Emit(new Remarked(Remark.FallCancelled, record.Id.Value));
        return state with { Fall = FallPhase.None, FallDueAt = null, FallLate = false, FallClip = null };
    }

    /// <summary>Enough for a client that had a whole in-flight window unacknowledged when we went down.</summary>
    private const int MostMarks = 64;

    /// <summary>As many as the endpoint lets a connection have without their PUBREL.</summary>
    private const int MostMarksOnce = 128;

    /// <summary>The array behind the marks has room after them, so that 64 marks of 40 bytes are not copied with each reading. A place in
    /// it is written once: another state that goes on from the same marks finds it taken and copies.</summary>
    private static EventMarks Remember(EventMarks marks, in EventMark newest, int most)
    {
        var kept = marks.All[Math.Max(0, marks.All.Length - (most - 1))..];
        if (!MemoryMarshal.TryGetArray(kept, out var behind) || behind.Array is not { } all || behind.Offset + behind.Count is var next
            && (next >= all.Length || all[next] != default))
        {
            all = new EventMark[Math.Min(kept.Length * 2 + 2, most * 2)];
            kept.CopyTo(all);
            (behind, next) = (new(all, 0, kept.Length), kept.Length);
        }

        all[next] = newest;
        return new(new(all, behind.Offset, kept.Length + 1));
    }

    /// <summary>The same content with the same device time, or sent again under DUP with the same packet id: by that alone when the watch's clock was
    /// set in between. A clock that cannot be believed tells no event from another: one that stands still in 1970 would make every later press a
    /// redelivery of the first.</summary>
    private static bool IsRedelivery(EventMarks marks, Reading reading, Timing timing, Policy policy, DateTimeOffset now)
    {
        var isByTime = reading.DeviceTimeMs is not null && timing is not (Timing.WrongClock or Timing.Doubted);
        foreach (ref readonly var mark in marks.All.Span)
        {
            if (mark.Content != reading.Content) continue;
            if (isByTime && mark.DeviceTimeMs == reading.DeviceTimeMs) return true;
            if (reading.Redelivered && mark.PacketId == reading.PacketId && now - mark.At <= policy.RedeliveryWindow) return true;
        }

        return false;
    }
}
