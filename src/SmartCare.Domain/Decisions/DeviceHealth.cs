using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using static SmartCare.Domain.Decisions.DeviceNeeds;

namespace SmartCare.Domain.Decisions;

/// <summary>Does the device itself work: its faults, its housing, its test button.</summary>
internal static class DeviceHealth
{
    private const ulong Faults = 1UL << (int)Meaning.Fault, Tampers = 1UL << (int)Meaning.Tamper, Tests = 1UL << (int)Meaning.Test;

    public static DeviceState Hear(DeviceState state, Device record, DeviceModel model, ulong told, ChannelValue[] values, IOutbox outbox)
    {
        if ((told & Faults) != 0 && StandingRule.Now(model, Meaning.Fault, state.Values, values, FaultRule.Says) is { } faulty && faulty != state.Upkeep.Faulty)
        {
            if (faulty) Raise(record, FaultOf(record, AlertKind.Fault, Phrase.Of("faulty")), outbox);
            state = state with { Upkeep = state.Upkeep with { Faulty = faulty } };
            if (!faulty) EndWhenWell(state, record, Phrase.Of("notFaulty"), outbox);
        }

        if ((told & Tampers) != 0 && StandingRule.Now(model, Meaning.Tamper, state.Values, values, StandingRule.OfFlag) is { } open && open != state.Upkeep.Tampered)
        {
            if (open) Raise(record, FaultOf(record, AlertKind.Tamper, Phrase.Of("opened")), outbox);
            else Clear(record, AlertKind.Tamper, record.Subject, Phrase.Of("closedAgain"), ends: true, outbox);
            state = state with { Upkeep = state.Upkeep with { Tampered = open } };
        }

        return state;
    }

    /// <summary>What its model makes no sense of is kept to be looked at, and an alarm among it is told: nobody will hear of it otherwise.</summary>
    public static DeviceState HearStrange(DeviceState state, Device record, DeviceModel model, ChannelValue[] values, IOutbox outbox)
    {
        if (state.Upkeep is { NotUnderstood: not null, Strange: true } || UnderstoodRule.TroubleOf(model, values) is not { } trouble) return state;
        var alarm = state.Upkeep.Strange ? null : UnderstoodRule.StrangeAlarmIn(model, values);
        if (alarm is not null) Raise(record, FaultOf(record, AlertKind.Fault, Phrase.Of("strangeWord", ("word", alarm))), outbox);
        return state.Upkeep.NotUnderstood is not null && alarm is null
            ? state
            : state with { Upkeep = state.Upkeep with { NotUnderstood = state.Upkeep.NotUnderstood ?? trouble, Strange = state.Upkeep.Strange || alarm is not null } };
    }

    /// <summary>Other hardware, or what it always was: it is understood anew, and tested anew.</summary>
    public static DeviceState BecomeAnother(DeviceState state, Device record, Policy policy, IOutbox outbox)
    {
        var wasStrange = state.Upkeep.Strange;
        state = state with
        {
            Record = record,
            Upkeep = state.Upkeep with { TestDueAt = TestRule.DueAfter(outbox.Now, ModelOf(record), policy), NotUnderstood = null, Strange = false },
        };
        if (wasStrange) EndWhenWell(state, record, Phrase.Of("otherModel"), outbox);
        return state;
    }

    /// <summary>Keeps when the test button was pressed, and since when every message says test.</summary>
    public static DeviceState HearTest(DeviceState state, Device record, DeviceModel model, ulong told, Reading reading, Policy policy, IOutbox outbox)
    {
        if ((told & (Tests | Faults)) == 0 && state.Upkeep.TestSince is null) return state;
        var (says, passed) = (false, false);
        foreach (var value in reading.Values)
        {
            says |= value.Channel == Channels.Test && value.IsTrue;
            passed |= TestRule.IsPassed(value, state.Values);
        }

        var upkeep = state.Upkeep;
        if (!passed && says == upkeep.TestSince is not null) return state;
        var since = says ? upkeep.TestSince ?? outbox.Now : (DateTimeOffset?)null;
        if (!passed && !(says && upkeep.TestSince is null)) return state with { Upkeep = upkeep with { TestSince = since } };
        outbox.Emit(new Remarked(Remark.Tested, record.Id.Value));
        outbox.Tell(Subject.Of(record.SiteId), new DeviceTested(record.Id, record.PlaceId));
        state = state with
        {
            Upkeep = upkeep with { TestSince = since, LastTestAt = outbox.Now, TestDueAt = TestRule.DueAfter(outbox.Now, model, policy), Untested = false },
        };
        if (upkeep.Untested) EndWhenWell(state, record, Phrase.Of("tested"), outbox);
        return state;
    }

    public static DeviceState Tick(DeviceState state, Device record, Policy policy, IOutbox outbox)
    {
        if (state.Upkeep.TestDueAt is not { } due || due > outbox.Now) return state;
        Raise(record, UpkeepOf(record, AlertKind.Fault, Phrase.Of("notTested", ("days", Math.Round(policy.TestEvery.TotalDays)))), outbox);
        return state with { Upkeep = state.Upkeep with { TestDueAt = null, Untested = true } };
    }

    /// <summary>A fault, a missing test and a strange word are one alert about the device; it ends when nothing of them is left.</summary>
    private static void EndWhenWell(DeviceState state, Device record, string note, IOutbox outbox)
    {
        if (state.Upkeep is { Faulty: false, Untested: false, Strange: false }) Clear(record, AlertKind.Fault, record.Subject, note, ends: true, outbox);
        else Note(record, AlertKind.Fault, record.Subject, note, outbox);
    }
}
