using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>What real buttons say, pressed and not, as zigbee2mqtt publishes it.</summary>
public sealed class CallModelTests
{
    // Tuya TS0215A_sos, TS0211 and the like: one word.
    [Fact] public void A_Tuya_button() => Check("09:00 action=emergency battery=100, 09:00:20 action=emergency battery=100", "→ help open x2, announced twice");

    // MultIR MIR-SO100, Sonoff SNZB-01P, Tuya TS0041: three words.
    [Theory, InlineData("single"), InlineData("double"), InlineData("hold")]
    public void A_button_with_three_ways_to_press(string word) => Check($"09:00 action={word} battery=90", "→ help open x1");

    // Heiman HS1EB: the same, and "off" when it comes up.
    [Fact] public void A_Heiman_button_that_comes_up_is_not_pressed_again() => Check("09:00:00 action=single, 09:00:01 action=off", "→ help open x1");
    [Fact] public void Nor_after_a_long_press() => Check("09:00:00 action=hold, 09:00:10 action=off", "→ help open x1");
    [Fact] public void The_next_press_is_one() => Check("09:00:00 action=single, 09:00:01 action=off, 09:00:20 action=single, 09:00:21 action=off", "→ help open x2, announced twice");
    [Fact] public void The_lower_key_of_a_remote_control_is_a_press() => Check("09:00 action=off", "→ help open x1");
    [Fact] public void Also_some_time_after_the_upper_one() => Check("09:00:00 action=on, 09:00:11 action=off", "→ help open x2, announced twice");
    [Fact] public void An_end_of_one_press_hides_no_other() => Check("09:00:00 action=single, 09:00:01 action=off sos=true", "→ help open x2, announced twice");

    // Aqara and Hue: a press, and later its release.
    [Theory, InlineData("release"), InlineData("1_release"), InlineData("hold_release"), InlineData("Release")]
    public void A_release_whose_press_was_lost_is_the_press(string word) => Check($"09:00:00 action={word}, 09:00:02 action={word}", "→ help open x1");
    [Fact] public void A_long_press_with_its_release_is_one_press() => Check("09:00:00 action=hold, 09:00:03 action=release", "→ help open x1");

    // What gateways send when nobody pressed.
    [Theory, InlineData("null"), InlineData("\"\""), InlineData("none"), InlineData("false"), InlineData("0")]
    public void An_empty_word_is_nobody(string word) => Check($"09:00 action={word} battery=90 linkquality=80", "→ nothing");
    [Fact] public void A_daily_report_is_nobody() => Check("09:00 battery=90 voltage=3000 linkquality=80, 09:10 online, 09:20 battery=89", "→ nothing");
    [Fact] public void A_reconnect_that_sends_the_cached_state_is_nobody() =>
        Check("09:00:00 sos=true, 09:00:10 resolve as real, 09:01 offline, 09:01:20 online, 09:01:21 sos=true battery=90", "→ help resolved x1 as real, resolved by duty");
    [Fact] public void A_reconnect_that_sends_again_what_was_not_acknowledged_is_the_same_press() =>
        Check("09:00:00 press id=3, 09:00:01 offline, 09:00:05 online, 09:00:06 dup press id=3", "→ help open x1; duplicate");
    [Fact] public void A_buffer_that_is_sent_twice_is_judged_once() =>
        Check("09:00:00 press ts=-60s, 09:00:10 press ts=08:59, 09:00:20 press ts=08:59", "→ help open x1; duplicate x2");
    [Fact] public void A_press_during_a_test_is_none() => Check("09:00 press test=true", "→ nothing; tested");

    // The cord in a bathroom stays pulled until someone sets it back.
    [Fact] public void A_pulled_cord_is_one_call() => Cord("09:00:00 sos=true, 09:00:20 sos=true, 09:00:40 sos=true battery=80", "→ help open x1");
    [Fact] public void A_cord_that_is_set_back_and_pulled_again_is_counted() =>
        Cord("09:00:00 sos=true, 09:00:20 sos=false, 09:00:40 sos=true", "→ help open x2, announced twice, note 'cord was set back'");
    [Fact] public void A_cord_that_is_still_pulled_long_after_its_call_was_resolved_calls_again() =>
        Cord("09:00:00 sos=true, 09:00:20 resolve as real, 09:29 sos=true, 09:30:20 sos=true", "→ help resolved x1 as real, resolved by duty, note 'told by another alert' + help open x1 (second)");
    [Fact] public void A_cord_with_words_is_a_button() => Cord("09:00 action=single", "→ help open x1");

    // Worn on the wrist.
    [Fact] public void A_worn_button_calls() => StoryLines.Check("wearable", "09:00 sos=true heart_rate=80", "→ help open x1");
    [Fact] public void A_position_alone_is_no_call() => StoryLines.Check("wearable", "09:00 latitude=39.9 longitude=116.4", "→ nothing");

    // A sleeping Zigbee button says nothing for a day.
    [Fact] public void A_sleeping_button_calls_like_any_other() => StoryLines.Check("button", "09:00 action=single", "→ help open x1");

    // Aqara DJT11LM: vibration, tilt, drop; others say fall. An object fell.
    [Theory, InlineData("fall"), InlineData("drop"), InlineData("vibration"), InlineData("tilt"), InlineData("emergency")]
    public void What_a_vibration_sensor_says_calls_nobody(string word) => StoryLines.Check("vibration", $"09:00 action={word} strength=30", "→ nothing");
    [Fact] public void Nor_does_its_flag() => StoryLines.Check("vibration", "09:00 vibration=true fall=confirmed sos=true", "→ nothing");

    private static void Check(string story, string expected) => StoryLines.Check("call", story, expected);

    private static void Cord(string story, string expected) => StoryLines.Check("cord", story, expected);
}
