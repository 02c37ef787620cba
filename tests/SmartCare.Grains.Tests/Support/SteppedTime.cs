namespace SmartCare.Grains.Tests.Support;

/// <summary>A wall clock that can be set beside the time that passes.</summary>
internal sealed class SteppedTime : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 11, 26, 3, 0, 0, TimeSpan.Zero);

    private TimeSpan _lived, _stepped;

    /// <summary>The right time.</summary>
    public DateTimeOffset Real => Start + _lived;

    public void Live(TimeSpan by) => _lived += by;

    public void Step(TimeSpan by) => _stepped += by;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _lived.Ticks;

    public override DateTimeOffset GetUtcNow() => Start + _lived + _stepped;
}
