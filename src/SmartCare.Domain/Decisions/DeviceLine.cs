using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using static SmartCare.Domain.Decisions.DeviceNeeds;

namespace SmartCare.Domain.Decisions;

/// <summary>Is the device there? Lost by silence or by its will, found again by any word; and when that goes to and fro, flapping.</summary>
internal static class DeviceLine
{
    public static DeviceState ComeAlive(DeviceState state, Device record, DeviceModel model, bool clockWrong, Policy policy, IOutbox outbox)
    {
        if (state.Online is not true || state.ClockWrong != clockWrong) outbox.Emit(new DeviceStanding(record.Id, Online: true, clockWrong));
        if (state is { Online: false, Losses.Flaps: 0 }) Clear(record, AlertKind.Offline, record.Subject, Phrase.Of("speaksAgain"), ends: true, outbox);
        return state with
        {
            LastSeenAt = outbox.Now,
            Online = true,
            ClockWrong = clockWrong,
            WillDueAt = null,
            Losses = state.Losses.Flaps == 0
                ? state.Losses
                : state.Losses with { LostDueAt = null, SteadyDueAt = state.Losses.SteadyDueAt ?? outbox.Now + policy.FlapSteady },
            SilenceDueAt = SilenceRule.DueAfterWord(outbox.Now, model.SilenceLimit),
        };
    }

    public static DeviceState Tick(DeviceState state, Device record, DeviceModel model, Policy policy, IOutbox outbox)
    {
        if (state.WillDueAt <= outbox.Now)
        {
            var willAt = state.WillDueAt.Value - policy.WillGrace;
            state = SilenceRule.Judge(willAt, outbox.ListeningSince, policy.WillGrace, outbox.Now) is { } graceEnds
                ? state with { WillDueAt = graceEnds }
                : GoOffline(state, record, Phrase.Of("connectionLost"), policy, outbox);
        }

        if (state.SilenceDueAt <= outbox.Now && state.LastSeenAt is { } lastWord)
        {
            var limit = model.SilenceLimit;
            state = SilenceRule.Judge(lastWord, outbox.ListeningSince, limit, outbox.Now) is { } later
                ? state with { SilenceDueAt = later }
                : GoOffline(state, record, Phrase.Of("silent", ("minutes", Math.Round(limit.TotalMinutes))), policy, outbox);
        }

        if (state.Losses.LostDueAt <= outbox.Now) state = StayLost(state, record, policy, outbox);
        if (state.Losses.SteadyDueAt <= outbox.Now) state = BecomeSteady(state, record, policy, outbox);
        return state;
    }

    private static DeviceState GoOffline(DeviceState state, Device record, string why, Policy policy, IOutbox outbox)
    {
        outbox.Emit(new DeviceStanding(record.Id, Online: false, state.ClockWrong));
        var losses = state.Losses with { At = FlapRule.Remember(state.Losses.At, outbox.Now, policy), SteadyDueAt = null };
        state = state with { Online = false, SilenceDueAt = null, WillDueAt = null };
        if (losses.Flaps > 0)
        {
            // While its alert stands a short absence is counted, a long one announced again. Someone may have resolved it meanwhile, and it goes on.
            losses = losses with { Flaps = losses.Flaps + 1, LostDueAt = outbox.Now + policy.FlapGrace };
            Stand(record, FaultOf(record, AlertKind.Offline, Phrase.Of("stillFlapping", ("times", losses.Flaps))), outbox);
            return state with { Losses = losses };
        }

        var flaps = FlapRule.IsFlapping(losses.At, policy);
        if (flaps) (why, losses) = (Phrase.Of("flapping", ("times", losses.At.Length), ("minutes", Math.Round(policy.FlapWindow.TotalMinutes))), losses with { Flaps = losses.At.Length });
        Raise(record, FaultOf(record, AlertKind.Offline, why), outbox);
        return state with { Losses = losses };
    }

    private static DeviceState StayLost(DeviceState state, Device record, Policy policy, IOutbox outbox)
    {
        if (SilenceRule.Judge(state.Losses.LostDueAt!.Value - policy.FlapGrace, outbox.ListeningSince, policy.FlapGrace, outbox.Now) is { } later)
            return state with { Losses = state.Losses with { LostDueAt = later } };
        var note = Phrase.Of("flappingAway", ("minutes", Math.Round(policy.FlapGrace.TotalMinutes)), ("times", state.Losses.Flaps));
        Raise(record, FaultOf(record, AlertKind.Offline, note), outbox);
        return state with { Losses = state.Losses with { LostDueAt = null } };
    }

    private static DeviceState BecomeSteady(DeviceState state, Device record, Policy policy, IOutbox outbox)
    {
        if (SilenceRule.Judge(state.Losses.SteadyDueAt!.Value - policy.FlapSteady, outbox.ListeningSince, policy.FlapSteady, outbox.Now) is { } later)
            return state with { Losses = state.Losses with { SteadyDueAt = later } };
        var note = Phrase.Of("steadyAgain", ("minutes", Math.Round(policy.FlapSteady.TotalMinutes)), ("times", state.Losses.Flaps));
        Clear(record, AlertKind.Offline, record.Subject, note, ends: true, outbox);
        return state with { Losses = DeviceLosses.None };
    }
}
