namespace SmartCare.Mqtt.Sessions;

/// <summary>Milliseconds that only grow, from any start. Not the time of day: a corrected clock must not end sessions.</summary>
internal interface IClock
{
    long NowMs { get; }
}

internal sealed class MonotonicClock(TimeProvider time) : IClock
{
    private readonly long _start = time.GetTimestamp();

    public long NowMs => (long)time.GetElapsedTime(_start).TotalMilliseconds;
}
