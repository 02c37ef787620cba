using SmartCare.Domain.Readings;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Simulation.World;

namespace SmartCare.Simulation.Oracles;

/// <summary>
/// What the words of devices oblige the silo to, and what they allow it: fills the <see cref="Obligations"/>. An alarm that was
/// heard must be an open alert when all that follows from it has happened; one that nobody spoke of must not ring.
/// </summary>
internal sealed class Hearing(Run run, Obligations turn)
{
    private const long TooOldMs = Spans.Day, AheadMs = 5 * Spans.Minute, LateMs = 2 * Spans.Minute;

    public void Heard(Outgoing message, bool redelivered, long nowMs)
    {
        var device = message.Device;
        ref var ear = ref device.Ear;
        (turn.Source, turn.NowMs) = (message, nowMs);
        // What is due goes first: its time may have run out in the moment before this word.
        if (IsSilent(device, run.Silo!.ListeningLongestMs, nowMs)) turn.Allow(AlertKind.Offline, device.Record.Subject);
        if (message.Says is Says.Will)
        {
            if (ear.WillAt == 0 && ear.LastWordAt > 0) ear.WillAt = nowMs;
            return;
        }

        ear.LastWordAt = nowMs;
        ear.WillAt = 0;
        if (message.Says is Says.Nothing) return;
        if (IsTooOld(message.Reading, nowMs)) return;
        if (redelivered)
        {
            // Known again by its clock, or for an hour by its packet id; after that it may count as another.
            if (nowMs - message.First.HeardAt > KindRule.RedeliveryMs) Listen(message, ref ear, nowMs, must: false);
            return;
        }

        if ((message.Says & Says.Test) == 0) ear.TestSince = 0;
        else if (ear.TestSince == 0) ear.TestSince = nowMs;
        // A row of tests without a plain word between them is a stuck flag after a while, and may then be a fire.
        if (ear.TestSince == 0) Listen(message, ref ear, nowMs, must: true);
        else if (nowMs - ear.TestSince > KindRule.TestLastsMs) Listen(message, ref ear, nowMs, must: false);
    }

    private void Listen(Outgoing message, ref Ear ear, long nowMs, bool must)
    {
        var (device, says) = (message.Device, message.Says);
        if ((says & (Says.Danger | Says.NoDanger)) != 0)
            Dangerous(device, ref ear, (says & Says.Danger) != 0, nowMs, must);
        if ((says & Says.Press) != 0) Press(device, must);
        if ((says & Says.Open) != 0) ear.OpenHeardAt = nowMs;
        if ((says & Says.RateOut) != 0) ear.RateOutAt = nowMs;
        // What happened a while ago is a sign of then.
        var late = nowMs - message.Reading.DeviceTimeMs > LateMs;
        if ((says & Says.Open) != 0 && !late) ear.OpenAt = nowMs;
        if ((says & (Says.Someone | Says.Open | Says.Press)) != 0 && !late) ear.SignAt = nowMs;
        if ((says & (Says.SosOn | Says.SosOff)) != 0)
        {
            var on = (says & Says.SosOn) != 0;
            if (on && !ear.SosHeld) Press(device, must);
            else if (on) Stands(AlertKind.Help, PersonOf(device), nowMs);
            ear.SosHeld = on;
        }

        if ((says & (Says.NoFall | Says.Suspected | Says.Confirmed)) != 0) Fallen(device, ref ear, says, nowMs, must);
        if ((says & Says.Battery) != 0) Cell(device, ref ear, message.Reading, must);
    }

    private void Dangerous(SimDevice device, ref Ear ear, bool danger, long nowMs, bool must)
    {
        var (kind, place) = (DangerOf(device), Subject.Of(device.Record.PlaceId));
        if (danger && !ear.Danger)
        {
            turn.Allow(kind, place);
            if (must) turn.Require(kind, place);
        }
        else if (danger)
        {
            Stands(kind, place, nowMs);
        }

        ear.Danger = danger;
    }

    private void Press(SimDevice device, bool must)
    {
        if (must) turn.Press(PersonOf(device));
        else turn.Allow(AlertKind.Help, PersonOf(device));
    }

    private void Fallen(SimDevice device, ref Ear ear, Says says, long nowMs, bool must)
    {
        var before = ear.FallAt(nowMs);
        var who = PersonOf(device);
        if (before != ear.Fall) turn.Allow(AlertKind.Fall, who);
        if ((says & Says.NoFall) != 0)
        {
            ear.Fall = FallPhase.None;
        }
        else if ((says & Says.Suspected) != 0)
        {
            if (before is not FallPhase.None) return;
            (ear.Fall, ear.SuspectedAt) = (FallPhase.Suspected, nowMs);
            run.Timers.Suspected(device, nowMs);
        }
        else
        {
            if (before is FallPhase.Confirmed) Stands(AlertKind.Fall, who, nowMs);
            else turn.Allow(AlertKind.Fall, who);
            if (before is not FallPhase.Confirmed && must) turn.Require(AlertKind.Fall, who);
            ear.Fall = FallPhase.Confirmed;
        }
    }

    private void Cell(SimDevice device, ref Ear ear, Reading reading, bool must)
    {
        foreach (var value in reading.Values)
        {
            if (value.Channel == Channels.Battery) ear.Percent = value.Number;
            if (value.Channel == Channels.BatteryLow) ear.LowFlag = value.IsTrue;
        }

        bool? low = ear.LowFlag is true || ear.Percent <= KindRule.BatteryLowAt ? true
            : ear.Percent >= KindRule.BatteryGoodAt || (ear.Percent is null && ear.LowFlag is false) ? false : null;
        if (low is not { } isLow || isLow == ear.BatteryLow) return;
        ear.BatteryLow = isLow;
        if (!isLow) return;
        turn.Allow(AlertKind.Battery, device.Record.Subject);
        if (must) turn.Require(AlertKind.Battery, device.Record.Subject);
    }

    /// <summary>It said so before. It may ring again half an hour after somebody ended it, and then it must.</summary>
    private void Stands(AlertKind kind, Subject about, long nowMs)
    {
        if (run.Oracles.Decided.Find(kind, about) is not null) return;
        var ended = run.Oracles.Decided.EndedAt(kind, about);
        // Its letter may come later than the word, and is judged when it comes.
        if (nowMs - ended < KindRule.StandsAgainMs - Obligations.WithinMs) return;
        turn.Allow(kind, about);
        if (nowMs - ended < KindRule.StandsAgainMs) return;
        turn.Require(kind, about);
    }

    /// <summary>Has it not been heard for longer than it may be silent, while somebody listened?</summary>
    public static bool IsSilent(SimDevice device, long listeningSinceMs, long nowMs)
    {
        ref var ear = ref device.Ear;
        if (ear.WillAt > 0 && nowMs - Math.Max(ear.WillAt, listeningSinceMs) >= KindRule.WillGraceMs) return true;
        return ear.LastWordAt > 0 && nowMs - Math.Max(ear.LastWordAt, listeningSinceMs) >= device.SilenceLimitMs;
    }

    private static bool IsTooOld(Reading reading, long nowMs) =>
        reading.DeviceTimeMs is { } time && time > 1_577_836_800_000 && time - nowMs <= AheadMs && nowMs - time > TooOldMs;

    public static Subject PersonOf(SimDevice device) =>
        device.Record.ElderId is { } elder ? Subject.Of(elder) : Subject.Of(device.Record.PlaceId);

    public static AlertKind DangerOf(SimDevice device) => device.Record.Model switch
    {
        "smoke" => AlertKind.Fire, "gas" => AlertKind.Gas, "water" => AlertKind.Water, var model => throw new InvalidOperationException(model),
    };
}
