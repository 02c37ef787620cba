using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>Warmth or carbon monoxide beside smoke is added to the alert. It neither brings the alert nor keeps it back.</summary>
public sealed class WarmthTests
{
    [Theory]
    [InlineData("09:00 smoke=true", "")]
    [InlineData("09:00 smoke=true temperature=60", "")]
    [InlineData("09:00 temperature=21, 09:03 smoke=true", "")]
    [InlineData("09:00 temperature=21, 09:03 smoke=true temperature=24.9", "")]
    [InlineData("09:00 temperature=21, 09:03 smoke=true temperature=25", " 'warmth confirms: 4 K more than minutes ago'")]
    [InlineData("09:00 temperature=21, 09:02 temperature=29, 09:03 smoke=true", " 'warmth confirms: 8 K more than minutes ago'")]
    [InlineData("08:00 temperature=21, 09:03 smoke=true temperature=29", "")]
    [InlineData("08:54 temperature=21, 09:00 temperature=21.5, 09:04 smoke=true temperature=26", " 'warmth confirms: 5 K more than minutes ago'")]
    [InlineData("09:00 carbon_monoxide=true smoke=true", " 'carbon monoxide confirms'")]
    [InlineData("09:00 temperature=21, 09:03 smoke=true temperature=30 carbon_monoxide=true", " 'warmth confirms: 9 K more than minutes ago, carbon monoxide confirms'")]
    public void Smoke_rings_high_and_at_once_whatever_else_there_is(string story, string note) =>
        Assert.Equal([$"fire high raised{note}"], Of(story));

    [Fact] public void Warmth_that_comes_after_the_smoke_is_told_once() => Assert.Equal(
        ["fire high raised", "fire high noted 'warmth confirms: 6 K more than minutes ago'"],
        Of("09:00 temperature=21, 09:01 smoke=true temperature=22, 09:02 smoke=true temperature=27, 09:03 smoke=true temperature=40"));

    [Fact] public void The_next_fire_is_confirmed_anew() => Assert.Equal(
        ["fire high raised 'warmth confirms: 9 K more than minutes ago'", "fire high cleared 'smoke is clear'", "fire high repeated 'warmth confirms: 9 K more than minutes ago'"],
        Of("09:00 temperature=21, 09:01 smoke=true temperature=30, 09:02 smoke=false temperature=25, 09:03 smoke=true temperature=30"));

    [Fact] public void Warmth_alone_is_no_fire() => Assert.Empty(Of("09:00 temperature=21, 09:03 temperature=60"));

    [Fact] public void A_test_is_confirmed_by_nothing() => Assert.Empty(Of("09:00 temperature=21, 09:01 smoke=true test=true temperature=40"));

    private static string[] Of(string story) => [.. StoryNotes.Of("smoke", StoryLines.Play("smoke", story)).Where(l => l.StartsWith("fire", StringComparison.Ordinal))];
}
