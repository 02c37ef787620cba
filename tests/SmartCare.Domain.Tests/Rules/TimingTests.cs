using SmartCare.Domain.Rules;
using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>A device's own time: now, late, too old, or a clock that cannot be believed.</summary>
public sealed class TimingTests
{
    [Fact] public void No_time_is_now() => Check("09:00 press", "→ help open x1");
    [Fact] public void Two_minutes_old_is_now() => Check("09:00 press ts=-120s", "→ help open x1");
    [Fact] public void Older_than_two_minutes_raises_marked_late() => Check("09:00 press ts=-121s", "→ help open x1 late");
    [Fact] public void A_day_old_raises_marked_late() => Check("09:00 press ts=-24h", "→ help open x1 late");
    [Fact] public void Older_than_a_day_is_recorded_only() => Check("09:00 press ts=-86401s", "→ nothing; too old");
    [Fact] public void Five_minutes_ahead_is_now() => Check("09:00 press ts=+5m", "→ help open x1");
    [Fact] public void More_than_five_minutes_ahead_is_a_wrong_clock_and_raises() => Check("09:00 press ts=+301s", "→ help open x1; wrong clock");
    [Fact] public void Before_2020_is_a_wrong_clock_and_raises() => Check("09:00 press ts=2019", "→ help open x1; wrong clock");
    [Fact] public void A_clock_without_a_battery_is_wrong_and_raises() => Check("09:00 press ts=1970", "→ help open x1; wrong clock");
    [Fact] public void A_late_press_on_a_fresh_alert_is_counted() => Check("09:00:00 press, 09:00:30 press ts=-3m", "→ help open x2 late, announced twice");
    [Fact] public void Buffered_presses_of_an_outage_are_one_late_alert() =>
        Check("09:00:00 press ts=08:00, 09:00:00 press ts=08:10, 09:00:01 press ts=08:20", "→ help open x3 late, announced 3 times");
    [Fact] public void A_wrong_clock_stays_listed_through_messages_that_carry_no_time() =>
        Assert.True(StoryLines.Play("call", "09:00 press ts=1970, 09:01 alive, 09:02 online").Devices["call"].ClockWrong);
    [Fact] public void A_clock_that_was_set_is_no_longer_listed() =>
        Assert.False(StoryLines.Play("call", "09:00 press ts=1970, 09:01 alive ts=09:01").Devices["call"].ClockWrong);
    [Fact] public void Any_number_is_judged_and_none_overflows()
    {
        foreach (var ms in new[] { long.MinValue, long.MinValue + 1, -1, 0, 1, long.MaxValue - 1, long.MaxValue })
            Assert.Equal(Timing.WrongClock, TimingRule.Judge(ms, Story.Midnight, Policy.Default));
    }

    private static void Check(string story, string expected) => StoryLines.Check("call", story, expected);
}
