using SmartCare.Domain.Words;
using SmartCare.Learning.Site;

namespace SmartCare.Learning.Tests.Site;

/// <summary>What a burst of the house teaches, by what became of it.</summary>
public sealed class BurstLabelTests
{
    [Theory]
    [InlineData("rang, real", BurstLabel.Fall)]
    [InlineData("rang, false", BurstLabel.DailyLife)]
    [InlineData("rang, test", BurstLabel.None)]
    [InlineData("rang, drill", BurstLabel.None)]
    [InlineData("rang, other", BurstLabel.None)]
    [InlineData("rang, nobody said", BurstLabel.None)]
    [InlineData("rang again, real", BurstLabel.None)]
    [InlineData("rang again, false", BurstLabel.DailyLife)]
    [InlineData("rang, real, in a drill", BurstLabel.None)]
    [InlineData("rang, false, in a drill", BurstLabel.None)]
    [InlineData("silent", BurstLabel.DailyLife)]
    [InlineData("silent, a model said fall", BurstLabel.None)]
    [InlineData("silent, something rang within the hour", BurstLabel.None)]
    [InlineData("silent, the hour is not over", BurstLabel.None)]
    [InlineData("silent, nobody knows whose device it is", BurstLabel.None)]
    public void Only_what_people_said_is_a_fall_and_only_full_silence_is_daily_life(string story, BurstLabel label) => Assert.Equal(label, BurstLabelRule.Of(new BurstStory(
        story.StartsWith("rang", StringComparison.Ordinal), !story.Contains("again", StringComparison.Ordinal),
        Enum.GetValues<Outcome>().Where(o => story.Split(", ").Contains(o.ToString().ToLowerInvariant())).Select(o => (Outcome?)o).FirstOrDefault(),
        story.Contains("in a drill", StringComparison.Ordinal), story.Contains("said fall", StringComparison.Ordinal), !story.Contains("whose", StringComparison.Ordinal),
        story.Contains("within the hour", StringComparison.Ordinal), !story.Contains("not over", StringComparison.Ordinal))));
}
