using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using static SmartCare.Domain.Decisions.DeviceNeeds;

namespace SmartCare.Domain.Decisions;

/// <summary>What a device says about smoke, gas, carbon monoxide or water concerns the whole place, whoever turned its sound off.</summary>
internal static class DeviceDangers
{
    public const ulong Dangers =
        1UL << (int)Meaning.Fire | 1UL << (int)Meaning.Gas | 1UL << (int)Meaning.Co | 1UL << (int)Meaning.Water | 1UL << (int)Meaning.Muted;

    public static DeviceState Hear(DeviceState state, Device record, DeviceModel model, ulong told, ChannelValue[] values, bool late, IOutbox outbox)
    {
        if ((told & Dangers) == 0) return state;
        var muted = StandingRule.Now(model, Meaning.Muted, state.Values, values, MuteRule.Says) ?? state.Muted;
        // Its test flag got stuck, or someone burns things under it: people should know both.
        var why = state.Upkeep.TestSince is null ? null : $"{record.Id} has said test for long";
        foreach (var value in values)
            if (DangerRule.KindOf(model.MeaningOf(value.Channel)) is { } danger)
                Judge(value, LastValues.BoolOf(state.Values, value.Channel), danger, state.Muted && !muted, why, record, late, outbox);
        if (muted == state.Muted) return state;
        if (muted)
            foreach (var danger in s_kinds)
                if (StandingRule.Now(model, danger.Meaning, state.Values, values, StandingRule.OfFlag) ?? Stands(model, danger.Meaning, state.Values))
                    Note(record, danger.Kind, Subject.Of(record.PlaceId), $"muted at {record.Id}: the danger stands", outbox);
        return state with { Muted = muted };
    }

    private static readonly (Meaning Meaning, AlertKind Kind)[] s_kinds =
        [(Meaning.Fire, AlertKind.Fire), (Meaning.Gas, AlertKind.Gas), (Meaning.Co, AlertKind.Co), (Meaning.Water, AlertKind.Water)];

    /// <param name="soundsAgain">The mute ended with this message: a danger that outlasted it is a new event.</param>
    private static void Judge(
        in ChannelValue value, bool? before, AlertKind danger, bool soundsAgain, string? why, Device record, bool late, IOutbox outbox)
    {
        var edge = DangerRule.Judge(value, before);
        if (edge is Edge.Rose) Raise(record, DangerOf(record, danger, why, late), outbox);
        if (edge is Edge.None && value.IsTrue && soundsAgain) Raise(record, DangerOf(record, danger, "sounds again after it was muted", late), outbox);
        else if (edge is Edge.None && value.IsTrue) Stand(record, DangerOf(record, danger, StillSays(record), late), outbox);
        if (edge is Edge.Fell) Clear(record, danger, Subject.Of(record.PlaceId), $"{record.Id} is clear", ends: false, outbox);
    }

    private static bool Stands(DeviceModel model, Meaning meaning, ChannelValue[] kept)
    {
        foreach (var value in kept)
            if (value.IsTrue && model.MeaningOf(value.Channel) == meaning)
                return true;
        return false;
    }
}
