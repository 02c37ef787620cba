using SmartCare.Bridge;

namespace SmartCare.Server.Tests.Upstreams;

/// <summary>Since when a site's broker is away, in seconds from the start: <c>+</c> connected, <c>-</c> lost.</summary>
public sealed class UpstreamStandTests
{
    [Theory]
    [InlineData("", 10, 0)] // never there
    [InlineData("5+", 34, 0), InlineData("5+", 35, null)] // there, and holds for half a minute
    [InlineData("5+ 100-", 110, 100)]
    [InlineData("5+ 100- 105- 120-", 130, 100)] // tried and tried
    [InlineData("5+ 100- 105+ 110- 115+ 120-", 125, 100)] // thrown out again and again
    [InlineData("5+ 100- 105+", 120, 100), InlineData("5+ 100- 105+", 135, null)]
    [InlineData("5+ 100- 105+ 200-", 210, 200)]
    public void It_is_away_since_the_loss_that_no_connection_has_held_after(string story, int at, int? since)
    {
        var start = DateTimeOffset.UnixEpoch.AddYears(56);
        var stand = UpstreamStand.Begin(start);
        foreach (var word in story.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            stand = stand.Next(word[^1] == '+' ? null : "gone", start.AddSeconds(int.Parse(word[..^1], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(since is { } s ? start.AddSeconds(s) : null, stand.AwaySince(start.AddSeconds(at)));
    }
}
