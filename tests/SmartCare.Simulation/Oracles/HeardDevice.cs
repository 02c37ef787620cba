using SmartCare.Domain.Rules;

namespace SmartCare.Simulation.Oracles;

/// <summary>What a message says that somebody may have to come for.</summary>
[Flags]
internal enum Says : ushort
{
    /// <summary>That the device lives.</summary>
    Nothing = 0,
    Press = 1, SosOn = 2, SosOff = 4,

    /// <summary>The danger that this device looks for.</summary>
    Danger = 8, NoDanger = 16,
    NoFall = 32, Suspected = 64, Confirmed = 128,
    Battery = 256, Test = 512, Will = 1024,

    /// <summary>A door stands open; someone is in sight; a heart beats as no healthy one does.</summary>
    Open = 2048, Someone = 4096, RateOut = 8192,

    /// <summary>A button whose state never falls tells of a press by its time.</summary>
    SosAnew = 16384,

    /// <summary>A worn sensor was knocked about.</summary>
    Knocked = 32768,
}

/// <summary>What the silo has heard from one device, as far as it matters for what must and what may ring. A value, so that a crash
/// that forgets a message puts the one from before it back.</summary>
internal struct HeardDevice
{
    /// <summary>Unix ms; 0 before its first word.</summary>
    public long LastWordAt;

    /// <summary>Its connection broke and it has not spoken since.</summary>
    public long WillAt;

    /// <summary>When the row of messages that say test began; 0 when the last one did not.</summary>
    public long TestSince;
    /// <summary>When it last said that the door stands open, late or not, and when not late; of a sign of life; of a rate out of band. Unix ms, 0 never.</summary>
    public long OpenHeardAt, OpenAt, SignAt, RateOutAt;
    /// <summary>Since when it has said danger, or that its cord is pulled, without a break; the newest time at which it was pressed. Unix ms, 0 never.</summary>
    public long StandsSince, SosAt;
    /// <summary>When it last told of a knock. Unix ms, 0 never.</summary>
    public long KnockedAt;
    public bool Danger, SosHeld, BatteryLow;
    public FallPhase Fall;
    public long SuspectedAt;
    public double? Percent;
    public bool? LowFlag;

    /// <summary>The phase in which it counts now: a suspicion that was not taken back is a fall.</summary>
    public readonly FallPhase FallAt(ClockLedger clocks, long nowMs) =>
        Fall is FallPhase.Suspected && clocks.Elapsed(SuspectedAt, nowMs) >= KindRule.FallWindowMs ? FallPhase.Confirmed : Fall;
}
