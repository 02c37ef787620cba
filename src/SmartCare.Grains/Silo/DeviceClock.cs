using SmartCare.Domain.Rules;

namespace SmartCare.Grains.Silo;

/// <summary>
/// What a silo knows of one device's clock. A device's time is the wall's, so it moves with the watch's when that counts ahead of the wall. And a time that is
/// too old to ring is believed only when the two clocks have agreed since either began, or was set: before that it may be the watch whose clock is years
/// ahead, and a press of now must ring.
/// </summary>
public sealed class DeviceClock(WatchClock watch)
{
    private const int Never = -1;

    /// <summary>After how many steps of the watch's clock they last agreed. Of the moment only: a start may be one with a wrong clock.</summary>
    private volatile int _agreedAfter = Never;

    /// <param name="deviceTimeMs">As the device said it, Unix ms; null when it said none.</param>
    /// <returns>The same moment by the watch's clock; null: the time of receipt counts.</returns>
    public long? ByWatch(long? deviceTimeMs)
    {
        if (deviceTimeMs is not { } said) return null;
        var time = said + (long)watch.Ahead.TotalMilliseconds;
        var timing = TimingRule.Judge(time, watch.GetUtcNow(), Policy.Default);
        if (timing is Timing.Now) _agreedAfter = watch.Steps;
        return timing is Timing.TooOld && _agreedAfter != watch.Steps ? null : time;
    }
}
