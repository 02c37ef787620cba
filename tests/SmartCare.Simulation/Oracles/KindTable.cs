using SmartCare.Domain.Words;

namespace SmartCare.Simulation.Oracles;

/// <summary>What the oracles hold of each kind of alert. Written down apart from the rules: an oracle that asked the rules would agree
/// with them always.</summary>
/// <param name="EscalatesAfterMs">When the next tier must have been asked unless somebody answered; empty: never.</param>
internal sealed record KindRule(AlertKind Kind, Priority Priority, long[] EscalatesAfterMs)
{
    /// <summary>No word and no moment calls for it, only a habit that is broken: what rings without a need is counted as a false alarm, not
    /// as a bug.</summary>
    public bool IsJudgedByTruth { get; init; }

    /// <summary>The most that any timer may be late.</summary>
    public const long TimerSlackMs = 5 * Spans.Second;

    /// <summary>The most that a decided alert may wait for a wall, whatever the disk does.</summary>
    public const long ShownWithinMs = 5 * Spans.Second;

    /// <summary>A suspected fall that nobody took back.</summary>
    public const long FallWindowMs = 30 * Spans.Second;

    /// <summary>A device that is lost again and again is announced anew only when it stays away for so long.</summary>
    public const long FlapGraceMs = 10 * Spans.Minute;

    /// <summary>Losses in so short a time may be flapping.</summary>
    public const long FlapWindowMs = 2 * Spans.Hour;

    /// <summary>So long a test that goes on is believed.</summary>
    public const long TestLastsMs = 5 * Spans.Minute;

    /// <summary>A device whose connection broke.</summary>
    public const long WillGraceMs = 60 * Spans.Second;

    /// <summary>A state that is still said so long after its alert ended rings again.</summary>
    public const long StandsAgainMs = 30 * Spans.Minute;

    /// <summary>DUP without a clock is known again for so long.</summary>
    public const long RedeliveryMs = Spans.Hour;

    public const double BatteryLowAt = 15, BatteryGoodAt = 30;

    private static readonly long[] s_minute = [60 * Spans.Second];

    /// <summary>A door that is silent can wait for the day, a button that is silent cannot.</summary>
    public Priority PriorityOf(string? model) => (Kind is AlertKind.Offline or AlertKind.Fault or AlertKind.Tamper) && model is "door" or "motion" ? Priority.Low : Priority;

    public static readonly IReadOnlyDictionary<AlertKind, KindRule> All = new KindRule[]
    {
        new(AlertKind.Fire, Priority.High, s_minute), new(AlertKind.Gas, Priority.High, s_minute), new(AlertKind.Co, Priority.High, s_minute),
        new(AlertKind.Help, Priority.High, s_minute), new(AlertKind.Fall, Priority.High, s_minute), new(AlertKind.Water, Priority.Medium, s_minute),
        new(AlertKind.Offline, Priority.Medium, s_minute), new(AlertKind.Battery, Priority.Low, []),
        new(AlertKind.Fault, Priority.Medium, s_minute), new(AlertKind.Tamper, Priority.Medium, s_minute),
        new(AlertKind.Inactivity, Priority.High, s_minute) { IsJudgedByTruth = true }, new(AlertKind.Wandering, Priority.High, s_minute) { IsJudgedByTruth = true },
        new(AlertKind.Vitals, Priority.Medium, s_minute) { IsJudgedByTruth = true }, new(AlertKind.Environment, Priority.Low, []) { IsJudgedByTruth = true },
    }.ToDictionary(k => k.Kind);
}
