namespace SmartCare.Mqtt.Sessions;

/// <summary>Milliseconds that only grow, from any start. Not the time of day: a corrected clock must not end sessions.</summary>
internal interface IClock
{
    long NowMs { get; }

    /// <summary>The time of day, for deadlines that outlive the process.</summary>
    long UnixMs { get; }
}

internal sealed class MonotonicClock(TimeProvider time) : IClock
{
    private readonly long _start = time.GetTimestamp();

    public long UnixMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public long NowMs => (long)time.GetElapsedTime(_start).TotalMilliseconds;
}
