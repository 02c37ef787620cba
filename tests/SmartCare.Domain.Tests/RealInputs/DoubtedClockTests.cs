using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.RealInputs;

/// <summary>A time that its own clock speaks against: what it says rings, late, and the device is listed; each word counts once.</summary>
public sealed class DoubtedClockTests
{
    [Theory]
    [InlineData("call", "action", "help open x1 late; wrong clock"), InlineData("smoke", "smoke", "fire open x1 late; wrong clock"), InlineData("wearable", "sos", "help open x1 late; wrong clock")]
    [InlineData("radar", "fall", "fall open x1 late; wrong clock"), InlineData("water", "water_leak", "water open x1 late; wrong clock"), InlineData("gas", "gas", "gas open x1 late; wrong clock")]
    public void It_rings_and_its_clock_is_listed(string device, string channel, string expected)
    {
        var story = new Story();
        story.RunTo(Story.Midnight.AddHours(9));
        story.Hear(Said(device, channel, agoDays: 365, content: 1));
        Assert.Equal(expected, StoryResult.Tell(story.Effects));
        Assert.True(story.Devices[device].ClockWrong);
    }

    [Fact]
    public void A_clock_that_stands_still_makes_no_second_press_a_redelivery()
    {
        var story = new Story();
        story.RunTo(Story.Midnight.AddHours(9));
        story.Hear(Said("call", "action", agoDays: 365, content: 1));
        story.RunTo(Story.Midnight.AddHours(9).AddSeconds(20));
        story.Hear(Said("call", "action", agoDays: 365, content: 1));
        Assert.Equal("help open x2 late, announced twice; wrong clock x2", StoryResult.Tell(story.Effects));
    }

    [Fact]
    public void It_is_no_longer_listed_once_it_tells_the_time()
    {
        var story = new Story();
        story.RunTo(Story.Midnight.AddHours(9));
        story.Hear(Said("call", "action", agoDays: 30, content: 1));
        story.Hear(Said("call", "linkquality", agoDays: 0, content: 2) with { ClockDoubted = false });
        Assert.False(story.Devices["call"].ClockWrong);
    }

    [Theory]
    [InlineData(60_000, "help open x2, announced twice"), InlineData(-60_000, "help open x2, announced twice"), InlineData(0, "help open x1")]
    public void A_state_that_never_falls_calls_with_each_other_moment_of_a_clock_that_nobody_believes(int laterMs, string expected)
    {
        var story = new Story();
        story.RunTo(Story.Midnight.AddHours(9));
        foreach (var (at, content) in (ReadOnlySpan<(int, ulong)>)[(0, 1), (laterMs, 2)])
            story.Hear(new Reading(DeviceId.Of("wearable"), null, content, false, 0, [ChannelValue.Of("sos", true)]) { UnbelievedTimeMs = 1_600_000_000_000 + at });
        Assert.Equal(expected, StoryResult.Tell(story.Effects));
    }

    private static Reading Said(string device, string channel, int agoDays, ulong content) => new(
        DeviceId.Of(device), Story.Midnight.AddHours(9).AddDays(-agoDays).ToUnixTimeMilliseconds(), content, false, 0,
        [channel is "action" ? ChannelValue.Of(channel, "emergency") : channel is "fall" ? ChannelValue.Of(channel, "fall") : ChannelValue.Of(channel, true)]) { ClockDoubted = true };
}
