using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;

namespace SmartCare.Domain.Decisions;

/// <summary>A silence that is waited for: it counts from the last word or from when anybody listened, whichever is later.</summary>
/// <param name="At">The last word and the limit, as far as the row knows.</param>
/// <param name="Limit">So long it may be silent.</param>
public readonly record struct SilenceDue(DateTimeOffset At, TimeSpan Limit);

/// <summary>
/// What of a device must be on disk with the reading that changed it, and what may follow within the hour: a row for each reading would be
/// most of what a house costs.
/// </summary>
/// <remarks>
/// What may be lost in a crash, and why that is harmless:
/// <see cref="DeviceState.LastSeenAt"/>, <see cref="DeviceState.SilenceDueAt"/>: silence counts from when the silo listened;
/// numbers in <see cref="DeviceState.Values"/>, and words no rule reads: the series has them, no rule looks for their edge;
/// <see cref="DeviceState.Senses"/>: a presence or a rate is told once more, or its extremes of the last minute are missing;
/// <see cref="DeviceState.Warmth"/>: what is only added to an alert may be missing, or be added twice;
/// <see cref="DeviceState.Recent"/>: a mark is asked for only when its message led to something, and then it is written with that;
/// <see cref="DeviceUpkeep.BatteryDueAt"/>: as silence.
/// </remarks>
public static class DeviceDurability
{
    public static bool Matters(DeviceState before, DeviceState after) =>
        !ReferenceEquals(before, after) && (!ReferenceEquals(before.Record, after.Record)
            || before.Online != after.Online || before.ClockWrong != after.ClockWrong || before.WillDueAt != after.WillDueAt
            || before.Fall != after.Fall || before.FallDueAt != after.FallDueAt || before.FallLate != after.FallLate || before.FallClip != after.FallClip
            || before.BatteryLow != after.BatteryLow || before.Muted != after.Muted || before.LastPressAt != after.LastPressAt || before.LetsGo != after.LetsGo
            || !before.RecentOnce.Equals(after.RecentOnce) || !before.Losses.Equals(after.Losses) || MattersOf(before.Upkeep, after.Upkeep) || HasNewWord(before, after));

    /// <summary>The next silence that is waited for; null when none is.</summary>
    public static SilenceDue? SilenceOf(DeviceState state, Policy policy)
    {
        if (state.Record is not { } record) return null;
        SilenceDue? silence = state.SilenceDueAt is { } due ? new SilenceDue(due, DeviceNeeds.ModelOf(record).SilenceLimit) : null;
        SilenceDue? battery = state.Upkeep.BatteryDueAt is { } unheard ? new SilenceDue(unheard, policy.BatteryUnheardAfter) : null;
        return battery?.At < silence?.At ? battery : silence ?? battery;
    }

    private static bool MattersOf(DeviceUpkeep before, DeviceUpkeep after) =>
        !ReferenceEquals(before, after) && (!ReferenceEquals(before.Cell, after.Cell) || before.BatteryUnheard != after.BatteryUnheard
            || before.Faulty != after.Faulty || before.Tampered != after.Tampered || before.LastTestAt != after.LastTestAt
            || before.TestSince != after.TestSince || before.TestDueAt != after.TestDueAt || before.Untested != after.Untested
            || before.NotUnderstood != after.NotUnderstood || before.Strange != after.Strange);

    /// <summary>A flag or a word that a rule may compare with the next one: a press is a rise, and a rise that was forgotten would be none.</summary>
    private static bool HasNewWord(DeviceState before, DeviceState after)
    {
        if (ReferenceEquals(before.Values, after.Values)) return false;
        var model = after.Record is { } record ? DeviceNeeds.ModelOf(record) : null;
        for (var i = 0; i < after.Values.Length; i++)
        {
            ref readonly var value = ref after.Values[i];
            if (value.Kind is ValueKind.Number) continue;
            var known = i < before.Values.Length && before.Values[i].Channel == value.Channel
                ? before.Values[i]
                : Array.Find(before.Values, v => v.Channel == after.Values[i].Channel);
            if (known != value && IsRead(model, value.Channel)) return true;
        }

        return false;
    }

    private static bool IsRead(DeviceModel? model, string channel) =>
        channel is Channels.Test or Channels.SelfTestResult || model?.MeaningOf(channel) is not (null or Meaning.None);
}
