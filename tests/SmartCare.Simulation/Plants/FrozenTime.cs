namespace SmartCare.Simulation.Plants;

/// <summary>The time of a watch that waits until the wall clock has come to where it was.</summary>
/// <param name="lastMs">Where it was before the start.</param>
internal sealed class FrozenTime(TimeProvider wall, long lastMs) : TimeProvider
{
    private long _lastMs = lastMs;

    public override DateTimeOffset GetUtcNow() =>
        DateTimeOffset.FromUnixTimeMilliseconds(_lastMs = Math.Max(_lastMs, wall.GetUtcNow().ToUnixTimeMilliseconds()));

    public override long TimestampFrequency => wall.TimestampFrequency;

    public override long GetTimestamp() => wall.GetTimestamp();
}
