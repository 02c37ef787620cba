using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>How a device that cries wolf is told of. A letter is what people said of one alert, oldest first: f false, r real; capitals are at night, small ones in the afternoon.</summary>
public sealed class NuisanceTests
{
    [Theory]
    [InlineData("fffffff", null)]
    [InlineData("fffffffrr", null)]
    [InlineData("fffffffrrr", "7 of the last 10 calls of this device were false, move it where nobody leans on it, or take a button that must be held")]
    [InlineData("rrrrrfffff", "5 of the last 10 calls of this device were false, move it where nobody leans on it, or take a button that must be held")]
    [InlineData("rrrrrrffff", null)]
    [InlineData("fffffffffffrrrrrrrrrr", null)]
    [InlineData("rrrrrrrrrrfffffffrrr", "7 of the last 10 calls of this device were false, move it where nobody leans on it, or take a button that must be held")]
    public void From_ten_outcomes_on_a_call_button_that_is_wrong_in_half_of_them_is_told_of(string said, string? expected) => Check(said, AlertKind.Help, DeviceClass.Call, PartOfDay.Afternoon, expected);

    [Theory]
    [InlineData(PartOfDay.Night, "9 of the last 10 calls of this device were false, counting the nights (22 to 6), move it where nobody leans on it, or take a button that must be held")]
    [InlineData(PartOfDay.Afternoon, "5 of the last 10 calls of this device were false, move it where nobody leans on it, or take a button that must be held")]
    public void Hours_that_are_worse_than_the_day_are_told_of_in_those_hours(PartOfDay now, string expected) => Check("FFFFRrrrrrFFFFFrrrrr", AlertKind.Help, DeviceClass.Call, now, expected);

    [Theory]
    [InlineData(AlertKind.Fire, DeviceClass.Smoke, "10 of the last 10 alarms of this device were false, move it away from cooking and steam, or take an optical detector")]
    [InlineData(AlertKind.Fall, DeviceClass.Fall, "10 of the last 10 falls of this device were false, move or turn it, away from pets, fans and curtains, or take another model")]
    [InlineData(AlertKind.Fall, DeviceClass.Wearable, "10 of the last 10 falls of this device were false, look where and how it is worn, or turn another fall model on")]
    [InlineData(AlertKind.Help, DeviceClass.Wearable, "10 of the last 10 calls of this device were false, wear it elsewhere, or take one whose button must be held")]
    [InlineData(AlertKind.Water, DeviceClass.Smoke, "10 of the last 10 alarms of this device were false, move it where nothing splashes")]
    [InlineData(AlertKind.Gas, DeviceClass.Smoke, "10 of the last 10 alarms of this device were false, keep the maker's distance from the stove, or change the sensor")]
    public void The_proposal_is_of_the_kind_and_the_device(AlertKind kind, DeviceClass of, string expected) => Check("ffffffffff", kind, of, PartOfDay.Morning, expected);

    [Theory]
    [InlineData(Outcome.False, true), InlineData(Outcome.Real, false), InlineData(Outcome.Test, null), InlineData(Outcome.Drill, null), InlineData(Outcome.Other, null), InlineData(null, null)]
    public void Only_real_and_false_say_something_of_a_device(Outcome? outcome, bool? wasFalse) => Assert.Equal(wasFalse, NuisanceRule.WasFalse(outcome));

    [Fact]
    public void An_alert_that_was_opened_again_counts_once_and_as_it_ended_last()
    {
        var past = Past("ffffffffff");
        past = past.With(past.All[3] with { WasFalse = false });
        Assert.Equal((9, 10), (past.FalseOfLast(null), past.All.Length));
    }

    [Fact] public void Of_each_part_of_the_day_ten_are_kept() => Assert.Equal(20, Past(new string('f', 30) + new string('F', 30)).All.Length);

    [Theory, InlineData(5, PartOfDay.Night), InlineData(6, PartOfDay.Morning), InlineData(12, PartOfDay.Afternoon), InlineData(18, PartOfDay.Evening), InlineData(22, PartOfDay.Night)]
    public void The_day_has_four_parts(int hour, PartOfDay part) => Assert.Equal(part, PartsOfDay.Of(new DateTimeOffset(2026, 3, 1, hour, 0, 0, TimeSpan.Zero)));

    private static void Check(string said, AlertKind kind, DeviceClass of, PartOfDay now, string? expected) =>
        Assert.Equal(expected, Phrases.Say(NuisanceRule.Judge(Past(said), kind, of, now)?.Note, Language.English));

    private static PastOutcomes Past(string said) => said.Select((letter, i) => new PastOutcome(
        $"a{i}", DateTimeOffset.UnixEpoch.AddHours(i), char.IsUpper(letter) ? PartOfDay.Night : PartOfDay.Afternoon, char.ToLowerInvariant(letter) == 'f')).Aggregate(PastOutcomes.None, (past, one) => past.With(one));
}
