using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>What a device tells about the person: to its elder, or to its place when it watches the place.</summary>
/// <remarks>Every decision of a device passes here, so it is quick to say that there is nothing to tell: an unchanged value writes no
/// letter, a presence that lasts or a rate writes one a minute.</remarks>
public static class DeviceSenses
{
    private const ulong Water = 1UL << (int)Meaning.WaterFlow | 1UL << (int)Meaning.WaterCount;

    private const ulong Senses =
        1UL << (int)Meaning.Presence | 1UL << (int)Meaning.InBed | 1UL << (int)Meaning.Contact | 1UL << (int)Meaning.Press | 1UL << (int)Meaning.PressHeld
        | 1UL << (int)Meaning.Fall | 1UL << (int)Meaning.ImpactPeak | Water | 1UL << (int)Meaning.HeartRate | 1UL << (int)Meaning.BreathingRate | 1UL << (int)Meaning.Temperature;

    /// <summary>Tells what a reading that was taken in says about the person.</summary>
    /// <param name="before">As it was when the reading came: its values are the last ones.</param>
    /// <param name="after">With what the reading has decided so far.</param>
    /// <returns>What it has told now.</returns>
    public static SenseMemory Tell(
        DeviceState before, DeviceState after, Device record, DeviceModel model, ulong meanings, Reading reading, Policy policy, IOutbox outbox)
    {
        var memory = after.Senses;
        if ((meanings & Senses) == 0) return memory;
        List<Sense>? told = null;
        foreach (var value in reading.Values)
            if (SenseOf(model.MeaningOf(value.Channel), value, before, ref memory, policy, outbox.Now) is { } sense)
                (told ??= []).Add(sense);
        if ((meanings & Water) != 0 && Runs(before, model, reading.Values, ref memory, policy, outbox.Now) is { } water) (told ??= []).Add(water);
        if (before.FallDueAt is null && after.FallDueAt is not null) (told ??= []).Add(Sense.Of(SenseKind.MaybeFell, on: true, news: true));
        if (told is null) return memory;
        var late = TimingRule.Judge(reading, outbox.Now, policy) is Timing.Late;
        var at = late ? DateTimeOffset.FromUnixTimeMilliseconds(reading.DeviceTimeMs!.Value) : outbox.Now;
        outbox.Tell(TargetOf(record), new Sensed(record.Id, at, late, record.ElderId is null, [.. told]));
        return memory;
    }

    /// <summary>Tells of itself when it came, left, moved, was lost or is back.</summary>
    public static DeviceState TellWhoItIs(DeviceState before, DeviceState after, IOutbox outbox)
    {
        if (ReferenceEquals(before.Record, after.Record) && before.Online == after.Online) return after;
        if (before.Record is { } was && IsSource(was) && (after.Record is not { } still || !IsSource(still) || TargetOf(still) != TargetOf(was)))
            outbox.Tell(TargetOf(was), new SourceLeft(was.Id));
        if (after.Record is not { } record || !IsSource(record)) return after;
        var model = Models.All[record.Model];
        outbox.Tell(TargetOf(record), new SourceIs(new Source(
            record.Id, Has(model, Meaning.Presence), Has(model, Meaning.InBed), Has(model, Meaning.Contact), after.Online)));
        return after;
    }

    private static Sense? SenseOf(Meaning meaning, in ChannelValue value, DeviceState before, ref SenseMemory memory, Policy policy, DateTimeOffset now)
    {
        switch (meaning)
        {
            case Meaning.Presence when value.IsTrue:
                var began = LastBool(before, value.Channel) is not true;
                if (!began && now - memory.PresenceAt < policy.PresenceTold) return null;
                memory = memory with { PresenceAt = now };
                return Sense.Of(SenseKind.Presence, on: true, began);
            case Meaning.InBed when value.Kind is ValueKind.Bool:
                var was = LastBool(before, value.Channel);
                return was == value.IsTrue ? null : Sense.Of(SenseKind.Bed, value.IsTrue, was is not null);
            // The first word of a door tells how it stands, not that it moved.
            case Meaning.Contact when value.Kind is ValueKind.Bool:
                return LastBool(before, value.Channel) is { } stood && stood != value.IsTrue ? Sense.Of(SenseKind.Door, value.IsTrue, news: true) : null;
            case Meaning.Press when HelpCallRule.IsFine(value):
                return Sense.Of(SenseKind.Fine, on: true, news: true);
            case Meaning.Press or Meaning.PressHeld:
                return HelpCallRule.IsPress(meaning, value, LastBool(before, value.Channel)) && !HelpCallRule.IsEndOfPress(value, before.LastPressAt, now, policy) ? Sense.Of(SenseKind.Press, on: true, news: true) : null;
            // A radar that measures nothing says 0.
            case Meaning.HeartRate when value is { Kind: ValueKind.Number, Number: > 0 }:
                memory = memory with { Heart = Rate(SenseKind.Heart, memory.Heart.With(value.Number), policy.RateTold, now, out var heart) };
                return heart;
            case Meaning.BreathingRate when value is { Kind: ValueKind.Number, Number: > 0 }:
                memory = memory with { Breath = Rate(SenseKind.Breath, memory.Breath.With(value.Number), policy.RateTold, now, out var breath) };
                return breath;
            case Meaning.Temperature when value.Kind is ValueKind.Number:
                memory = memory with { Warmth = Rate(SenseKind.Warmth, memory.Warmth.With(value.Number), policy.WarmthTold, now, out var warmth) };
                return warmth;
            default:
                return null;
        }
    }

    private static Sense? Runs(DeviceState before, DeviceModel model, ChannelValue[] values, ref SenseMemory memory, Policy policy, DateTimeOffset now)
    {
        if (WaterRule.Runs(model, values, before.Values) is not { } runs) return null;
        var (water, told) = WaterRule.Judge(memory.Water, runs, now, policy);
        memory = memory with { Water = water };
        return told ? Sense.Of(SenseKind.Water, on: true, news: true) : null;
    }

    /// <summary>Tells the extremes when it is time to, and begins anew.</summary>
    private static RateMemory Rate(SenseKind kind, RateMemory known, TimeSpan pause, DateTimeOffset now, out Sense? sense)
    {
        sense = now - known.ToldAt < pause ? null : new Sense(kind, known.Low!.Value, known.High!.Value, News: false);
        return sense is null ? known : new RateMemory(now, null, null);
    }

    private static bool IsSource(Device record) => !record.Archived && Models.All[record.Model] is var model
        && (Has(model, Meaning.Presence) || Has(model, Meaning.InBed) || Has(model, Meaning.Contact));

    private static bool Has(DeviceModel model, Meaning meaning) => model.Meanings.Values.Contains(meaning);

    private static Subject TargetOf(Device record) => record.ElderId is { } elder ? Subject.Of(elder) : Subject.Of(record.PlaceId);

    private static bool? LastBool(DeviceState state, string channel)
    {
        foreach (var value in state.Values)
            if (value.Channel == channel)
                return value.Kind is ValueKind.Bool ? value.IsTrue : null;
        return null;
    }
}
