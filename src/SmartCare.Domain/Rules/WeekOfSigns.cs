namespace SmartCare.Domain.Rules;

/// <summary>What a week's movement was, to be seen beside the weeks before; nothing rings for it.</summary>
/// <param name="From">Its Monday.</param>
/// <param name="Last">Its last day with a sign so far.</param>
/// <param name="Days">How many of its days had one while she was expected at home.</param>
/// <param name="Signs">Minutes in which something saw her move.</param>
/// <param name="NightExits">How often she left her bed at night, where a bed says so.</param>
public sealed record WeekOfSigns(DateOnly From, DateOnly Last, int Days, int Signs, int NightExits)
{
    /// <summary>Enough to see what changes slowly; what is older says little of today.</summary>
    private const int MostWeeks = 8;

    internal static WeekOfSigns[] With(WeekOfSigns[] weeks, DateOnly day, int signs, int exits)
    {
        if (weeks is [.. var before, var last] && day < last.From.AddDays(7))
        {
            // What was buffered from before counts with what runs.
            var isNewDay = day > last.Last;
            return [.. before, last with { Last = isNewDay ? day : last.Last, Days = last.Days + (isNewDay ? 1 : 0), Signs = last.Signs + signs, NightExits = last.NightExits + exits }];
        }

        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        return [.. weeks.TakeLast(MostWeeks - 1), new WeekOfSigns(monday, day, 1, signs, exits)];
    }
}
