namespace SmartCare.Domain.Rules;

/// <summary>The numbers of an alert's life, of escalation and of incidents. A site's own plan may say others.</summary>
public sealed partial record Policy
{
    /// <summary>Somebody acknowledged, and after this nobody is there: back up the chain. Twice the longest walk of a house of six floors, and
    /// what a home visit round the corner takes.</summary>
    public TimeSpan ArriveWithin { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What comes back so soon after its end is the same trouble, not a twin of it.</summary>
    public TimeSpan ReopenWithin { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Ended alerts kept for that; more in ten minutes is a flood, and the eldest then come back as new ones.</summary>
    public int MostClosed { get; init; } = 300;

    /// <summary>High, from the beginning to the director and the family. The phones had two minutes by then.</summary>
    public TimeSpan HighToThirdTier { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>High, from the beginning to the emergency list. A brain without oxygen has about this long.</summary>
    public TimeSpan HighToFourthTier { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>The last tier is asked again: a phone that lay face down is looked at within minutes.</summary>
    public TimeSpan RepeatEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Two hours of asking again. Whoever has not heard by then hears at the change of shift; endless messages are blocked by carriers.</summary>
    public int MostRepeats { get; init; } = 24;

    /// <summary>Medium, from the beginning to the director: half an hour in which a night shift may be washing somebody.</summary>
    public TimeSpan MediumToThirdTier { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Family in order: so long the one who was told has to act before the next is told.</summary>
    public TimeSpan NextContactAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Low priorities tell nobody outside the wall at night.</summary>
    public TimeOnly QuietFrom { get; init; } = new(21, 0);

    public TimeOnly QuietTo { get; init; } = new(7, 0);

    /// <summary>Fire, gas and CO at one site within this of each other are one incident: smoke needs minutes to the next room.</summary>
    public TimeSpan FireWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Mains devices that share a fuse fall silent within one silence limit of each other.</summary>
    public TimeSpan PowerWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>So many silent at once are one cause. A room has five devices: two rooms.</summary>
    public int PowerCutAt { get; init; } = 8;

    /// <summary>A lost gateway, or power, is back: its sensors report at their next heartbeat; most send one each ten minutes or sooner after
    /// they joined again.</summary>
    public TimeSpan ChildrenReturnWithin { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>ISA-18.2: more than ten in ten minutes is a flood, fewer than five in ten minutes its end.</summary>
    public TimeSpan FloodWindow { get; init; } = TimeSpan.FromMinutes(10);

    public int FloodAbove { get; init; } = 10;

    public int FloodOverBelow { get; init; } = 5;

    /// <summary>Arrivals remembered for that: enough to name who rings most in the worst ten minutes.</summary>
    public int MostArrivals { get; init; } = 500;

    /// <summary>Needs held inside an incident or under a shelf: all devices of a district's site. Beyond it they ring on their own.</summary>
    public int MostHeld { get; init; } = 5_000;

    /// <summary>An alert may be put aside for a shift at most; the next one decides anew (ISA-18.2: no shelf without an end).</summary>
    public TimeSpan LongestShelf { get; init; } = TimeSpan.FromHours(12);

    public int MostShelves { get; init; } = 200;

    /// <summary>A drill is over within a working day, also when nobody remembers to end it.</summary>
    public TimeSpan LongestDrill { get; init; } = TimeSpan.FromHours(8);

    public int MostDrills { get; init; } = 20;

    /// <summary>Elders told of their site's change per second: a turn may send a thousand letters.</summary>
    public int EldersToldAtOnce { get; init; } = 500;

    /// <summary>A site that is new gets its plan in this time; then it rings that there is none.</summary>
    public TimeSpan PlanWithin { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>An hour without anybody is told so long before: rosters are made by the week.</summary>
    public TimeSpan PlanAhead { get; init; } = TimeSpan.FromDays(7);

    /// <summary>A plan that is still missing is asked for again after this, when somebody resolved the alert and did nothing.</summary>
    public TimeSpan PlanAgainAfter { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Hand-overs kept to be read: three shifts a day for a month. Older ones are in the journal.</summary>
    public int MostHandovers { get; init; } = 100;

    /// <summary>A hand-over whose second name is still missing after this is left as it is, and a new one may begin.</summary>
    public TimeSpan HandoverWithin { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Rounds of safety checks kept: a dozen checks a day for two weeks.</summary>
    public int MostChecks { get; init; } = 200;

    /// <summary>Devices whose last test is remembered: every call button of a house.</summary>
    public int MostTested { get; init; } = 500;

    /// <summary>Death, bad injury, fire, somebody missing, an infection of several: what provinces' rules ask a nursing home to tell its civil-affairs office.</summary>
    public TimeSpan ReportUrgentWithin { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Any other accident is reported within a day.</summary>
    public TimeSpan ReportWithin { get; init; } = TimeSpan.FromHours(24);
}
