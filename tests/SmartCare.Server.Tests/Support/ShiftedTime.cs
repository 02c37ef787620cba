namespace SmartCare.Server.Tests.Support;

/// <summary>The real clock, set forward by hand. Timers run in real time: a shard that sleeps sees the new time with its next message.</summary>
public sealed class ShiftedTime : TimeProvider
{
    private long _ticks;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ticks));
}
