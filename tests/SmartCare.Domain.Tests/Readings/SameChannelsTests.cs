using SmartCare.Domain.Readings;

namespace SmartCare.Domain.Tests.Readings;

/// <summary>When may the news take the place of what is kept, without merging channel by channel?</summary>
public sealed class SameChannelsTests
{
    [Theory]
    [InlineData("smoke battery", "smoke battery", true)]
    [InlineData("", "", true)]
    [InlineData("smoke battery", "battery smoke", false)]
    [InlineData("smoke battery", "smoke", false)]
    [InlineData("smoke", "smoke battery", false)]
    [InlineData("smoke battery", "smoke tamper", false)]
    public void Only_the_same_channels_in_the_same_order_are_the_same(string kept, string news, bool same) =>
        Assert.Equal(same, ChannelValue.AreOfTheSameChannels(Values(kept, 1), Values(news, 2)));

    private static ChannelValue[] Values(string channels, double value) =>
        [.. channels.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => ChannelValue.Of(new string(c.AsSpan()), value))];
}
