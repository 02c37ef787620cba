namespace SmartCare.Domain.Rules;

/// <summary>How closely an elder's devices follow her: the less they do, the longer a silence says nothing.</summary>
public enum WatchDensity
{
    /// <summary>A sensor or two, or one of them is lost: hours at a table are not seen.</summary>
    Sparse,

    /// <summary>Something in every room.</summary>
    Rooms,

    /// <summary>Something that tells nearly every minute of her being awake: worn on the wrist, or a radar wherever she is.</summary>
    ByMinute,
}

/// <summary>What silence is usual for one elder: by the hour it begins in, the daily longest's mean and deviation. A hundred numbers, however long
/// an elder lives.</summary>
public sealed record Habit
{
    public static readonly Habit Empty = new();

    private const int HoursPerDay = 24;

    /// <summary>By hour of the site's clock; empty until a day is over.</summary>
    public UsualSilence[] Hours { get; init; } = [];

    /// <summary>The day that runs: the longest silence that began in each hour, in minutes; 0 where none did; empty until there is one.</summary>
    public int[] Today { get; init; } = [];

    /// <summary>The day that runs.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>Days that have taught it.</summary>
    public int Days { get; init; }

    /// <summary>The last weeks, oldest first; the last one runs.</summary>
    public WeekOfSigns[] Weeks { get; init; } = [];

    /// <summary>One more silence ended.</summary>
    /// <param name="began">By the site's clock.</param>
    public Habit Learn(DateTimeOffset began, TimeSpan silence, Policy policy)
    {
        var habit = Turn(DateOnly.FromDateTime(began.DateTime), policy);
        var (hour, minutes) = (began.Hour, (int)Math.Ceiling(silence.TotalMinutes));
        // Nearly every silence is a short one of a lively hour: nothing to remember.
        if (habit.Today.Length > 0 && habit.Today[hour] >= minutes) return habit;
        var today = habit.Today.Length > 0 ? habit.Today.ToArray() : new int[HoursPerDay];
        today[hour] = minutes;
        return habit with { Today = today };
    }

    /// <summary>She was seen to move in one more minute of a day of the site's clock.</summary>
    public Habit Moved(DateOnly day) => this with { Weeks = WeekOfSigns.With(Weeks, day, signs: 1, exits: 0) };

    /// <summary>She left her bed at night.</summary>
    public Habit GotUp(DateOnly day) => this with { Weeks = WeekOfSigns.With(Weeks, day, signs: 0, exits: 1) };

    /// <summary>Does it say anything yet?</summary>
    public bool IsKnown(Policy policy) => Days >= policy.HabitDays;

    /// <summary>By how many of her minutes were seen on a day of these weeks, not by what the devices are called: the same sensor sees much in one room and little in three.</summary>
    public WatchDensity Density(Policy policy)
    {
        var (days, signs) = (0, 0);
        foreach (var week in Weeks.AsSpan()[^Math.Min(Weeks.Length, policy.DensityWeeks)..]) (days, signs) = (days + week.Days, signs + week.Signs);
        var aDay = (double)signs / Math.Max(1, days);
        return aDay >= policy.SignsByMinute ? WatchDensity.ByMinute : aDay >= policy.SignsOfRooms ? WatchDensity.Rooms : WatchDensity.Sparse;
    }

    /// <summary>Of silences that begin in this hour or the ones beside it; null while it cannot be said.</summary>
    /// <remarks>Ten days say little about a deviation: that of her whole day, in proportion, stands in for some more.</remarks>
    public UsualSilence? Usual(int hour, Policy policy)
    {
        if (!IsKnown(policy)) return null;
        var usual = Around(hour);
        if (usual.Days < policy.HabitBeginnings) return null;
        var (deviations, means) = (0d, 0d);
        for (var other = 0; other < HoursPerDay; other++)
        {
            var around = Around(other);
            (deviations, means) = (deviations + around.Deviation * around.Days, means + around.Mean * around.Days);
        }

        var (ofAll, borrowed) = (usual.Mean * deviations / means, policy.HabitBorrowedDays);
        return usual with { Deviation = Math.Sqrt((usual.Deviation * usual.Deviation * usual.Days + ofAll * ofAll * borrowed) / (usual.Days + borrowed)) };
    }

    private UsualSilence Around(int hour) =>
        UsualSilence.Together([Hours[(hour + HoursPerDay - 1) % HoursPerDay], Hours[hour], Hours[(hour + 1) % HoursPerDay]]);

    private Habit Turn(DateOnly day, Policy policy)
    {
        if (day <= Day) return this;
        if (Today.Length == 0) return this with { Day = day };
        var hours = Hours.Length > 0 ? Hours.ToArray() : new UsualSilence[HoursPerDay];
        for (var hour = 0; hour < HoursPerDay; hour++)
            if (Today[hour] > 0)
                hours[hour] = hours[hour].With(Today[hour], policy.HabitMemoryDays);
        return this with { Hours = hours, Today = [], Day = day, Days = Days + 1 };
    }
}
