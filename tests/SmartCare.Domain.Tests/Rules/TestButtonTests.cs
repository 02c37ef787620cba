using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>The test button: recorded, never an alarm, never longer than five minutes; and a detector that nobody tests for 30 days.</summary>
public sealed class TestButtonTests
{
    [Fact] public void A_test_is_kept_with_its_time() =>
        Assert.Equal(Story.Midnight.AddHours(9), StoryLines.Play("smoke", "09:00 smoke=true test=true, 09:00:30 smoke=false test=false").Devices["smoke"].Upkeep.LastTestAt);
    [Fact] public void A_test_without_smoke_is_one_too() => Check("09:00 test=true", "→ nothing; tested");
    [Fact] public void A_test_that_is_told_of_with_every_message_is_one_test() => Check("09:00 test=true, 09:01 test=true, 09:02 test=true", "→ nothing; tested");
    [Fact] public void The_next_test_is_another() => Check("09:00 test=true, 09:01 test=false, 09:30 test=true", "→ nothing; tested x2");
    [Fact] public void A_message_that_does_not_say_test_ends_it() => Check("09:00 test=true, 09:01 alive, 09:30 test=true", "→ nothing; tested x2");
    [Fact] public void A_tested_button_is_a_test_too() =>
        Assert.NotNull(StoryLines.Play("call", "09:00 press test=true").Devices["call"].Upkeep.LastTestAt);
    [Fact] public void No_test_is_no_test() => Assert.Null(StoryLines.Play("smoke", "09:00 smoke=true test=false").Devices["smoke"].Upkeep.LastTestAt);
    [Fact] public void A_redelivered_test_is_the_same_test() =>
        Check("09:00 smoke=true test=true ts=09:00, 09:00:40 smoke=false test=false ts=09:00:40, 09:01 smoke=true test=true ts=09:00", "→ nothing; tested, duplicate");

    // A gateway sends the last "test" with every message; its end may be lost on the way.
    [Fact] public void For_five_minutes_a_test_is_believed() => Check("09:00 test=true smoke=false, 09:05 test=true smoke=true", "→ nothing; tested");
    [Fact] public void A_test_flag_that_got_stuck_hides_no_fire() =>
        Check("09:00 test=true smoke=false, 09:05:01 test=true smoke=true", "→ fire open x1; tested");
    [Fact] public void And_the_alert_says_that_it_is_stuck() =>
        Notes("09:00 test=true smoke=false, 09:05:01 test=true smoke=true", "fire high raised 'smoke has said test for long'");
    [Fact] public void A_stuck_flag_hides_no_press() => StoryLines.Check("call", "09:00 test=true, 09:06 press test=true", "→ help open x1; tested");
    [Fact] public void A_stuck_flag_is_no_test_a_day_later() =>
        Assert.Equal(Story.Midnight.AddHours(9), StoryLines.Play("smoke", "09:00 test=true, 10:00 test=true, 11:00 test=true").Devices["smoke"].Upkeep.LastTestAt);
    [Fact] public void A_low_battery_is_heard_during_a_test() => Check("09:00 test=true battery=5", "→ battery open x1; tested");

    // Detectors of Tuya report the self-test in a word.
    [Fact] public void A_self_test_that_was_passed_is_a_test() => Check("09:00 self_test_result=checking, 09:01 self_test_result=success", "→ nothing; tested");
    [Fact] public void A_result_of_long_ago_is_no_test_of_now() => Check("09:00 self_test_result=success, 10:00 self_test_result=success", "→ nothing");
    [Fact] public void A_fire_during_a_self_test_is_a_fire() =>
        Check("09:00 self_test_result=checking, 09:01 self_test_result=success smoke=true", "→ fire open x1; tested");
    [Fact] public void A_self_test_that_failed_is_a_fault() => StoryNotes.Check("smoke",
        "09:00 self_test_result=failure, 09:10 self_test_result=checking, 09:11 self_test_result=success",
        "fault medium raised 'says that it is faulty'", "fault medium restored 'no longer says that it is faulty'");

    [Fact] public void For_thirty_days_nobody_is_told() => Notes("+29d 23:59 end");
    [Fact] public void After_thirty_days_without_a_test_it_is_listed() => Notes("+30d 00:00 end", "fault low raised 'not tested for 30 days: press its test button'");
    [Fact] public void It_is_said_once() => Notes("+90d 00:00 end", "fault low raised 'not tested for 30 days: press its test button'");
    [Fact] public void A_test_begins_the_thirty_days_anew() =>
        Notes("+20d 09:00 test=true, +20d 09:30 offline, +49d 23:59 end", "offline medium raised 'connection lost'");
    [Fact] public void Pressing_its_button_ends_it() => Notes("+30d 09:00 test=true", "fault low raised 'not tested for 30 days: press its test button'", "fault low restored 'tested'");
    [Fact] public void After_that_the_next_thirty_days_count() => Notes("+30d 09:00 test=true, +30d 09:01 offline, +60d 09:00 end",
        "fault low raised 'not tested for 30 days: press its test button'", "fault low restored 'tested'", "offline medium raised 'connection lost'",
        "fault low raised 'not tested for 30 days: press its test button'");
    [Fact] public void A_person_who_resolved_it_is_not_asked_again_until_it_was_tested() => Assert.Single(
        StoryNotes.Of("gas", StoryLines.Play("gas", "+30d 09:00 resolve fault, +95d 09:00 end")), n => n.Contains("raised", StringComparison.Ordinal));
    [Theory, InlineData("water"), InlineData("call"), InlineData("radar"), InlineData("door"), InlineData("gateway")]
    public void What_watches_no_fire_has_no_such_button(string device) => StoryNotes.Check(device, "+90d 00:00 end");
    [Theory, InlineData("gas"), InlineData("co"), InlineData("smoke2")]
    public void Gas_and_carbon_monoxide_have(string device) =>
        StoryNotes.Check(device, "+30d 00:00 end", "fault low raised 'not tested for 30 days: press its test button'");
    [Fact] public void A_silo_that_was_down_says_it_at_its_start() =>
        Notes("+29d 00:00 stop, +31d 00:00 start", "fault low raised 'not tested for 30 days: press its test button'");

    [Fact] public void A_fault_of_an_untested_detector_is_urgent_all_the_same() => Notes("+30d 09:00 fault_alarm=true",
        "fault low raised 'not tested for 30 days: press its test button'", "fault medium repeated 'says that it is faulty'");
    [Fact] public void A_fault_that_is_over_does_not_end_the_missing_test() => Notes("+30d 09:00 fault_alarm=true, +30d 09:10 fault_alarm=false, +30d 09:20 test=true",
        "fault low raised 'not tested for 30 days: press its test button'", "fault medium repeated 'says that it is faulty'",
        "fault medium noted 'no longer says that it is faulty'", "fault medium restored 'tested'");

    private static void Check(string story, string expected) => StoryLines.Check("smoke", story, expected);

    private static void Notes(string story, params string[] expected) => StoryNotes.Check("smoke", story, expected);
}
