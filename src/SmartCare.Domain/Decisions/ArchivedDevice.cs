using SmartCare.Domain.Alerts;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using static SmartCare.Domain.Decisions.DeviceNeeds;

namespace SmartCare.Domain.Decisions;

/// <summary>A device that people have put out of use. It raises nothing about itself or anybody, but a detector in a drawer may be in a burning one: a danger
/// that it tells of rings at its site, as something to look into.</summary>
internal static class ArchivedDevice
{
    private static readonly AlertKind[] s_upkeep = [AlertKind.Offline, AlertKind.Battery, AlertKind.Tamper, AlertKind.Fault];

    /// <summary>What was said about the device itself is over. A fall that it suspected just before is not.</summary>
    public static DeviceState PutAside(DeviceState state, Device record, IOutbox outbox)
    {
        if (state is { FallDueAt: not null, Record: { } before })
            Raise(before, NeedOf(before, AlertKind.Fall, Phrase.Of("suspectedAside"), state.FallLate), outbox);
        foreach (var kind in s_upkeep) Clear(record, kind, record.Subject, Phrase.Of("putAside"), ends: true, outbox);
        return Bare(state) with { Record = record, Values = state.Values };
    }

    /// <summary>In use again: as new, its first word counts.</summary>
    public static DeviceState TakeBack(DeviceState state) => Bare(state);

    public static DeviceState Hear(DeviceState state, Device record, Reading reading, Policy policy, IOutbox outbox)
    {
        var timing = TimingRule.Judge(reading.DeviceTimeMs, outbox.Now, policy);
        if (timing is not Timing.TooOld && DangerIn(ModelOf(record), reading.Values, state.Values) is { } danger)
        {
            var about = Subject.PartOf(record.SiteId, $"archived/{record.Id.Value}");
            var note = Phrase.Of("asideSays", ("device", record.Id), ("word", danger));
            Raise(record, NeedOf(record, AlertKind.System, note, timing is Timing.Late) with { About = about, ElderId = null }, outbox);
        }

        return state with { LastSeenAt = outbox.Now, Values = LastValues.Merge(state.Values, reading.Values) };
    }

    /// <returns>The first danger, call or fall in a message that was not said before; null when there is none.</returns>
    private static string? DangerIn(DeviceModel model, ChannelValue[] values, ChannelValue[] kept)
    {
        foreach (var value in values)
        {
            var meaning = model.MeaningOf(value.Channel);
            var isNews = meaning switch
            {
                Meaning.Fall => FallRule.PhaseOf(value) is FallPhase.Suspected or FallPhase.Confirmed && !Array.Exists(kept, k => k.Channel == value.Channel && k.Text == value.Text),
                Meaning.Press or Meaning.PressHeld => HelpCallRule.IsPress(meaning, value, LastValues.BoolOf(kept, value.Channel)),
                _ => DangerRule.KindOf(meaning) is not null && DangerRule.Judge(value, LastValues.BoolOf(kept, value.Channel)) is Edge.Rose,
            };
            if (isNews) return value.Text is { } word ? $"{value.Channel}: {word}" : value.Channel;
        }

        return UnderstoodRule.StrangeAlarmIn(model, kept) is null ? UnderstoodRule.StrangeAlarmIn(model, values) : null;
    }

    /// <summary>What outlives being put out of use: that it was used, and what a sender may send again.</summary>
    private static DeviceState Bare(DeviceState state) => DeviceState.New with
    {
        LastSeenAt = state.LastSeenAt, Recent = state.Recent, RecentOnce = state.RecentOnce, Upkeep = DeviceUpkeep.New with { LastTestAt = state.Upkeep.LastTestAt },
    };
}
