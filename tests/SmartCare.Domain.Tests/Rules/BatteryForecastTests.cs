using SmartCare.Domain.Rules;
using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>A low battery says how long it will last; and a device that no longer speaks of its battery is listed.</summary>
public sealed class BatteryForecastTests
{
    [Theory]
    [InlineData("30 28 26 24 22 20 18 16 14", 14, 7.0)]
    // One bad reading and one cold night do not turn it.
    [InlineData("30 28 26 3 22 20 9 16 14", 14, 7.0)]
    [InlineData("30 30 30 30 25 25 25 25 20 20 20 20", 20, 20.0)]
    [InlineData("30 28 26 24", 24, null)]
    [InlineData("15 15 15 15 15 15 15", 15, null)]
    [InlineData("10 11 12 13 14 15", 15, null)]
    public void The_days_that_are_left(string daily, double percent, double? days)
    {
        var told = BatteryForecast.DaysLeft(Cell(daily), percent);
        Assert.Equal(days is null, told is null);
        if (days is { } expected) Assert.InRange(told!.Value, expected * 0.8, expected * 1.2);
    }

    [Fact] public void One_point_a_day_is_kept_and_a_month_of_them()
    {
        var cell = Array.Empty<DayPoint>();
        for (var hour = 0; hour < 24 * 60; hour++) cell = BatteryForecast.Remember(cell, 100 - hour / 24.0, Story.Midnight.AddHours(hour));
        Assert.Equal(30, cell.Length);
        Assert.Equal(30, cell.Select(p => p.Day).Distinct().Count());
        Assert.Equal(41, cell[^1].Percent);
    }

    [Fact] public void A_new_cell_begins_anew() => Assert.Single(BatteryForecast.Remember(Cell("30 28 26 24 22"), 100, Story.Midnight.AddDays(5)));
    [Fact] public void Nonsense_is_not_kept() => Assert.Empty(BatteryForecast.Remember(BatteryForecast.Remember([], -1, Story.Midnight), double.NaN, Story.Midnight));

    [Fact] public void The_alert_says_how_long_it_will_last() => Notes(
        string.Join(", ", Enumerable.Range(0, 8).Select(d => $"+{d}d 09:00 battery={29 - 2 * d}")),
        "battery low raised '15 %, about 8 days left'");
    [Fact] public void Without_a_history_it_says_the_percent() => Notes("09:00 battery=12", "battery low raised '12 %'");
    [Fact] public void A_flag_is_told_as_a_flag() => Notes("09:00 battery_low=true", "battery low raised 'says that it is low'");
    [Fact] public void A_flag_that_knows_better_is_told_with_the_percent() => Notes("09:00 battery_low=true battery=100", "battery low raised 'says that it is low, 100 %'");

    // GB 20517-2025 5.11.1: the cell is looked at every 24 h.
    private static readonly string s_twoDays = string.Join(", ", Enumerable.Range(1, 4).Select(n => $"+{(9 + 12 * n) / 24}d {(9 + 12 * n) % 24:00}:00 alive"));

    [Fact] public void A_device_that_still_speaks_but_not_of_its_battery_is_listed() => Notes("09:00 battery=90, " + s_twoDays + ", +2d 10:00 end",
        "battery low raised 'speaks, but said nothing of its battery for 48 h'");
    [Fact] public void It_is_said_once() => Notes("09:00 battery=90, " + s_twoDays + ", +2d 20:00 alive, +3d 19:00 alive, +4d 18:00 alive, +5d 17:00 alive",
        "battery low raised 'speaks, but said nothing of its battery for 48 h'");
    [Fact] public void A_word_of_its_battery_ends_it() => Notes("09:00 battery=90, " + s_twoDays + ", +2d 10:00 battery=80",
        "battery low raised 'speaks, but said nothing of its battery for 48 h'", "battery low restored 'tells of its battery again'");
    [Fact] public void A_word_that_says_low_goes_on_with_it() => Notes("09:00 battery=90, " + s_twoDays + ", +2d 10:00 battery=8",
        "battery low raised 'speaks, but said nothing of its battery for 48 h'", "battery low repeated '8 %'");
    [Fact] public void A_device_that_never_told_of_a_battery_has_none() => Notes("09:00 alive, " + s_twoDays + ", +2d 20:00 alive, +3d 19:00 alive");
    [Fact] public void A_device_that_is_lost_has_its_own_alert() => Notes("09:00 battery=90, +3d 09:00 end", "offline medium raised 'no word for 1500 min'");
    [Fact] public void A_day_in_which_nobody_listened_does_not_count() =>
        Notes("09:00 battery=90, 10:00 stop, +1d 10:00 start, +1d 20:00 alive, +2d 10:00 alive, +3d 08:00 alive, +3d 09:59 end");

    private static DayPoint[] Cell(string daily) => [.. daily.Split(' ').Select((p, day) => new DayPoint(day, double.Parse(p, System.Globalization.CultureInfo.InvariantCulture)))];

    private static void Notes(string story, params string[] expected) => StoryNotes.Check("button", story, expected);
}
