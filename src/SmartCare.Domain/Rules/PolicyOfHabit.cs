namespace SmartCare.Domain.Rules;

/// <summary>The numbers of what is learned about silence; how they came about is in docs/adr/0038.</summary>
public sealed partial record Policy
{
    /// <summary>So many days have to teach before they decide: fewer, and the deviation is a guess.</summary>
    public int HabitDays { get; init; } = 10;

    /// <summary>So many days are remembered; from then on each new one takes the weight of an old one, so that a summer or a new flat is followed.</summary>
    public int HabitMemoryDays { get; init; } = 28;

    /// <summary>On fewer days a silence began around this hour: it is not judged by them.</summary>
    public int HabitBeginnings { get; init; } = 5;

    /// <summary>How many deviations above the mean are unusual: the least that rang at most every other week for one of 38 wrists, and never in the one home
    /// with sensors in every room. With 5 it is one in twelve weeks, and the wait two fifths longer.</summary>
    public double HabitDeviations { get; init; } = 3.2;

    /// <summary>What is called usual to people: nineteen days of twenty.</summary>
    public double HabitToldDeviations { get; init; } = 2;

    /// <summary>The deviation of the whole day weighs as many days in that of one hour.</summary>
    public double HabitBorrowedDays { get; init; } = 25;

    /// <summary>Minutes of a day in which she is seen to move: from here on nearly all of them. A wrist gave 867 to 1,094.</summary>
    public double SignsByMinute { get; init; } = 500;

    /// <summary>The same where something is in every room: 116 to 204, of a home with six sensors and a door. A home with switches at doors and cupboards gave 30.</summary>
    public double SignsOfRooms { get; init; } = 120;

    /// <summary>Over so many weeks that is counted: a sensor more or less is noticed within a month.</summary>
    public int DensityWeeks { get; init; } = 4;

    /// <summary>Never less, however lively an elder usually is. On the wrist: a shower, and the watch is still on the basin. With motion in every room: a
    /// telephone call in the armchair. Sparse: <see cref="QuietHoursAtLeast"/>.</summary>
    public TimeSpan HabitLeast(WatchDensity density) => density switch
    {
        WatchDensity.ByMinute => QuietByMinuteAtLeast,
        WatchDensity.Rooms => QuietInRoomsAtLeast,
        _ => TimeSpan.FromHours(QuietHoursAtLeast),
    };

    public TimeSpan QuietByMinuteAtLeast { get; init; } = TimeSpan.FromMinutes(45);

    public TimeSpan QuietInRoomsAtLeast { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A deviation is never taken for less: two weeks that were alike do not promise a third.</summary>
    public TimeSpan HabitLeastDeviation(WatchDensity density) => density switch
    {
        WatchDensity.ByMinute => DeviationByMinuteAtLeast,
        WatchDensity.Rooms => DeviationInRoomsAtLeast,
        _ => DeviationAtLeast,
    };

    public TimeSpan DeviationByMinuteAtLeast { get; init; } = TimeSpan.FromMinutes(14);

    public TimeSpan DeviationInRoomsAtLeast { get; init; } = TimeSpan.FromMinutes(46);

    public TimeSpan DeviationAtLeast { get; init; } = TimeSpan.FromHours(1);
}
