using SmartCare.Domain.Readings;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>A device that says it is faulty, and one that was opened or torn off.</summary>
public sealed class DeviceFaultTests
{
    [Fact] public void A_fault_is_an_alert_about_the_device() => Check("09:00 fault_alarm=true", "→ fault open x1");
    [Fact] public void A_repeated_fault_is_the_same() => Check("09:00 fault_alarm=true, 09:00:10 fault_alarm=true, 09:00:20 alive", "→ fault open x1");
    [Fact] public void It_ends_itself_when_the_device_is_well() => Check("09:00 fault_alarm=true, 09:10 fault_alarm=false", "→ fault resolved x1 tier 2 as other, restored");
    [Fact] public void The_next_fault_is_a_new_alert() => Check("09:00:00 fault_alarm=true, 09:00:10 fault_alarm=false, 09:11:00 fault_alarm=true",
        "→ fault resolved x1 as other, restored + fault open x1 (second)");
    [Fact] public void No_fault_is_none() => Check("09:00 fault_alarm=false, 09:01 fault_alarm=null, 09:02 fault_state=normal", "→ nothing");
    [Fact] public void A_fault_told_of_on_another_channel_is_the_same_fault() =>
        Check("09:00:00 fault_state=sensor_failure, 09:00:10 fault_alarm=false, 09:00:20 fault_alarm=true", "→ fault open x1");
    [Fact] public void Both_channels_must_be_well() => Check("09:00:00 fault_state=sensor_failure fault_alarm=true, 09:00:10 fault_alarm=false, 09:00:20 fault_state=normal",
        "→ fault resolved x1 as other, restored");
    [Fact] public void A_faulty_detector_still_calls_a_fire() => Check("09:00 fault_alarm=true smoke=true", "→ fire open x1 + fault open x1");

    [Fact] public void A_torn_off_device_is_an_alert() => StoryNotes.Check("call", "09:00 tamper=true", "tamper medium raised 'opened or torn off'");
    [Fact] public void A_door_that_was_opened_up_waits_for_the_day() => StoryNotes.Check("door", "09:00 tamper=true", "tamper low raised 'opened or torn off'");
    [Fact] public void Repeated_it_is_the_same() => Check("09:00 tamper=true, 09:00:10 tamper=true battery=90", "→ tamper open x1");
    [Fact] public void Closed_again_it_ends_itself() => Check("09:00:00 tamper=true, 09:00:10 tamper=false", "→ tamper resolved x1 as other, restored");
    [Fact] public void A_closed_housing_is_nothing() => Check("09:00 tamper=false, 09:01 tamper=null", "→ nothing");

    [Theory]
    [InlineData("smoke", "medium"), InlineData("call", "medium"), InlineData("radar", "medium"), InlineData("wearable", "medium"), InlineData("gateway", "medium")]
    [InlineData("water", "medium"), InlineData("door", "low"), InlineData("motion", "low"), InlineData("vibration", "low")]
    public void A_fault_is_as_urgent_as_what_hangs_on_the_device(string device, string priority) =>
        StoryNotes.Check(device, "09:00 fault_alarm=true", $"fault {priority} raised 'says that it is faulty'");

    [Theory]
    [InlineData("normal", false), InlineData("NORMAL", false), InlineData("none", false), InlineData("success", false), InlineData("sensor_failure", true)]
    [InlineData("failure", true), InlineData("", null), InlineData("checking", null), InlineData("unknown", null)]
    public void A_word_that_is_not_known_is_a_fault(string word, bool? faulty) => Assert.Equal(faulty, FaultRule.Says(ChannelValue.Of("fault_state", word)));

    private static void Check(string story, string expected) => StoryLines.Check("smoke", story, expected);
}
