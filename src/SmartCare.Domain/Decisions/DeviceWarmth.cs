using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using static SmartCare.Domain.Decisions.DeviceDangers;
using static SmartCare.Domain.Decisions.DeviceNeeds;

namespace SmartCare.Domain.Decisions;

/// <summary>What a smoke detector measures beside smoke: warmth, and carbon monoxide, confirm a fire and never keep one back.</summary>
internal static class DeviceWarmth
{
    /// <summary>What a fire that rises with this message is said to be confirmed by; null: by nothing.</summary>
    public static string? NoteOf(DeviceState state, DeviceModel model, ChannelValue[] values, DateTimeOffset now)
    {
        var warmth = WarmthRule.NoteOf(state.Warmth, WarmthRule.CelsiusIn(values) ?? WarmthRule.CelsiusIn(state.Values), now);
        var co = StandingRule.Now(model, Meaning.Co, state.Values, values, StandingRule.OfFlag) ?? Stands(model, Meaning.Co, state.Values);
        return warmth is null && !co ? null : Phrase.All(warmth, co ? Phrase.Of("coConfirms") : null);
    }

    /// <summary>Of a message whose dangers have been judged: keeps how warm it is, and tells once when warmth comes after the smoke.</summary>
    public static DeviceState Hear(DeviceState state, Device record, DeviceModel model, ChannelValue[] values, IOutbox outbox)
    {
        if (!Watches(model) || WarmthRule.CelsiusIn(values) is not { } celsius) return state;
        var burns = StandingRule.Now(model, Meaning.Fire, state.Values, values, StandingRule.OfFlag) ?? Stands(model, Meaning.Fire, state.Values);
        var note = burns ? WarmthRule.NoteOf(state.Warmth, celsius, outbox.Now) : null;
        var wasTold = burns && state.Warmth?.Told is true;
        // With its rise the note stands in the alert already.
        if (note is not null && !wasTold && Stands(model, Meaning.Fire, state.Values)) Note(record, AlertKind.Fire, Subject.Of(record.PlaceId), note, outbox);
        return state with { Warmth = WarmthRule.With(state.Warmth, celsius, outbox.Now) with { Told = wasTold || note is not null } };
    }

    private static bool Watches(DeviceModel model) => model.Class is DeviceClass.Smoke && model.Meanings.Values.Contains(Meaning.Fire);
}
