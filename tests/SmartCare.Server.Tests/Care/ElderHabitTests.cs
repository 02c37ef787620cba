using System.Net;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Server.Api;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Care;

/// <summary>What an elder's own days have taught, as family and nurses see it.</summary>
public sealed class ElderHabitTests
{
    private static readonly DateTimeOffset s_monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly Elder s_elder = new(ElderId.Of("li"), SiteId.Of("s"), PlaceId.Of("p"), "李", null, CareLevel: 1);

    [Fact]
    public async Task A_new_elder_has_no_habit_yet_and_the_table_stands_in_its_place()
    {
        await using var host = await TestHost.StartAsync();
        var duty = await host.PersonAsync("duty");
        var habit = (await duty.GetAsync("/api/elders/elder-101-1/habit")).Is(HttpStatusCode.OK);
        Assert.Equal((0, 10, 24), (habit["days"].GetInt32(), habit["knownAfterDays"].GetInt32(), habit["hours"].GetArrayLength()));
        Assert.Equal("sparse", habit["density"].GetString());
        Assert.True(habit["hours"][12].GetProperty("ringsAfter").GetDouble() >= 240);
    }

    [Fact]
    public void Hours_are_shown_with_what_they_lead_to()
    {
        var view = View(Taught(days: 12, minutesADay: 40));
        Assert.Equal((12, "sparse"), (view.Days, view.Density));
        // An hour's silence each morning, and nothing else: three numbers, and the wait by them.
        Assert.Equal(new HourOfHabit(9, 12, 60, 0, 252), view.Hours[9]);
        Assert.Equal(new HourOfHabit(15, 0, 0, 0, 360), view.Hours[15]);
    }

    [Fact]
    public void A_week_of_less_movement_and_more_nights_is_a_line_and_no_more()
    {
        var habit = Taught(days: 14, minutesADay: 40);
        for (var day = 14; day < 21; day++) habit = Moved(habit, day, 30).GotUp(Day(day)).GotUp(Day(day));
        Assert.Null(View(Taught(days: 14, minutesADay: 40)).Drift);
        var view = View(Moved(habit, 21, 40));
        Assert.Equal([40, 40, 30, 40], view.Weeks.Select(w => w.MovedMinutesADay));
        Assert.Equal(new DriftOfHabit(-25, 2), view.Drift);
    }

    private static ElderHabitView View(Habit habit) => ElderHabitApi.Of(s_elder, SiteClock.Utc, new KnownHabit(habit, WatchDensity.Sparse), Policy.Default);

    private static Habit Taught(int days, int minutesADay)
    {
        var habit = Habit.Empty;
        for (var day = 0; day < days; day++) habit = Moved(habit, day, minutesADay).Learn(s_monday.AddDays(day).AddHours(9), TimeSpan.FromHours(1), Policy.Default);
        return habit.Learn(s_monday.AddDays(days).AddHours(9), TimeSpan.FromMinutes(1), Policy.Default);
    }

    private static Habit Moved(Habit habit, int day, int minutes) => Enumerable.Range(0, minutes).Aggregate(habit, (known, _) => known.Moved(Day(day)));

    private static DateOnly Day(int day) => DateOnly.FromDateTime(s_monday.AddDays(day).DateTime);
}
