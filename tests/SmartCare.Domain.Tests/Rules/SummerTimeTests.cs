using System.Globalization;
using SmartCare.Domain.Rules;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>The day on which summer begins has 23 hours: the hours that were agreed are kept all the same.</summary>
public sealed class SummerTimeTests
{
    private const string Zone = "Europe/Berlin";
    private static readonly TimeOnly s_eight = new(8, 0), s_ten = new(22, 0), s_six = new(6, 0);

    [Theory, InlineData("2026-03-28T08:00+01:00"), InlineData("2026-03-29T08:00+02:00"), InlineData("2026-03-30T08:00+02:00"), InlineData("2026-10-25T08:00+01:00")]
    public void Who_is_not_up_by_the_agreed_hour_is_missed(string due)
    {
        var now = At(due);
        Assert.True(MorningRule.Judge(now, s_eight, inBed: true, lastSign: null, now.AddDays(-9), Zone, Policy.Default, now).Raises);
    }

    [Theory, InlineData("2026-03-28T22:30+01:00"), InlineData("2026-03-29T22:30+02:00"), InlineData("2026-10-25T22:30+01:00")]
    public void Up_in_the_evening_is_not_out_of_bed_since_the_night_before(string evening)
    {
        var now = At(evening);
        var verdict = BedRule.Judge(now.AddHours(-14), s_ten, s_six, TimeSpan.FromMinutes(45), Zone, now);
        Assert.Equal((false, now.AddMinutes(15)), (verdict.Raises, verdict.LookAt));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
