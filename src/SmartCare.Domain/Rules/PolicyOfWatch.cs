using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>The numbers of the rules about the person.</summary>
public sealed partial record Policy
{
    /// <summary>A place where someone still moves says so at most this often: a minute is finer than any rule below asks for.</summary>
    public TimeSpan PresenceTold { get; init; } = TimeSpan.FromSeconds(55);

    /// <summary>Water that runs longer without a pause is nobody's sign of life any more, but a leak or a cistern that does not close. Long enough for a
    /// bath, and for a meter that reports by the hour to be heard twice.</summary>
    public TimeSpan WaterLasts { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Heart and breath likewise; the extremes in between are told, so nothing is smoothed away.</summary>
    public TimeSpan RateTold { get; init; } = TimeSpan.FromSeconds(55);

    /// <summary>A room's temperature moves slowly.</summary>
    public TimeSpan WarmthTold { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Silence that begins by day, by care level 1, 2, 3. Between two evils: lying on the floor for more than an hour already harms, and
    /// the one motion sensor of a home misses hours of sitting. Until ten days have taught more, half a day's light is the longest.</summary>
    public double[] QuietHoursByDay { get; init; } = [6, 5, 4];

    /// <summary>Silence that begins in the evening or at night may last until this hour of the morning, half an hour less per care level.</summary>
    public double QuietUntilHour { get; init; } = 9;

    /// <summary>The evening begins: who goes to bed early is not missed for it.</summary>
    public int EveningHour { get; init; } = 18;

    /// <summary>The day begins: silence from then on counts as silence by day.</summary>
    public int DayHour { get; init; } = 4;

    /// <summary>Longest silence at night however early it began: to bed at six and up at eight.</summary>
    public double QuietHoursAtMost { get; init; } = 14;

    /// <summary>Never less where little is seen of an elder, however lively she usually is: a long film, a long telephone call.</summary>
    public double QuietHoursAtLeast { get; init; } = 3;

    /// <summary>What was learned stretches the table by no more: a habit of lying still must not hide a fall for a day.</summary>
    public double UsualAtMostTimes { get; init; } = 1.5;

    /// <summary>Silence that goes on after its alert was resolved, without a sign, is told again.</summary>
    public TimeSpan QuietAgainAfter { get; init; } = TimeSpan.FromHours(12);

    /// <summary>All motion sources are silent for so long: the watch says that it is blind. A gateway that restarts or a fuse is back before, and
    /// the devices' own alerts tell of it at once.</summary>
    public TimeSpan BlindAfter { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The door moved and nobody was noticed for so long: gone out. Longer than anyone stands still in a hall.</summary>
    public TimeSpan AwayAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>A motion sensor goes on saying "someone" for so long after the last movement; it proves nothing about who went out meanwhile.</summary>
    public TimeSpan PresenceLingers { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gone out and not said, by care level: longer than a day in town. Then someone asks, for she may lie behind the door.</summary>
    public double[] AwayHours { get; init; } = [12, 10, 8];

    /// <summary>Who says that she goes out is seen at home for a while yet.</summary>
    public TimeSpan LeavingTakes { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>A mode that was set without an end.</summary>
    public TimeSpan ModeLasts(WatchMode mode) => mode switch
    {
        WatchMode.Hospital => TimeSpan.FromDays(30),
        WatchMode.Away => TimeSpan.FromDays(1),
        _ => TimeSpan.FromHours(12),
    };

    /// <summary>The night where the plan says nothing else.</summary>
    public TimeOnly NightFrom { get; init; } = new(22, 0);

    public TimeOnly NightTo { get; init; } = new(6, 0);

    /// <summary>So long before the agreed hour a sign counts as being up; an earlier one was a walk at night.</summary>
    public TimeSpan MorningBefore { get; init; } = TimeSpan.FromHours(4);

    /// <summary>After an outage in the morning she is given this long to be noticed.</summary>
    public TimeSpan MorningHearing { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Not up is no news any more; the silence itself is watched anyway.</summary>
    public TimeSpan MorningForgotten { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Out of bed at night for longer than a slow walk to the bathroom and a glass of water.</summary>
    public TimeSpan BackInBed { get; init; } = TimeSpan.FromMinutes(45);

    /// <summary>Out of bed at night and noticed by nothing: the longest visit to a bathroom without a sensor.</summary>
    public TimeSpan BedExitUnseen { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>With dementia and outside alone: a walk around the house is over, and she cannot be far yet.</summary>
    public TimeSpan BackHome { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>A visit is missed when the working day is over.</summary>
    public TimeOnly VisitBy { get; init; } = new(18, 0);

    /// <summary>1/min. Outside, a single sign scores 3, "urgent review", in NEWS2 (Royal College of Physicians, 2017).</summary>
    public Band HeartRate { get; init; } = new(41, 130);

    /// <summary>1/min. As in NEWS2.</summary>
    public Band BreathingRate { get; init; } = new(9, 24);

    /// <summary>°C of the room. Below 12 blood pressure rises; above 35 a fan cools no more.</summary>
    public Band Temperature { get; init; } = new(12, 35);

    /// <summary>Every value in so long is out of band: one cough, one turn in bed is not.</summary>
    public TimeSpan RateHold { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Between two values further apart nobody knows what was: the hold begins anew.</summary>
    public TimeSpan RateGap { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>An open window airs a room within half an hour.</summary>
    public TimeSpan WarmthHold { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Battery sensors report hourly when nothing changes.</summary>
    public TimeSpan WarmthGap { get; init; } = TimeSpan.FromMinutes(70);
}
