namespace SmartCare.Domain.Rules;

/// <summary>How long an elder is usually not noticed.</summary>
public interface IRoutine
{
    /// <param name="hour">Of the site's clock, 0-23, at which the silence began: what begins at nine in the evening is a night, what
    /// begins at two in the afternoon is not.</param>
    TimeSpan LongestUsualGap(int hour);
}

/// <summary>Before anything is known of an elder: by care level and hour.</summary>
public sealed class CareLevelRoutine(int careLevel, double? quietHours, Policy policy) : IRoutine
{
    private readonly int _level = Math.Clamp(careLevel, 1, policy.QuietHoursByDay.Length);

    public TimeSpan LongestUsualGap(int hour)
    {
        var day = quietHours ?? policy.QuietHoursByDay[_level - 1];
        if (hour >= policy.DayHour && hour < policy.EveningHour) return TimeSpan.FromHours(day);
        var morning = policy.QuietUntilHour - (_level - 1) * 0.5;
        var untilMorning = hour >= policy.EveningHour ? 24 - hour + morning : morning - hour;
        return TimeSpan.FromHours(Math.Max(day, Math.Min(untilMorning, policy.QuietHoursAtMost)));
    }
}
