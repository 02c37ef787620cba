namespace SmartCare.Domain.Registry;

/// <summary>From the lowest to the highest value that is in order, both included.</summary>
public readonly record struct Band(double Low, double High)
{
    public bool Holds(double value) => value >= Low && value <= High;
}

/// <summary>What was agreed about one elder. Whatever is null is watched for by nobody, but for the numbers that <see cref="Rules.Policy"/>
/// has a default of.</summary>
public sealed record CarePlan
{
    public static readonly CarePlan Default = new();

    /// <summary>Must not go out alone: her door at night, or staying away, calls for someone.</summary>
    public bool Dementia { get; init; }

    /// <summary>By the site's clock: still no sign, or still in bed, is a need.</summary>
    public TimeOnly? UpBy { get; init; }

    /// <summary>By the site's clock: from then until the night ends the bed's sensor expects her, but for short walks.</summary>
    public TimeOnly? InBedBy { get; init; }

    /// <summary>The night of this elder; null: the policy's.</summary>
    public TimeOnly? NightFrom { get; init; }

    public TimeOnly? NightTo { get; init; }

    /// <summary>Longest usual walk from the bed at night, minutes.</summary>
    public int? BackInBedMinutes { get; init; }

    /// <summary>Longest time alone outside for an elder with dementia, minutes.</summary>
    public int? BackHomeMinutes { get; init; }

    /// <summary>Longest silence by day, hours. Set, it also watches an elder who does not live alone, by her own devices.</summary>
    public double? QuietHours { get; init; }

    /// <summary>Regular visits (巡视探访): one at least every so many days.</summary>
    public int? VisitEveryDays { get; init; }

    /// <summary>1/min.</summary>
    public Band? HeartRate { get; init; }

    /// <summary>1/min.</summary>
    public Band? BreathingRate { get; init; }

    /// <summary>°C, of the room.</summary>
    public Band? Temperature { get; init; }
}
