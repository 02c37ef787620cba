using SmartCare.Domain.Rules;
using SmartCare.Learning.Habits;
using SmartCare.Learning.Recordings;
using Xunit.Abstractions;

namespace SmartCare.Learning.Tests;

/// <summary>How soon the product's own rule finds who falls silent, and how often it rings for nothing: on a made life, and on real ones where there are recordings.</summary>
public sealed class HabitTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset s_monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_regular_life_rings_never_and_is_missed_within_what_is_usual()
    {
        var figures = Judged(Life(days: 14));
        Assert.Equal((0, 0.6), (figures.Alarms, Math.Round(figures.PersonWeeks, 1)));
        // Silences of ten minutes by day, in a sparse home: three hours at the least, and a deviation is never less than one.
        Assert.InRange(figures.AfterSign(0.5), 3, 4);
    }

    [Fact] public void Silence_that_nobody_meant_rings_once() => Assert.Equal(1, Judged(Life(days: 14, without: (12, 9, 15))).Alarms);

    [Fact] public void Nothing_is_judged_before_ten_days_have_taught() => Assert.Equal(0, Judged(Life(days: 9, without: (5, 7, 21))).Alarms);

    [Fact]
    public void Real_lives_are_watched_within_the_bars()
    {
        if (Recordings() is not { } folder)
        {
            output.WriteLine("There are no recordings in ../shared/data: nothing was judged.");
            return;
        }

        var rows = HabitEvaluation.Run(LifeFolder.Read(folder).Where(r => r.Set is "agewise-actigraphy" or "casas-single-home"), Policy.Default);
        var table = new StringWriter();
        HabitEvaluation.Print(rows, table);
        output.WriteLine(table.ToString());
        var (wrist, home) = (rows.Single(r => r.Set == "agewise-actigraphy"), rows.Single(r => r.Set == "casas-single-home"));
        AtMost(0.50, wrist.AlarmsPerWeek);
        AtMost(1.05, wrist.AfterMoving(0.9));
        AtMost(1.2, wrist.AfterSign(0.9));
        Assert.Equal(0, home.Alarms);
        AtMost(3.1, home.AfterSign(0.5));
        AtMost(4.5, home.AfterMoving(0.9));
        AtMost(4.55, home.AfterSign(0.9));
        AtMost(5.5, home.Evening(0.9));
        // A setting of its own: hardly ever for nothing.
        var calm = HabitEvaluation.Run(LifeFolder.Read(folder).Where(r => r.Set is "agewise-actigraphy"), Policy.Default with { HabitDeviations = 5 }).Single();
        AtMost(0.1, calm.AlarmsPerWeek);
        AtMost(3, calm.Dark(0.9));
    }

    private static void AtMost(double bar, double seen) => Assert.True(seen <= bar, $"{seen:0.000} is above {bar}");

    private static SilenceFigures Judged(LifeRecording life) => HabitEvaluation.Run([life], Policy.Default).Single();

    /// <summary>Someone moves every ten minutes from seven in the morning to ten at night.</summary>
    private static LifeRecording Life(int days, (int Day, int From, int To)? without = null) => new("made", "she", [
        .. from day in Enumerable.Range(0, days)
           from minute in Enumerable.Range(42, 90)
           where without is not { } gap || day != gap.Day || minute < gap.From * 6 || minute >= gap.To * 6
           select new LifeSign(s_monday.AddDays(day).AddMinutes(minute * 10), null)]);

    private static string? Recordings()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "shared", "data") is var folder && Directory.Exists(folder))
                return folder;
        return null;
    }
}
