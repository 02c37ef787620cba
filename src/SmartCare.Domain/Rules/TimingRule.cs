using SmartCare.Domain.Readings;

namespace SmartCare.Domain.Rules;

/// <summary>How an event's own time stands to ours.</summary>
public enum Timing
{
    Now,

    /// <summary>Raises, marked late.</summary>
    Late,

    /// <summary>Recorded only.</summary>
    TooOld,

    /// <summary>The device's clock cannot be believed: the receive time is used and the device is listed.</summary>
    WrongClock,

    /// <summary>Either the device's clock is wrong or it tells of long ago, and nobody can say which: raises as now, marked late, and the device is listed.</summary>
    Doubted,
}

/// <summary>Judges a device's time stamp. Buffers of real devices replay hours of events after an outage; clocks without a battery start in 1970.</summary>
public static class TimingRule
{
    private static readonly long s_year2020Ms = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public static Timing Judge(Reading reading, DateTimeOffset now, Policy policy) =>
        reading.ClockDoubted ? Timing.Doubted : Judge(reading.DeviceTimeMs, now, policy);

    public static Timing Judge(long? deviceTimeMs, DateTimeOffset now, Policy policy)
    {
        if (deviceTimeMs is not { } ms) return Timing.Now;
        var age = now.ToUnixTimeMilliseconds() - ms;
        if (ms < s_year2020Ms || -age > policy.ClockAhead.TotalMilliseconds) return Timing.WrongClock;
        if (age <= policy.LateAfter.TotalMilliseconds) return Timing.Now;
        return age <= policy.TooOldAfter.TotalMilliseconds ? Timing.Late : Timing.TooOld;
    }
}
