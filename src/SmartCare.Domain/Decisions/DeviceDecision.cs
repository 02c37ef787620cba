using SmartCare.Domain.Alerts;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>The grain of a device: hears readings, knows what is new in them, tells its site who needs someone.</summary>
public static class DeviceDecision
{
    public static DeviceState Decide(DeviceState state, CareMessage message, Policy policy, IOutbox outbox) => message switch
    {
        Register { Record: Device record } => TakeUp(state, record, outbox),
        Retire => DeviceState.New,
        DeviceSpoke spoke when state.Record is null => Unknown(state, spoke.Reading, outbox),
        DeviceSpoke spoke => Hear(state, state.Record, spoke.Reading, policy, outbox),
        _ => state,
    };

    public static DeviceState Tick(DeviceState state, Policy policy, IOutbox outbox)
    {
        if (state.Record is not { } record) return state with { SilenceDueAt = null, WillDueAt = null, FallDueAt = null };
        if (state.FallDueAt <= outbox.Now)
        {
            Raise(record, NeedOf(record, AlertKind.Fall, "suspected, not taken back in time", state.FallLate), outbox);
            state = state with { Fall = FallPhase.Confirmed, FallDueAt = null, FallLate = false };
        }

        if (state.WillDueAt <= outbox.Now)
        {
            var willAt = state.WillDueAt.Value - policy.WillGrace;
            if (SilenceRule.Judge(willAt, outbox.ListeningSince, policy.WillGrace, outbox.Now) is not { } graceEnds)
                return GoOffline(state, record, "connection lost", outbox);
            state = state with { WillDueAt = graceEnds };
        }

        if (state.SilenceDueAt > outbox.Now || state.LastSeenAt is not { } lastWord || state.SilenceDueAt is null) return state;
        var limit = ModelOf(record).SilenceLimit;
        return SilenceRule.Judge(lastWord, outbox.ListeningSince, limit, outbox.Now) is { } later
            ? state with { SilenceDueAt = later }
            : GoOffline(state, record, $"no word for {limit.TotalMinutes:0} min", outbox);
    }

    private static DeviceState TakeUp(DeviceState state, Device record, IOutbox outbox)
    {
        outbox.Emit(new Registered(record));
        return state with { Record = record };
    }

    private static DeviceState Unknown(DeviceState state, Reading reading, IOutbox outbox)
    {
        outbox.Emit(new Remarked(Remark.UnknownDevice, reading.Device.Value));
        return state;
    }

    private static DeviceState Hear(DeviceState state, Device record, Reading reading, Policy policy, IOutbox outbox)
    {
        if (reading.Find(Channels.Availability) is { Text: Channels.Offline })
            return state.Online is true ? state with { WillDueAt = state.WillDueAt ?? outbox.Now + policy.WillGrace } : state;

        var timing = TimingRule.Judge(reading.DeviceTimeMs, outbox.Now, policy);
        var model = ModelOf(record);
        // A message without a time says nothing about the clock.
        state = ComeAlive(state, record, model, reading.DeviceTimeMs is null ? state.ClockWrong : timing is Timing.WrongClock, outbox);
        if (timing is Timing.WrongClock) outbox.Emit(new Remarked(Remark.WrongClock, record.Id.Value));
        if (timing is Timing.TooOld)
        {
            outbox.Emit(new Remarked(Remark.TooOld, record.Id.Value));
            return state;
        }

        if (TellsEvents(model, reading.Values))
        {
            if (IsRedelivery(state, reading, timing, policy, outbox.Now))
            {
                outbox.Emit(new Remarked(Remark.Duplicate, record.Id.Value));
                return state;
            }

            var mark = new EventMark(reading.Content, reading.DeviceTimeMs, reading.PacketId, outbox.Now);
            state = state with { Recent = Remember(state.Recent, mark) };
        }

        var test = reading.Find(Channels.Test) is { IsTrue: true };
        if (test)
        {
            outbox.Emit(new Remarked(Remark.Tested, record.Id.Value));
            outbox.Tell(Subject.Of(record.SiteId), new DeviceTested(record.Id, record.PlaceId));
        }

        var before = state;
        if (!test)
        {
            var late = timing is Timing.Late;
            foreach (var value in reading.Values) Danger(before, record, model, value, late, outbox);
            if (HelpCallRule.PressIn(model, reading.Values, channel => LastBool(before, channel)) is { } press)
                Raise(record, NeedOf(record, AlertKind.Help, press.Text, late), outbox);
            else if (HelpCallRule.IsHeld(model, reading.Values))
                Stand(record, NeedOf(record, AlertKind.Help, StillSays(record), late), outbox);
            if (FallRule.WorstOf(model, reading.Values) is { } phase) state = Fall(state, record, phase, late, policy, outbox);
            state = Battery(state, record, model, reading, policy, outbox);
        }

        // A test's alarm values are not kept: a fire right after it must still be a rise.
        var news = test ? Array.FindAll(reading.Values, v => !IsEvent(model.MeaningOf(v.Channel))) : reading.Values;
        return state with { Values = LastValues.Merge(state.Values, news) };
    }

    /// <summary>Enough for a client that had a whole in-flight window unacknowledged when we went down.</summary>
    private const int MostMarks = 64;

    private static EventMark[] Remember(EventMark[] marks, in EventMark newest)
    {
        var kept = marks.AsSpan(Math.Max(0, marks.Length - (MostMarks - 1)));
        var all = new EventMark[kept.Length + 1];
        kept.CopyTo(all);
        all[^1] = newest;
        return all;
    }

    /// <summary>Does it say anything that a redelivery would say twice?</summary>
    private static bool TellsEvents(DeviceModel model, ChannelValue[] values)
    {
        foreach (var value in values)
            if (IsEvent(model.MeaningOf(value.Channel)))
                return true;
        return false;
    }

    private static bool IsEvent(Meaning meaning) => meaning is
        Meaning.Fire or Meaning.Gas or Meaning.Co or Meaning.Water or Meaning.Press or Meaning.PressHeld or Meaning.Fall;

    /// <summary>What one channel says about smoke, gas, carbon monoxide or water concerns the whole place.</summary>
    private static void Danger(DeviceState before, Device record, DeviceModel model, in ChannelValue value, bool late, IOutbox outbox)
    {
        if (DangerRule.KindOf(model.MeaningOf(value.Channel)) is not { } danger) return;
        var edge = DangerRule.Judge(value, LastBool(before, value.Channel));
        if (edge is Edge.Rose) Raise(record, DangerOf(record, danger, null, late), outbox);
        if (edge is Edge.None && value.IsTrue) Stand(record, DangerOf(record, danger, StillSays(record), late), outbox);
        if (edge is Edge.Fell) Clear(record, danger, Subject.Of(record.PlaceId), $"{record.Id} is clear", ends: false, outbox);
    }

    private static DeviceState Fall(DeviceState state, Device record, FallPhase phase, bool late, Policy policy, IOutbox outbox)
    {
        var step = FallRule.Judge(state.Fall, phase);
        if (step is FallStep.Nothing)
        {
            if (phase is FallPhase.Confirmed) Stand(record, NeedOf(record, AlertKind.Fall, StillSays(record), late), outbox);
            return state;
        }

        if (step is FallStep.Raise) Raise(record, NeedOf(record, AlertKind.Fall, null, late), outbox);
        if (step is FallStep.Clear) Clear(record, AlertKind.Fall, PersonOf(record), "no longer seen lying", ends: false, outbox);
        if (step is FallStep.Cancel) outbox.Emit(new Remarked(Remark.FallCancelled, record.Id.Value));
        var window = step is FallStep.OpenWindow;
        return state with { Fall = phase, FallDueAt = window ? outbox.Now + policy.FallCancelWindow : null, FallLate = window && late };
    }

    /// <summary>Percent and flag are two opinions on one cell, often sent in turns: the newest of each is judged together.</summary>
    private static DeviceState Battery(DeviceState state, Device record, DeviceModel model, Reading reading, Policy policy, IOutbox outbox)
    {
        double? percent = null;
        bool? flag = null;
        if (!SeeBattery(model, reading.Values, ref percent, ref flag)) return state;
        SeeBattery(model, state.Values, ref percent, ref flag);
        if (BatteryRule.IsLow(percent, flag, policy) is not { } low || low == state.BatteryLow) return state;
        if (low) Raise(record, FaultOf(record, AlertKind.Battery, null), outbox);
        else Clear(record, AlertKind.Battery, record.Subject, "battery is good", ends: true, outbox);
        return state with { BatteryLow = low };
    }

    /// <summary>Takes from the values what is not known yet; false when none is about the cell. Of two that say the same the later holds.</summary>
    private static bool SeeBattery(DeviceModel model, ChannelValue[] values, ref double? percent, ref bool? flag)
    {
        var (isAbout, percentBefore, flagBefore) = (false, percent, flag);
        foreach (var value in values)
        {
            var meaning = model.MeaningOf(value.Channel);
            isAbout |= meaning is Meaning.BatteryPercent or Meaning.BatteryLow;
            if (meaning is Meaning.BatteryPercent && value.Kind is ValueKind.Number) percent = percentBefore ?? value.Number;
            if (meaning is Meaning.BatteryLow && value.Kind is ValueKind.Bool) flag = flagBefore ?? value.IsTrue;
        }

        return isAbout;
    }

    private static DeviceState ComeAlive(DeviceState state, Device record, DeviceModel model, bool clockWrong, IOutbox outbox)
    {
        if (state.Online is not true || state.ClockWrong != clockWrong) outbox.Emit(new DeviceStanding(record.Id, Online: true, clockWrong));
        if (state.Online is false) Clear(record, AlertKind.Offline, record.Subject, "speaks again", ends: true, outbox);
        return state with
        {
            LastSeenAt = outbox.Now,
            Online = true,
            ClockWrong = clockWrong,
            WillDueAt = null,
            SilenceDueAt = SilenceRule.DueAfterWord(outbox.Now, model.SilenceLimit),
        };
    }

    private static DeviceState GoOffline(DeviceState state, Device record, string why, IOutbox outbox)
    {
        outbox.Emit(new DeviceStanding(record.Id, Online: false, state.ClockWrong));
        Raise(record, FaultOf(record, AlertKind.Offline, why), outbox);
        return state with { Online = false, SilenceDueAt = null, WillDueAt = null };
    }

    /// <summary>The same content with the same device time, or sent again under DUP with the same packet id. A clock that cannot be
    /// believed tells no event from another: one that stands still in 1970 would make every later press a redelivery of the first.</summary>
    private static bool IsRedelivery(DeviceState state, Reading reading, Timing timing, Policy policy, DateTimeOffset now) => Array.Exists(state.Recent, mark =>
        mark.Content == reading.Content && (reading.DeviceTimeMs is not null && timing is not Timing.WrongClock
            ? mark.DeviceTimeMs == reading.DeviceTimeMs
            : reading.Redelivered && mark.PacketId == reading.PacketId && now - mark.At <= policy.RedeliveryWindow));

    private static void Raise(Device record, Need need, IOutbox outbox) => outbox.Tell(Subject.Of(record.SiteId), new NeedRaised(need));

    private static void Stand(Device record, Need need, IOutbox outbox) => outbox.Tell(Subject.Of(record.SiteId), new NeedStands(need));

    private static void Clear(Device record, AlertKind kind, Subject about, string note, bool ends, IOutbox outbox) =>
        outbox.Tell(Subject.Of(record.SiteId), new NeedCleared(kind, about, record.Id, note, ends));

    /// <summary>Whose need a device tells of: the elder's whose device it is, else that of whoever is in the place.</summary>
    private static Subject PersonOf(Device record) => record.ElderId is { } elder ? Subject.Of(elder) : Subject.Of(record.PlaceId);

    private static Need NeedOf(Device record, AlertKind kind, string? note, bool late) =>
        new(kind, PersonOf(record), record.SiteId, record.PlaceId, record.ElderId, record.Id, record.Model, note, late) { Via = record.Via };

    /// <summary>A danger is the whole place's, whoever the device belongs to.</summary>
    private static Need DangerOf(Device record, AlertKind kind, string? note, bool late) =>
        NeedOf(record, kind, note, late) with { About = Subject.Of(record.PlaceId), ElderId = null };

    /// <summary>Something is wrong with the device itself.</summary>
    private static Need FaultOf(Device record, AlertKind kind, string? note) => NeedOf(record, kind, note, late: false) with { About = record.Subject };

    private static string StillSays(Device record) => $"{record.Id} still says so";

    private static DeviceModel ModelOf(Device record) => Models.All[record.Model];

    private static bool? LastBool(DeviceState state, string channel)
    {
        foreach (var value in state.Values)
            if (value.Channel == channel)
                return value.Kind is ValueKind.Bool ? value.IsTrue : null;
        return null;
    }
}
