using SmartCare.Domain.Readings;
using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>What a broker has retained is how things stood: it raises nothing, ends nothing, and is no sign of life.</summary>
public sealed class ReplayedTests
{
    [Theory]
    [InlineData("smoke", "smoke=true kept"), InlineData("call", "press kept"), InlineData("call", "sos=true kept"), InlineData("radar", "fall=confirmed kept"), InlineData("gas", "gas=true kept")]
    [InlineData("smoke", "battery=1 kept"), InlineData("smoke", "battery_low=true kept"), InlineData("smoke", "tamper=true kept"), InlineData("smoke", "fault_alarm=true kept"), InlineData("water", "water_leak=true kept")]
    public void It_raises_nothing(string device, string line) => Check(device, $"09:00 {line}, 09:30 {line}", "→ nothing");

    [Fact] public void A_fire_of_now_is_a_fire_whatever_was_retained() => Check("smoke", "09:00 smoke=true kept, 09:01 smoke=true", "→ fire open x1");
    [Fact] public void A_press_of_now_is_a_press_whatever_was_retained() => Check("call", "09:00 sos=true kept, 09:01 sos=true", "→ help open x1");
    [Fact] public void The_same_press_from_the_store_afterwards_is_none() => Check("call", "09:00:00 press, 09:00:30 press kept", "→ help open x1");
    [Fact] public void It_does_not_clear_what_burns() => Check("smoke", "09:00:00 smoke=true, 09:00:05 smoke=false kept, 09:00:10 smoke=true", "→ fire open x1");
    [Fact] public void It_is_no_sign_of_life() => Check("motion", "09:00 alive, 09:50 occupancy=false kept, +1d 09:00 end", StoryOfSilence);
    [Fact] public void It_is_no_test() => Check("smoke", "09:00 test=true kept, 09:01 smoke=true", "→ fire open x1");

    [Fact]
    public void A_number_that_is_not_known_yet_is_filled_in_and_one_that_is_stays()
    {
        var story = StoryLines.Play("smoke", "09:00 temperature=21.5 battery=80 smoke=true kept, 09:01 temperature=30 kept");
        var state = story.Devices["smoke"];
        Assert.Equal((21.5, 80d), (LastValues.NumberOf(state.Values, "temperature"), LastValues.NumberOf(state.Values, "battery")));
        Assert.Null(LastValues.BoolOf(state.Values, "smoke"));
        Assert.Null(state.LastSeenAt);
    }

    private static readonly string StoryOfSilence = "→ " + StoryResult.Tell(StoryLines.Play("motion", "09:00 alive, +1d 09:00 end").Effects);

    private static void Check(string device, string story, string expected) => StoryLines.Check(device, story, expected);
}
