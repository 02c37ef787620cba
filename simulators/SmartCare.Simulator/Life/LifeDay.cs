namespace SmartCare.Simulator.Life;

/// <summary>What sensors can notice of one elder's day, in order of time.</summary>
internal static class LifeDay
{
    /// <summary>A press a week.</summary>
    private const double PressChance = 1.0 / 7;

    /// <summary>A radar that sees two elders mistakes a quick sitting down for a fall about once in three weeks each.</summary>
    private const double StumbleChance = 1.0 / 20;

    private static readonly TimeSpan s_doorStaysOpen = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan s_stirringLasts = TimeSpan.FromSeconds(90);

    /// <summary>Shorter than the 30 s in which a suspected fall can be taken back.</summary>
    private static readonly TimeSpan s_steadiedAfter = TimeSpan.FromSeconds(12);

    public static List<LifeEvent> Of(Resident who, DateOnly day, int seed)
    {
        var plan = DayPlan.Of(who, day, seed);
        var chance = Chance.Of(seed, who.Index, 3, day.DayNumber);
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        var events = new List<LifeEvent>();
        AddTurns(events, who, plan, midnight);
        if (who.LivesAlone) AddStirring(events, who, plan, midnight, ref chance);
        if (chance.Happens(PressChance)) events.Add(new LifeEvent(midnight + At(ref chance), who, LifeEventKind.Pressed));
        if (chance.Happens(StumbleChance)) AddStumble(events, who, plan, midnight, ref chance);
        events.Sort((a, b) => a.At.CompareTo(b.At));
        return events;
    }

    private static void AddTurns(List<LifeEvent> events, Resident who, DayPlan plan, DateTime midnight)
    {
        for (var i = 1; i < plan.Stays.Count; i++)
        {
            var (before, stay) = (plan.Stays[i - 1].Activity, plan.Stays[i]);
            var at = midnight + stay.From;
            var passesDoor = before.IsOut(who.LivesAlone) != stay.Activity.IsOut(who.LivesAlone) || stay.Activity is Activity.Visited;
            if (passesDoor)
            {
                events.Add(new LifeEvent(at, who, LifeEventKind.DoorOpened));
                events.Add(new LifeEvent(at + s_doorStaysOpen, who, LifeEventKind.DoorClosed));
            }

            events.Add(new LifeEvent(at, who, LifeEventKind.Turned, stay.Activity));
        }
    }

    private static void AddStirring(List<LifeEvent> events, Resident who, DayPlan plan, DateTime midnight, ref Chance chance)
    {
        for (var minute = chance.Between(0, 10); minute < 1436; minute += chance.Between(4, 14))
        {
            var doing = plan.At(TimeSpan.FromMinutes(minute));
            if (doing.IsOut(livesAlone: true) || doing.IsResting()) continue;
            var at = midnight.AddMinutes(minute);
            events.Add(new LifeEvent(at, who, LifeEventKind.Stirred));
            events.Add(new LifeEvent(at + s_stirringLasts, who, LifeEventKind.Stilled));
        }
    }

    private static void AddStumble(List<LifeEvent> events, Resident who, DayPlan plan, DateTime midnight, ref Chance chance)
    {
        var at = At(ref chance);
        // Radars hang in the rooms only, and see who is there and up.
        if (who.LivesAlone || plan.At(at) is not (Activity.InRoom or Activity.Visited)) return;
        events.Add(new LifeEvent(midnight + at, who, LifeEventKind.Stumbled));
        events.Add(new LifeEvent(midnight + at + s_steadiedAfter, who, LifeEventKind.Steadied));
    }

    /// <summary>Ends a minute before midnight, so that what follows within seconds is of the same day.</summary>
    private static TimeSpan At(ref Chance chance) => TimeSpan.FromMinutes(chance.Between(0, 1439));
}
