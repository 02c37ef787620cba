using System.Globalization;
using SmartCare.Grains.Store;

namespace SmartCare.Grains.Silo;

/// <summary>
/// The time by which the watch counts. It follows the wall clock forwards; when that goes back, or a start finds it before what the journal was written
/// at, it goes on from where it was: a clock that is set back must not hold up an escalation, and one start with a clock that was years ahead must not
/// for years. People then see times that are ahead, and are told so.
/// </summary>
public sealed class WatchClock : TimeProvider
{
    /// <summary>Under which key the wall clock stands among the services.</summary>
    public const string Wall = "wall";

    /// <summary>Two readings of one clock differ by less; a step is more.</summary>
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(50), s_known = TimeSpan.FromSeconds(1);

    /// <summary>What NTP sets a clock by in its stride is less, a pause of the machine or a wrong clock is more.</summary>
    private static readonly TimeSpan s_worthTelling = TimeSpan.FromSeconds(5), s_jump = TimeSpan.FromMinutes(5);

    /// <summary>Longer than a home is without its watch.</summary>
    private static readonly TimeSpan s_longStop = TimeSpan.FromDays(30);

    private readonly TimeProvider _wall;
    private readonly Lock _gate = new();
    private volatile Anchor _anchor;
    private TimeSpan _ahead;
    private string? _jump;
    private int _steps;

    private sealed record Anchor(DateTimeOffset At, long Stamp);

    /// <param name="store">Its journal says how far the time had come.</param>
    public WatchClock(TimeProvider wall, ICareStore store)
    {
        _wall = wall;
        var last = DateTimeOffset.FromUnixTimeMilliseconds(store.Journal(store.Stream, store.LastEntry - 1).LastOrDefault()?.AtMs ?? 0);
        // Read together: what lies between them the watch would be behind.
        var (now, stamp) = (wall.GetUtcNow(), wall.GetTimestamp());
        _anchor = new Anchor(now > last ? now : last, stamp);
        if (last > DateTimeOffset.UnixEpoch && now - last > s_longStop) _jump = Jumped(last, now);
    }

    public override long TimestampFrequency => _wall.TimestampFrequency;

    /// <summary>How far it is ahead of the wall clock; zero while that is right. The same number until the wall clock steps.</summary>
    public TimeSpan Ahead
    {
        get
        {
            var ahead = GetUtcNow() - _wall.GetUtcNow();
            lock (_gate)
            {
                if ((ahead - _ahead).Duration() > s_known)
                {
                    _ahead = ahead > s_known ? ahead : TimeSpan.Zero;
                    _steps++;
                }

                return _ahead;
            }
        }
    }

    /// <summary>How often its time, or how far the wall clock is from it, has changed at once: what was known of other clocks before says nothing after.
    /// As of the last reading of <see cref="Ahead"/>.</summary>
    public int Steps => Volatile.Read(ref _steps);

    /// <summary>Why the times that people see are not true; null while they are.</summary>
    public string? Trouble => Ahead is var ahead && ahead > s_worthTelling
        ? $"clock: it was set back to {Text(_wall.GetUtcNow())}; the watch counts on from where it was, and its times are ahead by {ahead:d\\.hh\\:mm\\:ss}"
        : null;

    public override DateTimeOffset GetUtcNow()
    {
        var anchor = _anchor;
        var counted = anchor.At + _wall.GetElapsedTime(anchor.Stamp);
        var wall = _wall.GetUtcNow();
        return wall - counted <= s_step ? counted : Follow(wall);
    }

    public override long GetTimestamp() => _wall.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _wall.CreateTimer(callback, state, dueTime, period);

    /// <summary>A step ahead that nobody was told of yet: the machine was paused, or the clock is wrong now or was before.</summary>
    public string? TakeJump() => Interlocked.Exchange(ref _jump, null);

    private DateTimeOffset Follow(DateTimeOffset wall)
    {
        lock (_gate)
        {
            var counted = _anchor.At + _wall.GetElapsedTime(_anchor.Stamp);
            if (wall <= counted) return counted;
            if (wall - counted > s_known) _steps++;
            if (wall - counted > s_jump) _jump = Jumped(counted, wall);
            _anchor = new Anchor(wall, _wall.GetTimestamp());
            return wall;
        }
    }

    private static string Jumped(DateTimeOffset from, DateTimeOffset to) =>
        $"clock: it went from {Text(from)} to {Text(to)} at once; whatever was due between counts as due now. If that is not the time, set the clock";

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
