using SmartCare.Domain.Alerts;
using SmartCare.Domain.Words;

namespace SmartCare.Simulation.Oracles;

/// <summary>What the oracles hold of each kind of alert. Written down apart from the rules: an oracle that asked the rules would agree
/// with them always.</summary>
internal sealed record KindRule(AlertKind Kind, Priority Priority)
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

    /// <summary>A detector that nobody has tested for so long is listed.</summary>
    public const long TestEveryMs = 30 * Spans.Day;

    /// <summary>A device whose connection broke.</summary>
    public const long WillGraceMs = 60 * Spans.Second;

    /// <summary>A state that still stands so long after its alert ended rings again.</summary>
    public static long StandsAgainMs(AlertKind kind) => (kind is AlertKind.Fire or AlertKind.Gas or AlertKind.Co ? 5 : 30) * Spans.Minute;

    /// <summary>A site that nobody plans for says so.</summary>
    public const long PlanWithinMs = 15 * Spans.Minute;

    /// <summary>What comes out at once when a flood ends: one alert for what is silent, one for the rest.</summary>
    public const int MostAfterFlood = 2;

    /// <summary>DUP without a clock is known again for so long.</summary>
    public const long RedeliveryMs = Spans.Hour;

    /// <summary>However lively an elder is, and however closely she is seen: nobody asks after less without a sign. Ten minutes for what a sensor still held when the door moved.</summary>
    public const long StillAtLeastMs = 45 * Spans.Minute - 10 * Spans.Minute;

    /// <summary>By day, with dementia and outside alone.</summary>
    public const long BackHomeMs = 30 * Spans.Minute;

    public const double BatteryLowAt = 15, BatteryGoodAt = 30;

    /// <summary>Back so soon after its end it is the same alert.</summary>
    public const long ReopenMs = 10 * Spans.Minute;

    /// <summary>Somebody took it, and nobody was there by then.</summary>
    public const long ArriveMs = 10 * Spans.Minute;

    /// <summary>So many devices silent in so short a time have one cause.</summary>
    public const long PowerWindowMs = 5 * Spans.Minute, PowerCutAt = 8;

    /// <summary>The last tier is asked again so often at the most.</summary>
    private const int MostRepeats = 24;

    /// <summary>Unless somebody answers: from asking one tier to asking the next; of high the last is how soon the last tier is asked again.</summary>
    private static readonly long[]
        s_high = [60 * Spans.Second, 120 * Spans.Second, 180 * Spans.Second, 300 * Spans.Second], s_medium = [60 * Spans.Second, 1_740 * Spans.Second];

    /// <summary>Seen from a chair it is not over.</summary>
    public bool MustBeWalkedTo { get; init; }

    public static int LastTier(Priority priority) => priority switch { Priority.High => 4, Priority.Medium => 3, _ => 1 };

    /// <summary>So long after a tier was asked the next is; null: never.</summary>
    public static long? AsksNextAfter(Alert alert)
    {
        var gaps = alert.Priority switch { Priority.High => s_high, Priority.Medium => s_medium, _ => [] };
        return alert.Tier > gaps.Length || alert.Repeats >= MostRepeats ? null : gaps[alert.Tier - 1];
    }

    /// <summary>Does the time of the next step run from this one?</summary>
    public static bool Restarts(AlertStep step) => step is AlertStep.Raised or AlertStep.Reopened or AlertStep.Escalated or AlertStep.Returned
        or AlertStep.Acknowledged or AlertStep.Unshelved;

    /// <summary>A door that is silent can wait for the day, a button that is silent cannot.</summary>
    public Priority PriorityOf(string? model) => (Kind is AlertKind.Offline or AlertKind.Fault or AlertKind.Tamper) && model is "door" or "motion" or "climate" or "vibration" ? Priority.Low : Priority;

    public static readonly IReadOnlyDictionary<AlertKind, KindRule> All = new KindRule[]
    {
        new(AlertKind.Fire, Priority.High) { MustBeWalkedTo = true }, new(AlertKind.Gas, Priority.High) { MustBeWalkedTo = true },
        new(AlertKind.Co, Priority.High) { MustBeWalkedTo = true }, new(AlertKind.Help, Priority.High) { MustBeWalkedTo = true },
        new(AlertKind.Fall, Priority.High) { MustBeWalkedTo = true }, new(AlertKind.Water, Priority.Medium) { MustBeWalkedTo = true },
        new(AlertKind.Offline, Priority.Medium), new(AlertKind.Battery, Priority.Low), new(AlertKind.Tamper, Priority.Medium),
        new(AlertKind.Fault, Priority.Medium) { IsJudgedByTruth = true }, new(AlertKind.System, Priority.Medium),
        new(AlertKind.Inactivity, Priority.High) { MustBeWalkedTo = true },
        new(AlertKind.Wandering, Priority.High) { MustBeWalkedTo = true },
        new(AlertKind.Vitals, Priority.Medium) { MustBeWalkedTo = true },
        new(AlertKind.Environment, Priority.Low) { IsJudgedByTruth = true },
    }.ToDictionary(k => k.Kind);
}
