using SmartCare.Domain.Alerts;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Simulation.World;

namespace SmartCare.Simulation.Oracles;

/// <summary>
/// What the words of devices oblige the silo to, and what they allow it: fills the <see cref="Obligations"/>. An alarm that was
/// heard must be an open alert when all that follows from it has happened; one that nobody spoke of must not ring.
/// </summary>
internal sealed class ReadingOracle(Run run, Obligations turn)
{
    /// <summary>What stands until it is said to be over: an old word of it, known again by its time, changes nothing.</summary>
    private const Says States = Says.Danger | Says.NoDanger | Says.SosOn | Says.SosOff;

    private const long TooOldMs = Spans.Day, AheadMs = 5 * Spans.Minute, LateMs = 2 * Spans.Minute;

    public void Heard(Outgoing message, bool redelivered, long nowMs)
    {
        var device = message.Device;
        ref var heard = ref device.Heard;
        (turn.Source, turn.NowMs) = (message, nowMs);
        // What is due goes first: its time may have run out in the moment before this word.
        if (IsSilent(device, run.Clocks, run.Silo!.ListeningLongestMs, nowMs)) turn.Allow(AlertKind.Offline, device.Record.Subject);
        if (message.Says is Says.Will)
        {
            if (heard.WillAt == 0 && heard.LastWordAt > 0) heard.WillAt = nowMs;
            return;
        }

        heard.LastWordAt = nowMs;
        heard.WillAt = 0;
        if (message.Says is Says.Nothing) return;
        if (AgeOf(message.Reading, nowMs) > TooOldMs)
        {
            // With clocks that may be wrong it rings when the watch cannot know that it is old.
            if (run.HasWrongClocks && !redelivered && (message.Says & Says.Press) != 0) Press(device, must: false);
            return;
        }

        if (redelivered)
        {
            // Known again by its clock, or for an hour by its packet id; after that it may count as another.
            var says = AgeOf(message.Reading, nowMs) is null ? message.Says : message.Says & ~States;
            if (run.Clocks.Elapsed(message.First.HeardAt, nowMs) > KindRule.RedeliveryMs) Listen(message, says, ref heard, nowMs, must: false);
            return;
        }

        if ((message.Says & Says.Test) == 0) heard.TestSince = 0;
        else if (heard.TestSince == 0) heard.TestSince = nowMs;
        // A row of tests without a plain word between them is a stuck flag after a while, and may then be a fire.
        if (heard.TestSince == 0) Listen(message, message.Says, ref heard, nowMs, must: true);
        else if (nowMs - heard.TestSince > KindRule.TestLastsMs) Listen(message, message.Says, ref heard, nowMs, must: false);
    }

    private void Listen(Outgoing message, Says says, ref HeardDevice heard, long nowMs, bool must)
    {
        var device = message.Device;
        if ((says & (Says.Danger | Says.NoDanger)) != 0)
            Dangerous(device, ref heard, (says & Says.Danger) != 0, nowMs, must);
        if ((says & Says.Press) != 0) Press(device, must);
        if ((says & Says.Open) != 0) heard.OpenHeardAt = nowMs;
        if ((says & Says.RateOut) != 0) heard.RateOutAt = nowMs;
        if ((says & Says.Knocked) != 0) heard.KnockedAt = nowMs;
        // What happened a while ago is a sign of then.
        var late = AgeOf(message.Reading, nowMs + run.Wall.AheadMs) is > LateMs and <= TooOldMs;
        if ((says & Says.Open) != 0 && !late) heard.OpenAt = nowMs;
        if ((says & (Says.Someone | Says.Open | Says.Press)) != 0 && !late) heard.SignAt = nowMs;
        if ((says & (Says.SosOn | Says.SosOff)) != 0)
        {
            var on = (says & Says.SosOn) != 0;
            if (on && !heard.SosHeld) Press(device, must);
            else if (on) Stands(AlertKind.Help, PersonOf(device), nowMs);
            (heard.SosHeld, heard.StandsSince) = (on, on ? heard.SosHeld ? heard.StandsSince : nowMs : 0);
        }

        if ((says & Says.SosAnew) != 0)
        {
            // It never falls: by its own clock it is another moment, or it is the same press still.
            var time = message.Reading.DeviceTimeMs ?? 0;
            Press(device, must && (heard.SosAt == 0 || time > heard.SosAt));
            heard.SosAt = Math.Max(time, 1);
        }

        if ((says & (Says.NoFall | Says.Suspected | Says.Confirmed)) != 0) Fallen(device, ref heard, says, nowMs, must);
        if ((says & Says.Battery) != 0) Cell(device, ref heard, message.Reading, must);
    }

    private void Dangerous(SimDevice device, ref HeardDevice heard, bool danger, long nowMs, bool must)
    {
        var (kind, place) = (DangerOf(device), Subject.Of(device.Record.PlaceId));
        if (danger && !heard.Danger)
        {
            turn.Allow(kind, place);
            if (must) turn.Require(kind, place);
        }
        else if (danger)
        {
            Stands(kind, place, nowMs);
        }

        (heard.Danger, heard.StandsSince) = (danger, danger ? heard.Danger ? heard.StandsSince : nowMs : 0);
    }

    /// <summary>Does a device go on with what this alert tells of, and since when at the earliest? Null: none does.</summary>
    public long? StandsSince(AlertKind kind, Subject about) => run.Home.Devices
        .Where(d => kind is AlertKind.Help ? d.Record.Model is "cord" && d.Heard.SosHeld && PersonOf(d) == about
            : d.Heard.Danger && Subject.Of(d.Record.PlaceId) == about && DangerOf(d) == kind)
        .Min(d => (long?)d.Heard.StandsSince);

    /// <summary>It rings again by itself: nobody has said another word.</summary>
    public void RingsAgain(Alert alert, long nowMs)
    {
        var after = run.Clocks.Elapsed(run.Oracles.Decided.EndedAt(alert.Kind, alert.About), nowMs);
        if (after >= KindRule.StandsAgainMs(alert.Kind) - KindRule.TimerSlackMs && StandsSince(alert.Kind, alert.About) is not null) turn.Allow(alert.Kind, alert.About);
    }

    private void Press(SimDevice device, bool must)
    {
        if (must) turn.Press(PersonOf(device));
        else turn.Allow(AlertKind.Help, PersonOf(device));
    }

    private void Fallen(SimDevice device, ref HeardDevice heard, Says says, long nowMs, bool must)
    {
        var before = heard.FallAt(run.Clocks, nowMs);
        var who = PersonOf(device);
        if (before != heard.Fall) turn.Allow(AlertKind.Fall, who);
        if ((says & Says.NoFall) != 0)
        {
            heard.Fall = FallPhase.None;
        }
        else if ((says & Says.Suspected) != 0)
        {
            if (before is not FallPhase.None) return;
            (heard.Fall, heard.SuspectedAt) = (FallPhase.Suspected, nowMs);
            run.Timers.Suspected(device, nowMs);
        }
        else
        {
            if (before is FallPhase.Confirmed) Stands(AlertKind.Fall, who, nowMs);
            else turn.Allow(AlertKind.Fall, who);
            if (before is not FallPhase.Confirmed && must) turn.Require(AlertKind.Fall, who);
            heard.Fall = FallPhase.Confirmed;
        }
    }

    private void Cell(SimDevice device, ref HeardDevice heard, Reading reading, bool must)
    {
        foreach (var value in reading.Values)
        {
            if (value.Channel == Channels.Battery) heard.Percent = value.Number;
            if (value.Channel == Channels.BatteryLow) heard.LowFlag = value.IsTrue;
        }

        bool? low = heard.LowFlag is true || heard.Percent <= KindRule.BatteryLowAt ? true
            : heard.Percent >= KindRule.BatteryGoodAt || (heard.Percent is null && heard.LowFlag is false) ? false : null;
        if (low is not { } isLow || isLow == heard.BatteryLow) return;
        heard.BatteryLow = isLow;
        if (!isLow) return;
        turn.Allow(AlertKind.Battery, device.Record.Subject);
        if (must) turn.Require(AlertKind.Battery, device.Record.Subject);
    }

    /// <summary>It said so before. It may ring again a while after somebody ended it, and then it must.</summary>
    private void Stands(AlertKind kind, Subject about, long nowMs)
    {
        if (run.Oracles.Decided.Find(kind, about) is not null) return;
        var ended = run.Oracles.Decided.EndedAt(kind, about);
        // Its letter may come later than the word, and is judged when it comes.
        if (nowMs - ended < KindRule.StandsAgainMs(kind) - Obligations.WithinMs) return;
        turn.Allow(kind, about);
        if (nowMs - ended < KindRule.StandsAgainMs(kind)) return;
        turn.Require(kind, about);
    }

    /// <summary>Has it not been heard for longer than it may be silent, while somebody listened?</summary>
    public static bool IsSilent(SimDevice device, ClockLedger clocks, long listeningSinceMs, long nowMs)
    {
        ref var heard = ref device.Heard;
        if (heard.WillAt > 0 && clocks.Elapsed(Math.Max(heard.WillAt, listeningSinceMs), nowMs) >= KindRule.WillGraceMs) return true;
        return heard.LastWordAt > 0 && clocks.Elapsed(Math.Max(heard.LastWordAt, listeningSinceMs), nowMs) >= device.SilenceLimitMs;
    }

    /// <summary>How long ago it was by the device's clock; null when that cannot be believed, or says nothing.</summary>
    private static long? AgeOf(Reading reading, long nowMs) =>
        reading.DeviceTimeMs is { } time && time > 1_577_836_800_000 && time - nowMs <= AheadMs ? nowMs - time : null;

    public static Subject PersonOf(SimDevice device) =>
        device.Record.ElderId is { } elder ? Subject.Of(elder) : Subject.Of(device.Record.PlaceId);

    public static AlertKind DangerOf(SimDevice device) => device.Record.Model switch
    {
        "smoke" => AlertKind.Fire, "gas" => AlertKind.Gas, "water" => AlertKind.Water, var model => throw new InvalidOperationException(model),
    };
}
