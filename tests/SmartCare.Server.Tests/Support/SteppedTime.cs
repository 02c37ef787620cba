namespace SmartCare.Server.Tests.Support;

/// <summary>The real clock, set forward by hand, with timers that notice it: what falls due by the step fires at once.</summary>
public sealed class SteppedTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<Timer> _timers = [];
    private long _ticks;

    /// <summary>Somebody waits so long from now on.</summary>
    public event Action<TimeSpan>? Waits;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    public void Advance(TimeSpan by)
    {
        Interlocked.Add(ref _ticks, by.Ticks);
        Timer[] all;
        lock (_gate) all = [.. _timers];
        foreach (var timer in all) timer.Hurry(by);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        lock (_gate) _timers.Add(timer);
        timer.Change(dueTime, period);
        Waits?.Invoke(dueTime);
        return timer;
    }

    private sealed class Timer : ITimer
    {
        private readonly SteppedTime _time;
        private readonly ITimer _real;
        private readonly Lock _gate = new();
        private (long Since, TimeSpan Due, TimeSpan Period) _set;

        public Timer(SteppedTime time, TimerCallback callback, object? state) =>
            (_time, _real) = (time, System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate) _set = (System.GetTimestamp(), dueTime, period);
            return _real.Change(dueTime, period);
        }

        public void Hurry(TimeSpan by)
        {
            lock (_gate)
            {
                var (since, due, period) = _set;
                // A period goes on by itself, and one that has fired waits for nothing.
                if (period > TimeSpan.Zero || due < TimeSpan.Zero || System.GetElapsedTime(since) >= due) return;
                _set.Due = due - by;
                var left = _set.Due - System.GetElapsedTime(since);
                _real.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, period);
            }
        }

        public void Dispose()
        {
            lock (_time._gate) _time._timers.Remove(this);
            _real.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
