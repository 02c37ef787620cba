namespace SmartCare.Domain.Rules;

/// <summary>A number of the policy that a house may set for itself, and how far: no setting may turn a watch off.</summary>
/// <param name="Name">As in the policy; of one that has several numbers, with the number's own name behind it.</param>
/// <param name="Unit">s, h, ms, g, %, 1/min, °C, sd (standard deviations), or empty for a count.</param>
public sealed record Threshold(string Name, string Unit, double Least, double Most, Func<Policy, double> Of, Func<Policy, double, Policy> With)
{
    /// <summary>Every one, in the order of <see cref="Policy"/>'s parts.</summary>
    public static readonly IReadOnlyList<Threshold> All =
    [
        Time("escalateAfter", 15, 600, p => p.EscalateAfter, (p, v) => p with { EscalateAfter = v }),
        Time("highToThirdTier", 60, 1_800, p => p.HighToThirdTier, (p, v) => p with { HighToThirdTier = v }),
        Time("highToFourthTier", 120, 3_600, p => p.HighToFourthTier, (p, v) => p with { HighToFourthTier = v }),
        Time("mediumToThirdTier", 300, 7_200, p => p.MediumToThirdTier, (p, v) => p with { MediumToThirdTier = v }),
        Time("repeatEvery", 60, 1_800, p => p.RepeatEvery, (p, v) => p with { RepeatEvery = v }),
        Time("arriveWithin", 120, 3_600, p => p.ArriveWithin, (p, v) => p with { ArriveWithin = v }),
        Time("nextContactAfter", 30, 900, p => p.NextContactAfter, (p, v) => p with { NextContactAfter = v }),
        Time("fireStandsAgainAfter", 60, 1_800, p => p.FireStandsAgainAfter, (p, v) => p with { FireStandsAgainAfter = v }),
        Time("standsAgainAfter", 60, 7_200, p => p.StandsAgainAfter, (p, v) => p with { StandsAgainAfter = v }),
        Count("floodAbove", 5, 100, p => p.FloodAbove, (p, v) => p with { FloodAbove = v }),
        Count("floodOverBelow", 1, 50, p => p.FloodOverBelow, (p, v) => p with { FloodOverBelow = v }),
        Count("powerCutAt", 3, 100, p => p.PowerCutAt, (p, v) => p with { PowerCutAt = v }),
        Time("reportUrgentWithin", 900, 86_400, p => p.ReportUrgentWithin, (p, v) => p with { ReportUrgentWithin = v }),
        Time("reportWithin", 3_600, 604_800, p => p.ReportWithin, (p, v) => p with { ReportWithin = v }),

        Time("fallCancelWindow", 0, 120, p => p.FallCancelWindow, (p, v) => p with { FallCancelWindow = v }),
        new("impactAtLeastG", "g", 1.5, 6, p => p.ImpactAtLeastG, (p, v) => p with { ImpactAtLeastG = v }),
        new("freeFallAtLeastMs", "ms", 0, 500, p => p.FreeFallAtLeastMs, (p, v) => p with { FreeFallAtLeastMs = v }),
        new("stillAtLeastS", "s", 0, 30, p => p.StillAtLeastS, (p, v) => p with { StillAtLeastS = v }),

        new("fallScoreAtLeast", "%", 10, 90, p => p.FallScoreAtLeast * 100, (p, v) => p with { FallScoreAtLeast = v / 100 }),

        Time("willGrace", 10, 600, p => p.WillGrace, (p, v) => p with { WillGrace = v }),
        new("batteryLowAt", "%", 5, 50, p => p.BatteryLowAt, (p, v) => p with { BatteryLowAt = v }),
        new("batteryGoodAt", "%", 10, 100, p => p.BatteryGoodAt, (p, v) => p with { BatteryGoodAt = v }),
        Time("batteryUnheardAfter", 86_400, 604_800, p => p.BatteryUnheardAfter, (p, v) => p with { BatteryUnheardAfter = v }),
        Time("testEvery", 604_800, 31_536_000, p => p.TestEvery, (p, v) => p with { TestEvery = v }),
        Count("flapsAllowed", 1, 20, p => p.FlapsAllowed, (p, v) => p with { FlapsAllowed = v }),
        Time("blindAfter", 600, 7_200, p => p.BlindAfter, (p, v) => p with { BlindAfter = v }),

        .. ByCareLevel("quietHoursByDay", 2, 24, p => p.QuietHoursByDay, (p, v) => p with { QuietHoursByDay = v }),
        new("quietUntilHour", "h", 5, 12, p => p.QuietUntilHour, (p, v) => p with { QuietUntilHour = v }),
        new("quietHoursAtMost", "h", 8, 24, p => p.QuietHoursAtMost, (p, v) => p with { QuietHoursAtMost = v }),
        new("quietHoursAtLeast", "h", 1, 12, p => p.QuietHoursAtLeast, (p, v) => p with { QuietHoursAtLeast = v }),
        Time("quietByMinuteAtLeast", 900, 10_800, p => p.QuietByMinuteAtLeast, (p, v) => p with { QuietByMinuteAtLeast = v }),
        Time("quietInRoomsAtLeast", 1_800, 21_600, p => p.QuietInRoomsAtLeast, (p, v) => p with { QuietInRoomsAtLeast = v }),
        new("habitDeviations", "sd", 2, 8, p => p.HabitDeviations, (p, v) => p with { HabitDeviations = v }),
        .. ByCareLevel("awayHours", 2, 48, p => p.AwayHours, (p, v) => p with { AwayHours = v }),
        Time("awayAfter", 300, 7_200, p => p.AwayAfter, (p, v) => p with { AwayAfter = v }),
        Time("backInBed", 600, 7_200, p => p.BackInBed, (p, v) => p with { BackInBed = v }),
        Time("bedExitUnseen", 300, 3_600, p => p.BedExitUnseen, (p, v) => p with { BedExitUnseen = v }),
        Time("backHome", 300, 7_200, p => p.BackHome, (p, v) => p with { BackHome = v }),
        Time("waterLasts", 1_800, 14_400, p => p.WaterLasts, (p, v) => p with { WaterLasts = v }),

        .. Ends("heartRate", "1/min", (30, 60), (80, 180), p => p.HeartRate, (p, v) => p with { HeartRate = v }),
        .. Ends("breathingRate", "1/min", (4, 12), (16, 40), p => p.BreathingRate, (p, v) => p with { BreathingRate = v }),
        .. Ends("temperature", "°C", (5, 20), (25, 45), p => p.Temperature, (p, v) => p with { Temperature = v }),
        Time("rateHold", 60, 3_600, p => p.RateHold, (p, v) => p with { RateHold = v }),
        Time("warmthHold", 600, 14_400, p => p.WarmthHold, (p, v) => p with { WarmthHold = v }),
    ];

    /// <summary>Pairs whose first must stay below the second, or a rule says the contrary of itself.</summary>
    private static readonly (string Less, string More)[] s_order =
    [
        ("escalateAfter", "highToThirdTier"), ("highToThirdTier", "highToFourthTier"), ("floodOverBelow", "floodAbove"), ("batteryLowAt", "batteryGoodAt"),
        ("quietHoursAtLeast", "quietHoursAtMost"),
    ];

    /// <returns>Two that contradict each other, as a sentence; null: none do.</returns>
    public static string? Contradiction(Policy policy)
    {
        foreach (var (less, more) in s_order)
            if (Find(less)!.Of(policy) >= Find(more)!.Of(policy))
                return $"{less} must be less than {more}.";
        return null;
    }

    public static Threshold? Find(string name) => s_byName.GetValueOrDefault(name);

    /// <summary>The policy with these numbers in place of the defaults.</summary>
    public static Policy Apply(IEnumerable<KeyValuePair<string, double>> values) =>
        values.Aggregate(Policy.Default, (policy, value) => Find(value.Key) is { } threshold ? threshold.With(policy, value.Value) : policy);

    private static readonly Dictionary<string, Threshold> s_byName = All.ToDictionary(t => t.Name, StringComparer.Ordinal);

    private static Threshold Time(string name, double least, double most, Func<Policy, TimeSpan> of, Func<Policy, TimeSpan, Policy> with) =>
        new(name, "s", least, most, p => of(p).TotalSeconds, (p, v) => with(p, TimeSpan.FromSeconds(v)));

    private static Threshold Count(string name, int least, int most, Func<Policy, int> of, Func<Policy, int, Policy> with) =>
        new(name, "", least, most, p => of(p), (p, v) => with(p, (int)v));

    private static IEnumerable<Threshold> ByCareLevel(string name, double least, double most, Func<Policy, double[]> of, Func<Policy, double[], Policy> with) =>
        Enumerable.Range(0, 3).Select(i => new Threshold(
            $"{name}{i + 1}", "h", least, most, p => of(p)[i], (p, v) => with(p, [.. of(p).Select((old, level) => level == i ? v : old)])));

    private static IEnumerable<Threshold> Ends(
        string name, string unit, (double Least, double Most) low, (double Least, double Most) high, Func<Policy, Registry.Band> of, Func<Policy, Registry.Band, Policy> with) =>
    [
        new($"{name}Low", unit, low.Least, low.Most, p => of(p).Low, (p, v) => with(p, of(p) with { Low = v })),
        new($"{name}High", unit, high.Least, high.Most, p => of(p).High, (p, v) => with(p, of(p) with { High = v })),
    ];

    /// <summary>Counts are whole.</summary>
    public bool Takes(double value) => value >= Least && value <= Most && (Unit.Length > 0 || value == Math.Floor(value));
}
