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
            if (faulty) Raise(record, FaultOf(record, AlertKind.Fault, "says that it is faulty"), outbox);
            state = state with { Upkeep = state.Upkeep with { Faulty = faulty } };
            if (!faulty) EndWhenWell(state, record, "no longer says that it is faulty", outbox);
        }

        if ((told & Tampers) != 0 && StandingRule.Now(model, Meaning.Tamper, state.Values, values, StandingRule.OfFlag) is { } open && open != state.Upkeep.Tampered)
        {
            if (open) Raise(record, FaultOf(record, AlertKind.Tamper, "opened or torn off"), outbox);
            else Clear(record, AlertKind.Tamper, record.Subject, "closed again", ends: true, outbox);
            state = state with { Upkeep = state.Upkeep with { Tampered = open } };
        }

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
        if (upkeep.Untested) EndWhenWell(state, record, "tested", outbox);
        return state;
    }

    public static DeviceState Tick(DeviceState state, Device record, Policy policy, IOutbox outbox)
    {
        if (state.Upkeep.TestDueAt is not { } due || due > outbox.Now) return state;
        Raise(record, UpkeepOf(record, AlertKind.Fault, $"not tested for {policy.TestEvery.TotalDays:0} days: press its test button"), outbox);
        return state with { Upkeep = state.Upkeep with { TestDueAt = null, Untested = true } };
    }

    /// <summary>A fault and a missing test are one alert about the device; it ends when neither is left.</summary>
    private static void EndWhenWell(DeviceState state, Device record, string note, IOutbox outbox)
    {
        if (state.Upkeep is { Faulty: false, Untested: false }) Clear(record, AlertKind.Fault, record.Subject, note, ends: true, outbox);
        else Note(record, AlertKind.Fault, record.Subject, note, outbox);
    }
}
