using SmartCare.Domain.Readings;
using SmartCare.Domain.Rules;

namespace SmartCare.Grains.Silo;

/// <summary>
/// What a silo knows of one device's clock. A device's time is the wall's, so it moves with the watch's when that counts ahead of the wall. And a time that is
/// too old to ring is believed only when the two clocks have agreed since either began, or was set: before that it may be the watch whose clock is years
/// ahead, and a press of now must ring. Nor is it believed when the clock itself has jumped: it is further back than any buffer holds and the device was not away
/// then, or its offset stays the same from message to message.
/// </summary>
public sealed class DeviceClock(WatchClock watch)
{
    private const int Never = -1;

    private readonly Policy _policy = Policy.Default;
    private readonly Lock _gate = new();

    /// <summary>After how many steps of the watch's clock they last agreed. Of the moment only: a start may be one with a wrong clock.</summary>
    private int _agreedAfter = Never;

    /// <summary>Its last word, and its last long silence; by the watch, Unix ms, 0 none.</summary>
    private long _heardAt, _awayFrom, _awayUntil;

    /// <summary>The offset of its old messages, when the last of them came, and how many in a row have had it.</summary>
    private long _offset, _offsetAt;
    private int _sameOffset, _steps;

    /// <summary>The reading with its time made the watch's, and with what is known against it.</summary>
    public Reading ByWatch(Reading said)
    {
        var time = ByWatch(said.DeviceTimeMs, out var isDoubted);
        return time == said.DeviceTimeMs && !isDoubted ? said
            : said with { DeviceTimeMs = time, ClockDoubted = isDoubted, UnbelievedTimeMs = time is null ? said.DeviceTimeMs : null };
    }

    /// <param name="deviceTimeMs">As the device said it, Unix ms; null when it said none.</param>
    /// <param name="isDoubted">It may be of now, and its clock wrong: it rings, late, and the clock is listed.</param>
    /// <returns>The same moment by the watch's clock; null: the time of receipt counts.</returns>
    public long? ByWatch(long? deviceTimeMs, out bool isDoubted)
    {
        isDoubted = false;
        var now = watch.GetUtcNow();
        lock (_gate)
        {
            // Asked first: how often the watch's clock was set is as of this. Of a message without a time it is not needed.
            var ahead = deviceTimeMs is null ? 0 : (long)watch.Ahead.TotalMilliseconds;
            var nowMs = now.ToUnixTimeMilliseconds();
            // What was counted before the watch's clock was set says nothing after.
            if (_steps != watch.Steps) (_steps, _heardAt, _awayFrom, _awayUntil, _sameOffset) = (watch.Steps, 0, 0, 0, 0);
            if (_heardAt > 0 && nowMs - _heardAt >= _policy.OutageAtLeast.TotalMilliseconds) (_awayFrom, _awayUntil) = (_heardAt, nowMs);
            _heardAt = nowMs;
            if (deviceTimeMs is not { } said) return null;
            var time = said + ahead;
            var timing = TimingRule.Judge(time, now, _policy);
            if (timing is Timing.Now) (_agreedAfter, _sameOffset) = (_steps, 0);
            if (timing is not (Timing.Late or Timing.TooOld)) return time;
            var wasReplay = IsReplay(time, nowMs);
            var isSteady = IsSteady(nowMs - time, nowMs);
            if (isSteady) isDoubted = nowMs - time > _policy.ClockAhead.TotalMilliseconds;
            else if (timing is Timing.TooOld && _agreedAfter != _steps) return null;
            else isDoubted = timing is Timing.TooOld && !wasReplay && nowMs - time > _policy.BufferHolds.TotalMilliseconds && !WasAway(time);
            return time;
        }
    }

    /// <summary>It was not heard then, so it may tell of it now.</summary>
    private bool WasAway(long timeMs) =>
        timeMs > _awayFrom - _policy.LateAfter.TotalMilliseconds && timeMs < _awayUntil + _policy.LateAfter.TotalMilliseconds && _awayFrom > 0;

    /// <summary>Within seconds of another old message it tells of quite another moment: a buffer is being emptied, and the first of it has rung already.</summary>
    private bool IsReplay(long timeMs, long nowMs) => _sameOffset > 0 && nowMs - _offsetAt < _policy.OffsetEvery.TotalMilliseconds
        && Math.Abs(nowMs - timeMs - _offset) > 2 * _policy.OffsetEvery.TotalMilliseconds;

    private bool IsSteady(long offset, long nowMs)
    {
        var isSame = _sameOffset > 0 && Math.Abs(offset - _offset) <= _policy.SteadyOffset.TotalMilliseconds;
        if (isSame && nowMs - _offsetAt < _policy.OffsetEvery.TotalMilliseconds) return _sameOffset >= _policy.SteadyMessages;
        (_offset, _offsetAt, _sameOffset) = (offset, nowMs, isSame ? _sameOffset + 1 : 1);
        return _sameOffset >= _policy.SteadyMessages;
    }
}
