using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using static SmartCare.Domain.Decisions.DeviceNeeds;

namespace SmartCare.Domain.Decisions;

/// <summary>What a device says about its battery, and that it still does.</summary>
internal static class DeviceBattery
{
    private const ulong Batteries = 1UL << (int)Meaning.BatteryPercent | 1UL << (int)Meaning.BatteryLow;

    /// <summary>So much later the due time must be before it is moved: with every message would be a new state for nothing.</summary>
    private static readonly TimeSpan s_step = TimeSpan.FromHours(1);

    /// <summary>Percent and flag are two opinions on one cell, often sent in turns: the newest of each is judged together.</summary>
    public static DeviceState Hear(DeviceState state, Device record, DeviceModel model, ulong told, ChannelValue[] values, Policy policy, IOutbox outbox)
    {
        if ((told & Batteries) == 0) return state;
        double? percent = null;
        bool? flag = null;
        See(model, values, ref percent, ref flag);
        if (percent is null && flag is null) return state;
        var upkeep = state.Upkeep;
        var cell = percent is { } now ? BatteryForecast.Remember(upkeep.Cell, now, outbox.Now) : upkeep.Cell;
        See(model, state.Values, ref percent, ref flag);

        var isLow = BatteryRule.IsLow(percent, flag, policy) ?? state.BatteryLow;
        if (isLow && !state.BatteryLow) Raise(record, UpkeepOf(record, AlertKind.Battery, BatteryForecast.NoteOf(cell, percent, flag)), outbox);
        if (!isLow && state.BatteryLow) Clear(record, AlertKind.Battery, record.Subject, Phrase.Of("batteryGood"), ends: true, outbox);
        else if (!isLow && upkeep.BatteryUnheard) Clear(record, AlertKind.Battery, record.Subject, Phrase.Of("batteryTells"), ends: true, outbox);

        var due = outbox.Now + policy.BatteryUnheardAfter;
        if (upkeep.BatteryDueAt is { } before && due - before < s_step) due = before;
        if (isLow == state.BatteryLow && !upkeep.BatteryUnheard && due == upkeep.BatteryDueAt && ReferenceEquals(cell, upkeep.Cell)) return state;
        return state with { BatteryLow = isLow, Upkeep = upkeep with { BatteryUnheard = false, BatteryDueAt = due, Cell = cell } };
    }

    /// <summary>Only a device that speaks is asked about its battery; one that is lost has an alert of its own.</summary>
    public static DeviceState Tick(DeviceState state, Device record, Policy policy, IOutbox outbox)
    {
        var upkeep = state.Upkeep;
        if (upkeep.BatteryDueAt is not { } due || due > outbox.Now) return state;
        if (SilenceRule.Judge(due - policy.BatteryUnheardAfter, outbox.ListeningSince, policy.BatteryUnheardAfter, outbox.Now) is { } later)
            return state with { Upkeep = upkeep with { BatteryDueAt = later } };
        if (state.Online is not true || state.BatteryLow)
            return state with { Upkeep = upkeep with { BatteryDueAt = outbox.Now + policy.BatteryUnheardAfter } };
        var note = Phrase.Of("batteryUnheard", ("hours", Math.Round(policy.BatteryUnheardAfter.TotalHours)));
        Raise(record, UpkeepOf(record, AlertKind.Battery, note), outbox);
        return state with { Upkeep = upkeep with { BatteryDueAt = null, BatteryUnheard = true } };
    }

    /// <summary>Takes from the values what is not known yet. Of two that say the same the later holds.</summary>
    private static void See(DeviceModel model, ChannelValue[] values, ref double? percent, ref bool? flag)
    {
        var (percentBefore, flagBefore) = (percent, flag);
        foreach (var value in values)
        {
            var meaning = model.MeaningOf(value.Channel);
            if (meaning is Meaning.BatteryPercent && value.Kind is ValueKind.Number) percent = percentBefore ?? value.Number;
            if (meaning is Meaning.BatteryLow && value.Kind is ValueKind.Bool) flag = flagBefore ?? value.IsTrue;
        }
    }
}
