using SmartCare.Domain.Rules;

namespace SmartCare.Domain.Decisions;

/// <summary>What a device has told about a person, so that it tells no more than anyone needs.</summary>
/// <param name="PresenceAt">When it last said that someone is there.</param>
public sealed record SenseMemory(DateTimeOffset? PresenceAt, RateMemory Heart, RateMemory Breath, RateMemory Warmth, WaterMemory Water)
{
    public static readonly SenseMemory None = new(null, default, default, default, default);
}

/// <summary>The extremes of a measure since it was last told.</summary>
/// <param name="ToldAt">Null: never.</param>
public readonly record struct RateMemory(DateTimeOffset? ToldAt, double? Low, double? High)
{
    public RateMemory With(double value) => new(ToldAt, Math.Min(Low ?? value, value), Math.Max(High ?? value, value));
}
