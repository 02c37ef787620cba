namespace SmartCare.Domain.Rules;

/// <summary>What an elder's own days have taught; where they say nothing yet, the table of her care level.</summary>
/// <remarks>By day and by night alike: whoever falls silent at eight in the evening is not to be found at nine in the morning.</remarks>
public sealed class HabitRoutine(Habit habit, WatchDensity density, IRoutine table, Policy policy) : IRoutine
{
    public TimeSpan LongestUsualGap(int hour)
    {
        var byTable = table.LongestUsualGap(hour);
        if (habit.Usual(hour, policy) is not { } usual) return byTable;
        var deviation = Math.Max(usual.Deviation, policy.HabitLeastDeviation(density).TotalMinutes);
        // Whole seconds: a mean is no finer than that.
        var gap = TimeSpan.FromSeconds(Math.Round((usual.Mean + policy.HabitDeviations * deviation) * 60));
        var (least, most) = (policy.HabitLeast(density), byTable * policy.UsualAtMostTimes);
        return gap < least ? least : gap > most ? most : gap;
    }

    /// <summary>Up to here nobody would be surprised: to be told beside how long it is now. Null: not known.</summary>
    public TimeSpan? UsuallyUpTo(int hour) =>
        habit.Usual(hour, policy) is { } usual ? TimeSpan.FromMinutes(usual.Mean + policy.HabitToldDeviations * usual.Deviation) : null;
}
