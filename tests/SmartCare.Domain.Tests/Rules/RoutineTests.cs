using SmartCare.Domain.Rules;
using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>What is usual for one elder: learned by the week, within what her care level's table allows.</summary>
public sealed class RoutineTests
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

    [Fact] public void Nothing_is_known_in_the_first_week() => Assert.Equal(6, Usual(days: 7, hours: 1));
    [Fact] public void A_lively_elder_is_missed_earlier() => Assert.Equal(3.25, Usual(days: 8, hours: 1));
    [Fact] public void But_never_within_three_hours() => Assert.Equal(3, Usual(days: 8, hours: 0.2));
    [Fact] public void An_elder_who_sits_still_for_five_hours_every_day_is_not_missed_daily() => Assert.Equal(8.25, Usual(days: 8, hours: 5));
    [Fact] public void A_habit_of_lying_all_day_hides_no_fall_all_day() => Assert.Equal(9, Usual(days: 8, hours: 11));
    [Fact] public void Who_got_up_every_night_may_sleep_through_the_next() => Assert.Equal(12, new LearnedRoutine(
        Enumerable.Range(0, 9).Aggregate(Routine.Empty, (learned, day) => learned.Learn(Story.Midnight.AddDays(day).AddHours(21), Story.Midnight.AddDays(day).AddHours(23), Policy.Default)),
        s_table, Policy.Default).LongestUsualGap(21).TotalHours);
    [Fact] public void An_hour_nothing_began_at_keeps_the_table() => Assert.Equal(6, new LearnedRoutine(Learned(8, 1), s_table, Policy.Default).LongestUsualGap(16).TotalHours);
    [Fact] public void The_hour_beside_it_counts_too() => Assert.Equal(3.25, new LearnedRoutine(Learned(8, 1), s_table, Policy.Default).LongestUsualGap(11).TotalHours);
    [Fact] public void A_week_with_few_days_teaches_nothing() => Assert.False(Learn(Routine.Empty, [0, 1, 2, 8], 1).IsKnown);
    [Fact] public void What_was_usual_is_forgotten_after_two_weeks() =>
        Assert.Equal(3.25, new LearnedRoutine(Learn(Learned(8, 5), Enumerable.Range(8, 20), 1), s_table, Policy.Default).LongestUsualGap(10).TotalHours);
    [Fact] public void It_stays_as_small_as_it_is()
    {
        var routine = Learned(400, 2);
        Assert.Equal((24, 24), (routine.ThisWeek.Length, routine.LastWeek.Length));
    }

    [Fact]
    public void A_week_at_home_is_learned_from_and_an_alarm_is_no_habit()
    {
        var days = string.Concat(Enumerable.Range(0, 9).Select(day => string.Concat(Enumerable.Range(7, 14).Select(hour => $"+{day}d {hour:00}:00 moves, "))));
        var story = WatchStory.Of("motion", days + "+9d 07:00 moves, +9d 10:14 end");
        Assert.Equal("→ nothing", story.Result);
        Assert.Equal((60, 660), (story.Li.Routine.LastWeek[10], story.Li.Routine.LastWeek[20]));
        story.Event("+9d 10:16 end");
        Assert.Equal("→ inactivity open x1", story.Result);
        story.Event("+9d 12:00 moves");
        Assert.DoesNotContain(300, story.Li.Routine.ThisWeek);
    }

    private static double Usual(int days, double hours) => new LearnedRoutine(Learned(days, hours), s_table, Policy.Default).LongestUsualGap(10).TotalHours;

    private static Routine Learned(int days, double hours) => Learn(Routine.Empty, Enumerable.Range(0, days), hours);

    private static Routine Learn(Routine routine, IEnumerable<int> days, double hours) => days.Aggregate(routine, (learned, day) =>
        learned.Learn(Story.Midnight.AddDays(day).AddHours(10), Story.Midnight.AddDays(day).AddHours(10 + hours), Policy.Default));
}
