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
        var why = state.Upkeep.TestSince is null ? null : Phrase.Of("saysTestForLong", ("device", record.Id));
        var seen = ClipRule.NoteOf(ClipRule.In(values)) is { } clip ? Phrase.All(why, clip) : why;
        foreach (var value in values)
            if (DangerRule.KindOf(model.MeaningOf(value.Channel)) is { } danger)
            {
                var confirmed = danger is AlertKind.Fire && value.IsTrue && DeviceWarmth.NoteOf(state, model, values, outbox.Now) is { } by ? Phrase.All(seen, by) : seen;
                Judge(value, LastValues.BoolOf(state.Values, value.Channel), danger, state.Muted && !muted, confirmed, record, late, outbox);
            }

        if (muted == state.Muted) return state;
        if (muted)
            foreach (var danger in s_kinds)
                if (StandingRule.Now(model, danger.Meaning, state.Values, values, StandingRule.OfFlag) ?? Stands(model, danger.Meaning, state.Values))
                    Note(record, danger.Kind, Subject.Of(record.PlaceId), Phrase.Of("mutedAt", ("device", record.Id)), outbox);
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
        if (edge is Edge.None && value.IsTrue && soundsAgain) Raise(record, DangerOf(record, danger, Phrase.Of("soundsAgain"), late), outbox);
        else if (edge is Edge.None && value.IsTrue) Stand(record, DangerOf(record, danger, StillSays(record.Id), late), outbox);
        if (edge is Edge.Fell) Clear(record, danger, Subject.Of(record.PlaceId), Phrase.Of("isClear", ("device", record.Id)), ends: false, outbox);
    }

    /// <summary>It goes to another place, or becomes other hardware: what it said where it was does not stand there any more.</summary>
    public static void Leave(DeviceState state, Device record, IOutbox outbox)
    {
        foreach (var danger in s_kinds)
            if (Stands(ModelOf(record), danger.Meaning, state.Values))
                Clear(record, danger.Kind, Subject.Of(record.PlaceId), Phrase.Of("noLongerThere", ("device", record.Id)), ends: false, outbox);
    }

    public static bool Stands(DeviceModel model, Meaning meaning, ChannelValue[] kept)
    {
        foreach (var value in kept)
            if (value.IsTrue && model.MeaningOf(value.Channel) == meaning)
                return true;
        return false;
    }
}
