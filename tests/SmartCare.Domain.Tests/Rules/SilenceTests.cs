using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>Offline by silence for each class of device, or a minute after its connection broke.</summary>
public sealed class SilenceTests
{
    [Theory]
    [InlineData("gateway", "09:04:59", "09:05:00"), InlineData("radar", "09:04:59", "09:05:00"), InlineData("gas", "09:04:59", "09:05:00")]
    [InlineData("call", "09:14:59", "09:15:00"), InlineData("smoke", "10:04:59", "10:05:00"), InlineData("water", "10:04:59", "10:05:00")]
    [InlineData("door", "10:04:59", "10:05:00"), InlineData("motion", "10:04:59", "10:05:00")]
    public void Each_class_may_be_silent_so_long_and_no_longer(string device, string still, string over)
    {
        StoryLines.Check(device, $"09:00 alive, {still} end", "→ nothing");
        StoryLines.Check(device, $"09:00 alive, {over} end", "→ offline open x1");
    }

    [Fact] public void A_sleeping_Zigbee_device_has_a_day()
    {
        StoryLines.Check("button", "09:00 alive, +1d 09:59:59 end", "→ nothing");
        StoryLines.Check("button", "09:00 alive, +1d 10:00 end", "→ offline open x1");
    }

    [Theory]
    [InlineData("call", "medium"), InlineData("cord", "medium"), InlineData("wearable", "medium"), InlineData("smoke", "medium"), InlineData("gas", "medium")]
    [InlineData("radar", "medium"), InlineData("gateway", "medium"), InlineData("door", "low"), InlineData("motion", "low"), InlineData("vibration", "low")]
    public void It_is_as_urgent_as_what_hangs_on_the_device(string device, string priority) =>
        StoryNotes.Check(device, "09:00 alive, 09:01 offline, 09:02 end", $"offline {priority} raised 'connection lost'");
    [Fact] public void A_lost_door_wakes_nobody() => StoryLines.Check("door", "09:00 alive, 10:10 end", "→ offline open x1");
    [Fact] public void What_speaks_through_a_gateway_says_so() =>
        Assert.Equal("gateway", Assert.Single(StoryLines.Play("smokevia", "09:00 alive, 10:05 end").Sites["sunshine"].Alerts.Open).Via?.Value);

    [Theory]
    [InlineData("call", "gateway"), InlineData("smoke", "gateway"), InlineData("door", "hub-2"), InlineData("smokevia", "hub-2"), InlineData("radar", "hub-3")]
    public void Who_spoke_for_it_is_remembered_with_the_device(string device, string gateway)
    {
        var story = StoryLines.Play(device, "09:00 alive");
        story.Say(Subject.Of(DeviceId.Of(device)), new SpeaksThrough(DeviceId.Of(gateway)));
        Assert.Equal(gateway, story.Devices[device].Record!.Via?.Value);
        Assert.Equal(gateway, story.Effects.OfType<Registered>().Select(r => r.Record).OfType<Device>().Single().Via?.Value);
        story.Say(Subject.Of(DeviceId.Of(device)), new SpeaksThrough(DeviceId.Of(gateway)));
        Assert.Single(story.Effects.OfType<Registered>());
    }

    [Theory]
    [InlineData("09:00 gateway online, 09:00 smokevia alive, 09:04 gateway online, 09:08 gateway online, 09:08:30 gateway offline, 09:09:30 end", "→ offline open x1")]
    [InlineData("09:00 gateway online, 09:00 smokevia alive, 09:04 gateway offline, 09:04:59 gateway online, 09:09 end", "→ nothing")]
    [InlineData("09:00 gateway online, 09:05 end", "→ offline open x1")]
    public void A_gateway_is_there_while_it_speaks_for_others_and_gone_a_minute_after_its_connection(string story, string expected) => StoryLines.Check("gateway", story, expected);

    [Fact] public void Every_word_counts() => Check("09:00 alive, 09:14 temperature=20, 09:28 action=null, 09:42 online, 09:56 end", "→ nothing");
    [Fact] public void A_device_that_never_spoke_is_not_missed() => Check("23:00 end", "→ nothing");
    [Fact] public void A_silent_device_is_one_alert_however_long() => Check("09:00 alive, 09:15:30 acknowledge, +3d 09:00 end", "→ offline acknowledged x1, acknowledged by duty");
    [Fact] public void A_device_that_speaks_again_closes_its_alert_by_itself() =>
        Check("09:00 alive, 09:15:30 alive", "→ offline resolved x1 as other, restored");
    [Fact] public void Nobody_resolved_what_came_back_by_itself() => Check("09:00 alive, 09:15:10 acknowledge by li, 09:20 alive",
        "→ offline resolved x1 as other, acknowledged by li, restored");
    [Fact] public void The_next_silence_is_a_new_alert() =>
        Check("09:00 alive, 09:15:30 alive, 09:30:30 end", "→ offline resolved x1 as other, restored + offline open x1 (second)");
    [Fact] public void A_silence_that_a_person_resolved_is_not_raised_again_until_it_spoke() =>
        Check("09:00 alive, 09:15:10 resolve as other, 10:30 end, 10:30 alive, 10:45 end",
            "→ offline resolved x1 as other, resolved by duty + offline open x1 (second)");
    [Fact] public void A_message_too_old_to_raise_is_a_word_all_the_same() => Check("09:00 alive, 09:14 press ts=-25h, 09:28 end", "→ nothing; too old");

    [Fact] public void After_a_restart_silence_counts_from_our_own_listening() => Check("09:00 alive, 09:05 stop, 10:00 start, 10:14:59 end", "→ nothing");
    [Fact] public void After_a_restart_the_same_time_passes_before_it_is_missed() => Check("09:00 alive, 09:05 stop, 10:00 start, 10:15 end", "→ offline open x1");
    [Fact] public void A_short_restart_forgives_no_more_than_it_lasted() => Check("09:00 alive, 09:14 stop, 09:14:10 start, 09:29:10 end", "→ offline open x1");
    [Fact] public void A_word_after_the_restart_counts_from_that_word() => Check("09:00 alive, 09:05 stop, 10:00 start, 10:10 alive, 10:24:59 end", "→ nothing");
    [Fact] public void What_was_silent_before_we_went_down_stays_silent() =>
        Check("09:00 alive, 09:15:10 acknowledge, 09:20 stop, 10:00 start, 10:20 end", "→ offline acknowledged x1, acknowledged by duty");

    [Fact] public void A_broken_connection_has_a_minute_to_come_back() => Check("09:00 alive, 09:01 offline, 09:01:59 end", "→ nothing");
    [Fact] public void A_connection_that_stays_broken_is_offline_after_a_minute() => Check("09:00 alive, 09:01 offline, 09:02 end", "→ offline open x1");
    [Fact] public void A_connection_that_came_back_in_time_calls_nobody() => Check("09:00 alive, 09:01 offline, 09:01:30 online, 09:05 end", "→ nothing");
    [Fact] public void Any_word_in_time_is_as_good() => Check("09:00 alive, 09:01 offline, 09:01:30 alive, 09:05 end", "→ nothing");
    [Fact] public void A_second_will_does_not_prolong_the_minute() => Check("09:00 alive, 09:01 offline, 09:01:40 offline, 09:02 end", "→ offline open x1");
    [Fact] public void A_connection_that_came_back_late_closes_its_alert() =>
        Check("09:00 alive, 09:01 offline, 09:02:30 online", "→ offline resolved x1 as other, restored");
    [Fact] public void A_will_of_a_device_that_never_spoke_says_nothing_new() => Check("09:00 offline, 09:10 end", "→ nothing");
    [Fact] public void A_will_of_a_device_that_is_offline_already_changes_nothing() =>
        Check("09:00 alive, 09:15 offline, 09:20 acknowledge, 10:00 end", "→ offline acknowledged x1 tier 2, acknowledged by duty");
    [Fact] public void A_will_before_a_restart_gets_its_minute_after_it() =>
        Check("09:00 alive, 09:01 offline, 09:01:10 stop, 10:00 start, 10:00:59 end", "→ nothing");
    [Fact] public void A_will_before_a_restart_counts_after_it() =>
        Check("09:00 alive, 09:01 offline, 09:01:10 stop, 10:00 start, 10:01 end", "→ offline open x1");

    [Fact] public void Every_class_has_a_model() => Assert.Equal(Enum.GetValues<DeviceClass>(), Models.All.Values.Select(m => m.Class).Distinct().Order());

    private static void Check(string story, string expected) => StoryLines.Check("call", story, expected);
}
