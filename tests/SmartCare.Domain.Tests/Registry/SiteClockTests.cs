using System.Globalization;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Tests.Registry;

public sealed class SiteClockTests
{
    [Theory]
    [InlineData("2026-03-02T00:00:00Z", "07:30", "Asia/Shanghai", "2026-03-02T23:30:00Z")]
    [InlineData("2026-03-01T23:29:59Z", "07:30", "Asia/Shanghai", "2026-03-01T23:30:00Z")]
    [InlineData("2026-03-01T23:30:00Z", "07:30", "Asia/Shanghai", "2026-03-02T23:30:00Z")]
    // 02:30 is skipped on the day when summer begins.
    [InlineData("2026-03-29T00:00:00Z", "02:30", "Europe/Berlin", "2026-03-29T01:00:00Z")]
    [InlineData("2026-03-02T00:00:00Z", "07:30", "Nowhere/Land", "2026-03-02T07:30:00Z")]
    public void The_next_time_of_day_is_found(string after, string time, string zone, string expected) =>
        Assert.Equal(At(expected), SiteClock.Next(At(after), TimeOnly.Parse(time, CultureInfo.InvariantCulture), zone));

    [Theory]
    [InlineData("2026-03-02T23:30:00Z", "07:30", "Asia/Shanghai", "2026-03-02T23:30:00Z")]
    [InlineData("2026-03-02T23:29:59Z", "07:30", "Asia/Shanghai", "2026-03-01T23:30:00Z")]
    // The day on which summer begins has 23 hours, the one on which it ends 25.
    [InlineData("2026-03-29T06:00:00Z", "08:00", "Europe/Berlin", "2026-03-29T06:00:00Z")]
    [InlineData("2026-03-29T05:59:59Z", "08:00", "Europe/Berlin", "2026-03-28T07:00:00Z")]
    [InlineData("2026-10-25T06:59:59Z", "08:00", "Europe/Berlin", "2026-10-24T06:00:00Z")]
    [InlineData("2026-10-25T07:00:00Z", "08:00", "Europe/Berlin", "2026-10-25T07:00:00Z")]
    [InlineData("2026-11-01T12:59:59Z", "08:00", "America/New_York", "2026-10-31T12:00:00Z")]
    public void The_last_time_of_day_is_found(string until, string time, string zone, string expected) =>
        Assert.Equal(At(expected), SiteClock.Last(At(until), TimeOnly.Parse(time, CultureInfo.InvariantCulture), zone));

    [Theory, InlineData("Asia/Shanghai", "08:00"), InlineData("Etc/UTC", "00:00"), InlineData("Nowhere/Land", "00:00")]
    public void The_wall_clock_is_the_sites_own(string zone, string local) =>
        Assert.Equal(local, SiteClock.LocalOf(At("2026-03-02T00:00:00Z"), zone).ToString("HH:mm", CultureInfo.InvariantCulture));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
