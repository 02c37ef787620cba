using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>One-key call (一键呼).</summary>
public sealed class HelpCallTests
{
    [Fact] public void A_press_raises_one_alert() => Check("09:00 press", "→ help open x1");
    [Theory, InlineData("emergency"), InlineData("single"), InlineData("double"), InlineData("hold"), InlineData("1_single")]
    public void Every_word_of_a_button_is_a_press(string word) => Check($"09:00 action={word}", "→ help open x1");
    [Fact] public void A_null_action_is_not_a_press() => Check("09:00 action=null", "→ nothing");
    [Fact] public void An_empty_action_is_not_a_press() => Check("09:00 action=\"\"", "→ nothing");
    [Fact] public void Letting_go_is_not_a_press() => Check("09:00:00 press, 09:00:03 action=release, 09:00:04 action=none", "→ help open x1");
    [Fact] public void A_no_in_any_type_is_not_a_press() => Check("09:00 action=false, 09:01 action=0", "→ nothing");
    [Fact] public void The_empty_action_that_follows_each_press_changes_nothing() =>
        Check("09:00:00 press, 09:00:01 action=\"\", 09:00:02 action=null", "→ help open x1");

    [Fact] public void A_second_press_is_counted_and_announced_again() => Check("09:00:00 press, 09:00:30 press", "→ help open x2, announced twice");
    [Fact] public void Every_further_press_is_announced() =>
        Check("09:00:00 press, 09:00:10 press, 09:00:20 action=single, 09:00:30 press", "→ help open x4, announced 4 times");
    [Fact] public void A_press_after_acknowledge_is_counted_on_the_same_alert() =>
        Check("09:00:00 press, 09:00:20 acknowledge by li, 09:05 press", "→ help acknowledged x2, acknowledged by li, announced twice");
    [Fact] public void A_press_while_someone_is_there_is_counted_on_the_same_alert() =>
        Check("09:00:00 press, 09:00:20 arrive by li, 09:05 press", "→ help arrived x2, arrived li, announced twice");
    [Fact] public void A_press_after_resolve_is_a_new_alert() =>
        Check("09:00:00 press, 09:00:50 resolve as real, 09:06 press",
            "→ help resolved x1 as real, resolved by duty + help open x1 (second)");

    [Fact] public void A_held_button_is_one_press() =>
        Check("09:00:00 sos=true, 09:00:10 sos=true, 09:00:20 sos=true", "→ help open x1");
    [Fact] public void A_button_held_again_after_letting_go_is_another_press() =>
        Check("09:00:00 sos=true, 09:00:10 sos=false, 09:00:20 sos=true", "→ help open x2, announced twice");
    [Fact] public void A_button_that_is_not_held_is_no_press() => Check("09:00 sos=false, 09:01 sos=null", "→ nothing");
    [Fact] public void A_press_raises_also_while_its_button_is_held() =>
        Check("09:00:00 sos=true, 09:00:10 sos=true action=single", "→ help open x2, announced twice");
    [Fact] public void One_message_that_tells_of_the_press_on_two_channels_is_one_press() =>
        Check("09:00 sos=true action=single", "→ help open x1");

    [Fact] public void A_redelivered_press_is_the_same_press_also_when_the_watch_takes_its_time_for_another()
    {
        var story = StoryLines.Play("call", "09:00 press id=7 ts=09:00, 09:00:05 end");
        var first = story.Effects.OfType<AlertChanged>().Single();
        var sent = story.Devices["call"].Recent.All.Span[^1];
        var values = new[] { ChannelValue.Of(Channels.Action, "emergency") };
        foreach (var shift in (long?[])[3_600_000, -60_000, 0, null])
            story.Hear(new Reading(DeviceId.Of("call"), shift is { } by ? sent.DeviceTimeMs + by : null, sent.Content, Redelivered: true, PacketId: 7, values));
        Assert.Same(first, story.Effects.OfType<AlertChanged>().Single());
        story.Hear(new Reading(DeviceId.Of("call"), sent.DeviceTimeMs, sent.Content, Redelivered: true, PacketId: 8, values));
        Assert.Same(first, story.Effects.OfType<AlertChanged>().Single());
        story.Hear(new Reading(DeviceId.Of("call"), sent.DeviceTimeMs + 60_000, sent.Content + 1, Redelivered: true, PacketId: 7, values));
        Assert.Equal(2, story.Effects.OfType<AlertChanged>().Count());
    }

    [Fact] public void A_redelivered_press_is_the_same_press() =>
        Check("09:00:00 press id=7, 09:00:05 dup press id=7", "→ help open x1; duplicate");
    [Fact] public void A_press_under_DUP_that_never_came_before_is_a_press() => Check("09:00 dup press id=7", "→ help open x1");
    [Fact] public void Another_packet_id_is_another_press() =>
        Check("09:00:00 press id=7, 09:00:05 dup press id=8", "→ help open x2, announced twice");
    [Fact] public void The_same_packet_id_without_DUP_is_another_press() =>
        Check("09:00:00 press id=7, 09:00:05 press id=7", "→ help open x2, announced twice");
    [Fact] public void Another_word_under_the_same_packet_id_is_another_press() =>
        Check("09:00:00 press id=7, 09:00:05 dup action=single id=7", "→ help open x2, announced twice");
    [Fact] public void A_packet_id_is_forgotten_after_an_hour() =>
        Check("09:00:00 press id=7, 09:00:10 arrive, 09:14 alive, 09:28 alive, 09:42 alive, 09:56 alive, 10:00:01 dup press id=7",
            "→ help arrived x2, arrived duty, announced twice");
    [Fact] public void The_same_device_time_and_content_is_the_same_press() =>
        Check("09:00:00 press ts=09:00:00, 09:00:30 press ts=09:00:00", "→ help open x1; duplicate");
    [Fact] public void Another_device_time_is_another_press() =>
        Check("09:00:00 press ts=09:00:00, 09:00:02 press ts=09:00:01", "→ help open x2, announced twice");
    [Fact] public void A_device_whose_clock_stands_still_in_1970_is_heard_at_every_press() =>
        Check("09:00:00 press ts=1970 id=7, 09:00:05 press ts=1970 id=8", "→ help open x2, announced twice; wrong clock x2");
    [Fact] public void A_redelivery_is_known_by_its_packet_id_also_when_the_clock_is_wrong() =>
        Check("09:00:00 press ts=1970 id=7, 09:00:05 dup press ts=1970 id=7", "→ help open x1; wrong clock x2, duplicate");
    [Fact] public void A_redelivery_after_resolve_raises_nothing() =>
        Check("09:00:00 press id=7, 09:00:05 resolve as false, 09:00:09 dup press id=7", "→ help resolved x1 as false, resolved by duty; duplicate");
    [Fact] public void A_redelivery_is_known_behind_sixty_later_readings() => Check(
        "09:00:00 press id=7, " + string.Join(", ", Enumerable.Range(1, 59).Select(s => $"09:00:{s:00} action=null")) + ", 09:00:59 dup press id=7",
        "→ help open x1; duplicate");

    [Fact] public void A_call_means_help_whatever_else_it_says() =>
        Check("09:00 press battery=80 linkquality=30 temperature=21.5", "→ help open x1");
    [Fact] public void A_tested_call_calls_nobody() => Check("09:00 press test=true", "→ nothing; tested");
    [Fact] public void A_vibration_sensor_that_says_action_is_no_call() => StoryLines.Check("motion", "09:00 action=fall", "→ nothing");

    private static void Check(string story, string expected) => StoryLines.Check("call", story, expected);
}
