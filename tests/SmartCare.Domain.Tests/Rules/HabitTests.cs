using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>What is usual for one elder: learned day by day; until the tenth day is over, the table of her care level.</summary>
public sealed class HabitTests
{
    private static readonly CareLevelRoutine s_table = new(1, null, Policy.Default);

    [Theory]
    [InlineData(1, 4, 6), InlineData(1, 12, 6), InlineData(1, 17, 6), InlineData(1, 18, 14), InlineData(1, 21, 12), InlineData(1, 23, 10), InlineData(1, 0, 9), InlineData(1, 3, 6)]
    [InlineData(3, 12, 4), InlineData(3, 21, 11), InlineData(3, 3, 5), InlineData(9, 12, 4), InlineData(0, 12, 6)]
    public void The_table_allows_so_many_hours_by_care_level_and_hour(int careLevel, int hour, double hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), new CareLevelRoutine(careLevel, null, Policy.Default).LongestUsualGap(hour));

    [Fact] public void Hours_of_her_own_hold_by_day_and_at_night_where_they_are_longer()
    {
        var own = new CareLevelRoutine(1, 7, Policy.Default);
        Assert.Equal((7, 12), (own.LongestUsualGap(12).TotalHours, own.LongestUsualGap(21).TotalHours));
    }

    /// <summary>Days, the hour a silence begins in, how long each day's longest was then (min, in turns), what sees her → after how many hours it rings.</summary>
    [Theory]
    [InlineData(9, 10, "30", WatchDensity.ByMinute, 6)]
    [InlineData(10, 10, "10", WatchDensity.ByMinute, 0.91)]
    [InlineData(10, 10, "30", WatchDensity.ByMinute, 1.25)]
    [InlineData(10, 2, "30 60", WatchDensity.ByMinute, 1.59)]
    [InlineData(10, 10, "30", WatchDensity.Rooms, 2.95)]
    [InlineData(10, 10, "30", WatchDensity.Sparse, 3.7)]
    [InlineData(9, 20, "60", WatchDensity.Rooms, 13)]
    [InlineData(10, 20, "60", WatchDensity.Rooms, 3.45)]
    [InlineData(10, 20, "60 120", WatchDensity.Rooms, 3.95)]
    [InlineData(10, 20, "60", WatchDensity.Sparse, 4.2)]
    [InlineData(28, 20, "120 240", WatchDensity.Sparse, 6.26)]
    [InlineData(28, 22, "480", WatchDensity.Sparse, 11.2)]
    [InlineData(28, 10, "600", WatchDensity.Sparse, 9)]
    public void It_rings_after_so_many_hours(int days, int hour, string longest, WatchDensity density, double hours) =>
        Assert.Equal(hours, Rings(Learned(days, hour, longest), hour, density), 2);

    [Fact] public void It_rings_at_a_whole_second_or_a_grain_would_look_too_early_for_ever() => Assert.All(Enumerable.Range(7, 60), minutes =>
        Assert.Equal(0, new HabitRoutine(Learned(13, 10, $"{minutes} 300 31"), WatchDensity.ByMinute, s_table, Policy.Default).LongestUsualGap(10).Ticks % TimeSpan.TicksPerSecond));

    [Fact] public void However_lively_she_is_it_waits_so_long_by_what_sees_her() => Assert.Equal([3, 1, 0.75], Enum.GetValues<WatchDensity>().Select(density =>
        new HabitRoutine(Learned(28, 10, "1"), density, s_table, Policy.Default with { HabitDeviations = 0 }).LongestUsualGap(10).TotalHours));

    [Fact] public void Hours_beside_it_count_and_others_keep_the_table() => Assert.Equal(
        [6, 0.91, 0.91, 0.91, 6], Enumerable.Range(8, 5).Select(hour => Math.Round(Rings(Learned(10, 10, "10"), hour, WatchDensity.ByMinute), 2)));

    [Fact] public void Who_sleeps_longer_from_now_on_is_not_missed_every_night()
    {
        var habit = Learned(28, 2, "40");
        var alarms = 0;
        for (var day = 28; day < 56; day++)
        {
            var longest = TimeSpan.FromHours(Rings(habit, 2, WatchDensity.ByMinute));
            var slept = TimeSpan.FromMinutes(100);
            if (slept > longest) alarms++;
            habit = habit.Learn(Story.Midnight.AddDays(day).AddHours(2), slept > longest ? longest : slept, Policy.Default);
        }

        Assert.InRange(alarms, 1, 6);
    }

    [Fact] public void What_was_usual_fades_within_a_month_or_two()
    {
        var habit = Learned(28, 10, "300");
        for (var day = 28; day < 84; day++) habit = habit.Learn(Story.Midnight.AddDays(day).AddHours(10), TimeSpan.FromMinutes(60), Policy.Default);
        Assert.InRange(habit.Usual(10, Policy.Default)!.Value.Mean, 60, 100);
    }

    [Fact] public void It_stays_as_small_as_it_is()
    {
        var habit = Learned(400, 10, "60 90");
        for (var day = 0; day < 400; day++) habit = habit.Moved(DateOnly.FromDateTime(Story.Midnight.AddDays(day).DateTime));
        Assert.Equal((24, 24, 8, 28), (habit.Hours.Length, habit.Today.Length, habit.Weeks.Length, habit.Hours[10].Days));
    }

    [Theory, InlineData(40, WatchDensity.Sparse), InlineData(170, WatchDensity.Rooms), InlineData(960, WatchDensity.ByMinute)]
    public void What_sees_her_is_known_by_how_many_minutes_of_a_day_it_does(int aDay, WatchDensity density) =>
        Assert.Equal(density, Moved(days: 20, aDay).Density(Policy.Default));

    [Fact]
    public void Weeks_are_counted_from_Monday_with_their_days_signs_and_nights()
    {
        var sunday = new DateOnly(2026, 3, 8);
        var habit = Habit.Empty.Moved(sunday.AddDays(-1)).Moved(sunday).Moved(sunday).GotUp(sunday).Moved(sunday.AddDays(1));
        Assert.Equal([new(new DateOnly(2026, 3, 2), sunday, 2, 3, 1), new(new DateOnly(2026, 3, 9), sunday.AddDays(1), 1, 1, 0)], habit.Weeks);
    }

    [Fact]
    public void Silence_in_the_evening_is_found_in_hours_and_the_alert_says_what_was_usual()
    {
        var story = WatchStory.Of("motion", Days(10) + Day(10, 7, 19) + "+10d 23:05 end");
        Assert.Equal((10, 60), (story.Li.Habit.Days, story.Li.Habit.Hours[19].Mean));
        Assert.Equal("→ nothing", story.Result);
        story.Event("+10d 23:20 end");
        Assert.Equal("→ inactivity open x1", story.Result);
        Assert.Contains(story.Story.Effects.OfType<AlertChanged>(), e => Phrase.Read(e.Event.Note) is [{ Code: "noSign" }, { Code: "usualSilence" }]);
    }

    [Fact]
    public void What_alarmed_teaches_no_more_than_was_allowed()
    {
        var story = WatchStory.Of("motion", Days(10) + Day(10, 7, 10) + "+10d 15:00 end");
        Assert.Equal("→ inactivity open x1", story.Result);
        story.Event("+10d 18:00 moves");
        Assert.Equal(252, story.Li.Habit.Today[10]);
    }

    [Theory, InlineData("", 0), InlineData("+10d 20:04 moves, ", 0), InlineData("+10d 20:21 moves, ", 252)]
    public void Silence_right_after_the_door_is_no_habit_at_home(string moves, int learned)
    {
        var story = WatchStory.Of("motion door", "06:00 closes, " + Days(10) + Day(10, 7, 19) + $"+10d 19:59 opens, +10d 20:00 closes, {moves}+11d 07:00 moves");
        Assert.Equal(learned, story.Li.Habit.Today[20]);
    }

    [Fact]
    public void A_lost_sensor_makes_the_watch_sparse()
    {
        var seen = ElderState.New with { Habit = Moved(days: 7, aDay: 960), Own = [new Source(DeviceId.Of("band"), true, false, false, Alive: true)] };
        Assert.Equal(WatchDensity.ByMinute, ElderDecision.KnownOf(seen, Policy.Default).Density);
        var lost = seen with { Shared = [new Source(DeviceId.Of("radar"), true, false, false, Alive: false)] };
        Assert.Equal(WatchDensity.Sparse, ElderDecision.KnownOf(lost, Policy.Default).Density);
    }

    [Fact]
    public void Days_in_hospital_teach_nothing()
    {
        var story = WatchStory.Of("motion", Days(3) + "+3d 07:00 moves, +3d 08:00 mode hospital until +6d 08:00, +6d 09:00 moves, +6d 10:00 moves, +7d 07:00 moves");
        Assert.Equal((3, 6), (story.Li.Habit.Days, story.Li.Habit.Weeks.Sum(w => w.Days)));
    }

    [Fact] public void A_state_of_the_version_before_is_read_and_has_ten_days_to_learn()
    {
        var state = CareJson.Read<ElderState>("""{"atHome":true,"alone":true,"lastSignAt":"2026-03-02T09:00:00+00:00","routine":{"thisWeek":[1,2],"lastWeek":[3],"weekBegan":"2026-03-02","lastDay":"2026-03-04","days":3}}"""u8)!;
        Assert.True(state is { AtHome: true, Alone: true, LastSignAt: not null });
        Assert.Equivalent(Habit.Empty, state.Habit, strict: true);
        Assert.Equal(6, Rings(state.Habit, 10, WatchDensity.Sparse));
    }

    /// <summary>Seen every hour from seven in the morning to ten in the evening.</summary>
    private static string Days(int days) => string.Concat(Enumerable.Range(0, days).Select(day => Day(day, 7, 22)));

    private static string Day(int day, int from, int to) => string.Concat(Enumerable.Range(from, to - from + 1).Select(hour => $"+{day}d {hour:00}:00 moves, "));

    private static Habit Moved(int days, int aDay) => Enumerable.Range(0, days).Aggregate(Habit.Empty, (known, day) => Enumerable.Range(0, aDay).Aggregate(
        known, (habit, _) => habit.Moved(DateOnly.FromDateTime(Story.Midnight.AddDays(day).DateTime))));

    private static double Rings(Habit habit, int hour, WatchDensity density) => new HabitRoutine(habit, density, s_table, Policy.Default).LongestUsualGap(hour).TotalHours;

    private static Habit Learned(int days, int hour, string longest)
    {
        var minutes = longest.Split(' ').Select(int.Parse).ToArray();
        // The first silence of the day after ends the last one.
        return Enumerable.Range(0, days).Aggregate(Habit.Empty, (habit, day) => habit.Learn(Story.Midnight.AddDays(day).AddHours(hour), TimeSpan.FromMinutes(minutes[day % minutes.Length]), Policy.Default))
            .Learn(Story.Midnight.AddDays(days).AddHours(hour), TimeSpan.FromMinutes(1), Policy.Default);
    }
}
