using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>Smoke, gas, carbon monoxide, water.</summary>
public sealed class DangerTests
{
    [Fact] public void Smoke_is_fire() => Check("09:00 smoke=true", "→ fire open x1");
    [Fact] public void Gas_is_gas() => Check("09:00 gas gas=true", "→ gas open x1");
    [Fact] public void Carbon_monoxide_is_co() => Check("09:00 gas carbon_monoxide=true", "→ co open x1");
    [Fact] public void A_leak_is_water() => Check("09:00 water water_leak=true", "→ water open x1");
    [Fact] public void Two_dangers_of_one_message_are_two_alerts() => Check("09:00 smoke=true gas=true", "→ fire open x1 + gas open x1");
    [Theory, InlineData("1"), InlineData("ON"), InlineData("True")]
    public void A_yes_in_another_type_is_a_yes(string yes) => Check($"09:00 smoke={yes}", "→ fire open x1");

    [Fact] public void A_first_word_that_says_alarm_is_an_alarm() => Check("09:00 smoke=true battery=90", "→ fire open x1");
    [Fact] public void No_smoke_is_no_fire() => Check("09:00 smoke=false, 10:00 smoke=null", "→ nothing");
    [Fact] public void A_cached_state_is_not_a_new_event() =>
        Check("09:00:00 smoke=true, 09:00:10 smoke=true battery=90, 09:00:20 smoke=true", "→ fire open x1");
    [Fact] public void A_cached_state_stays_old_after_resolve() =>
        Check("09:00:00 smoke=true, 09:00:10 resolve as false, 09:00:20 smoke=true", "→ fire resolved x1 as false, resolved by duty, smoke still says so");
    [Fact] public void An_alarm_that_still_stands_five_minutes_after_its_end_is_opened_again() =>
        Check("09:00:00 smoke=true, 09:00:10 resolve as false, 09:05:09 smoke=true, 09:05:10 smoke=true, 09:06 smoke=true",
            "→ fire open x2, reopened, announced twice");
    [Fact] public void An_alarm_that_stands_under_an_open_alert_is_not_counted() =>
        Check("09:00:00 smoke=true, 09:00:10 arrive, 09:45 smoke=true", "→ fire arrived x1, arrived duty");
    [Fact] public void Smoke_that_is_gone_is_shown_and_closes_nothing() =>
        Check("09:00:00 smoke=true, 09:00:20 smoke=false", "→ fire open x1, cleared");
    [Fact] public void Smoke_that_came_back_is_counted_on_the_open_alert() =>
        Check("09:00:00 smoke=true, 09:00:20 smoke=false, 09:00:40 smoke=true", "→ fire open x2, cleared, announced twice");
    [Fact] public void Smoke_that_came_back_right_after_resolve_is_the_same_fire_opened_again() =>
        Check("09:00:00 smoke=true, 09:00:20 smoke=false, 09:00:30 resolve as real, 09:00:40 smoke=true", "→ fire open x2, cleared, reopened, announced twice");
    [Fact] public void Smoke_that_came_back_long_after_resolve_is_a_new_fire() =>
        Check("09:00:00 smoke=true, 09:00:20 smoke=false, 09:00:30 resolve as real, 09:10:30 smoke=true",
            "→ fire resolved x1 as real, resolved by duty, cleared + fire open x1 (second)");
    [Fact] public void Two_detectors_of_one_room_are_one_fire() =>
        Check("09:00:00 smoke=true, 09:00:20 smoke2 smoke=true", "→ fire open x2, announced twice");
    [Fact] public void A_fire_in_a_message_without_the_channel_goes_on() => Check("09:00:00 smoke=true, 09:00:20 battery=90, 09:00:30 smoke=true", "→ fire open x1");
    [Fact] public void Twice_in_one_message_the_worse_one_is_heard() => Check("09:00 smoke=true smoke=false", "→ fire open x1");

    [Fact] public void A_test_is_never_a_fire() => Check("09:00 smoke=true test=true", "→ nothing; tested");
    [Fact] public void A_real_fire_right_after_a_test_is_one() =>
        Check("09:00:00 smoke=true test=true, 09:00:05 smoke=true test=false", "→ fire open x1; tested");
    [Fact] public void A_test_during_a_fire_changes_nothing() =>
        Check("09:00:00 smoke=true, 09:00:10 smoke=true test=true, 09:00:20 smoke=true", "→ fire open x1; tested");
    [Fact] public void The_end_of_a_test_is_not_the_end_of_a_fire() => Check("09:00:00 smoke=true test=true, 09:00:10 smoke=false", "→ nothing; tested");

    [Fact] public void A_channel_that_cannot_be_read_costs_no_other() => Check("09:00 battery=much smoke=true", "→ fire open x1");
    [Fact] public void A_redelivered_fire_is_the_same_fire() =>
        Check("09:00:00 smoke=true ts=09:00, 09:00:10 smoke=false ts=09:00:10, 09:00:20 smoke=true ts=09:00", "→ fire open x1, cleared; duplicate");
    [Fact] public void A_door_that_says_smoke_is_no_detector() => Check("09:00 door smoke=true", "→ nothing");

    private static void Check(string story, string expected) => StoryLines.Check("smoke", story, expected);
}
