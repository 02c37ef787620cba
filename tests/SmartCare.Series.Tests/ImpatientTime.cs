namespace SmartCare.Series.Tests;

/// <summary>Time in which every wait is over at once: the clock jumps by what was waited for, and the wait is written down.</summary>
sealed class ImpatientTime(DateTimeOffset start) : TimeProvider
{
    readonly List<TimeSpan> _waits = [];
    long _elapsedTicks;

    public TimeSpan[] Waits
    {
        get { lock (_waits) return [.. _waits]; }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _elapsedTicks);

    public override DateTimeOffset GetUtcNow() => start.AddTicks(GetTimestamp());

    public void Advance(TimeSpan by) => Interlocked.Add(ref _elapsedTicks, by.Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_waits) _waits.Add(dueTime);
        Advance(dueTime);
        // Not from inside: whoever makes the timer wants to hold it first.
        ThreadPool.QueueUserWorkItem(_ => callback(state));
        return new Spent();
    }

    sealed class Spent : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
