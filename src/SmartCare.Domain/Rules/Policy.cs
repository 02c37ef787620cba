namespace SmartCare.Domain.Rules;

/// <summary>The numbers that rules are run with, each with its reason. A rehearsal runs the journal with others.</summary>
public sealed partial record Policy
{
    public static readonly Policy Default = new();

    /// <summary>Nobody acknowledged: the next tier is asked. A minute is what a nurse needs from the far end of a corridor.</summary>
    public TimeSpan EscalateAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A suspected fall counts as a fall when it was not taken back in this time.</summary>
    public TimeSpan FallCancelWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The hardest knock of a fall, in g, at the least: of Bourke's two upper thresholds (2007) the lower, found at the thigh. At the trunk it is
    /// 3.52 g, but elders fall softer than the volunteers did.</summary>
    public double ImpactAtLeastG { get; init; } = 2.74;

    /// <summary>Free fall before it, in ms: a step down and a jolt are shorter.</summary>
    public double FreeFallAtLeastMs { get; init; } = 80;

    /// <summary>Stillness after it, in s: who only stumbled moves at once.</summary>
    public double StillAtLeastS { get; init; } = 1;

    /// <summary>From which word of a learned model on, 0 to 1, a burst is a suspected fall: 0.5 is the model's own threshold.</summary>
    public double FallScoreAtLeast { get; init; } = 0.5;

    /// <summary>What a model on trial says decides: for a rehearsal, before it is turned on anywhere.</summary>
    public bool TrialDecides { get; init; }

    /// <summary>A device whose connection broke (its will) may come back by itself: Wi-Fi roams, gateways restart.</summary>
    public TimeSpan WillGrace { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Up to this age an event is now.</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Older than this it is recorded and calls nobody.</summary>
    public TimeSpan TooOldAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>A device clock further ahead than this is wrong.</summary>
    public TimeSpan ClockAhead { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>At or below, percent: weeks are left for most lithium cells.</summary>
    public double BatteryLowAt { get; init; } = 15;

    /// <summary>At or above, percent: it was changed. The gap keeps a cell on the edge from ringing daily.</summary>
    public double BatteryGoodAt { get; init; } = 30;

    /// <summary>An alarm state that is still reported so long after its alert was resolved is raised again. Half an hour leaves time to air a
    /// kitchen; a detector that is stuck is heard of twice an hour until someone sees to it.</summary>
    public TimeSpan StandsAgainAfter { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The same for fire, gas and CO: long enough to open the windows, short enough for a nurse who was wrong about it.</summary>
    public TimeSpan FireStandsAgainAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A redelivery without a device time is recognised by its packet id for this long; later the id may be another message's.</summary>
    public TimeSpan RedeliveryWindow { get; init; } = TimeSpan.FromHours(1);
}
