using SmartCare.Domain.Rules;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>What a house may set for itself, and that no setting turns a watch off.</summary>
public sealed class ThresholdTests
{
    public static TheoryData<string> Names => [.. Threshold.All.Select(t => t.Name)];

    [Theory, MemberData(nameof(Names))]
    public void The_products_own_number_is_within_its_limits_and_setting_it_changes_that_number_alone(string name)
    {
        var threshold = Threshold.Find(name)!;
        Assert.True(threshold.Takes(threshold.Of(Policy.Default)), $"{threshold.Of(Policy.Default)} is not within {threshold.Least} to {threshold.Most}");
        foreach (var end in (double[])[threshold.Least, threshold.Most])
        {
            var changed = threshold.With(Policy.Default, end);
            Assert.Equal(end, threshold.Of(changed), 9);
            Assert.All(Threshold.All.Where(t => t.Name != name), t => Assert.Equal(t.Of(Policy.Default), t.Of(changed)));
        }
    }

    [Theory]
    [InlineData("escalateAfter", 14.9), InlineData("escalateAfter", 601), InlineData("escalateAfter", double.NaN), InlineData("escalateAfter", double.PositiveInfinity)]
    [InlineData("floodAbove", 10.5), InlineData("heartRateLow", 200), InlineData("standsAgainAfter", 1e9)]
    public void Beyond_its_limits_it_is_not_taken(string name, double value) => Assert.False(Threshold.Find(name)!.Takes(value));

    [Theory]
    [InlineData("escalateAfter", 200, "highToThirdTier"), InlineData("batteryGoodAt", 15, "batteryLowAt"), InlineData("floodOverBelow", 10, "floodAbove")]
    [InlineData("highToFourthTier", 120, "highToThirdTier"), InlineData("quietHoursAtLeast", 14, "quietHoursAtMost")]
    public void Two_that_contradict_each_other_are_named(string name, double value, string other)
    {
        var why = Threshold.Contradiction(Threshold.Apply([new(name, value)]));
        Assert.Contains(name, why);
        Assert.Contains(other, why);
    }

    [Fact] public void The_products_own_contradict_nothing() => Assert.Null(Threshold.Contradiction(Policy.Default));

    [Fact] public void A_name_of_another_version_changes_nothing() =>
        Assert.Equal(Threshold.All.Select(t => t.Of(Policy.Default)), Threshold.All.Select(t => t.Of(Threshold.Apply([new("gone", 1)]))));
}
