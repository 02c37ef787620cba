namespace SmartCare.Simulator.Life;

/// <summary>What an elder is doing.</summary>
internal enum Activity
{
    Asleep, Napping, Bathroom, InRoom, Eating, Walking,

    /// <summary>In the hall: cards, singing, exercises.</summary>
    Together,
    Visited,
}

internal static class Activities
{
    /// <summary>Has left through the door. Who lives alone eats at home; in the nursing home the dining hall is elsewhere.</summary>
    public static bool IsOut(this Activity activity, bool livesAlone) =>
        activity is Activity.Walking or Activity.Together || (activity is Activity.Eating && !livesAlone);

    /// <summary>Seen by the radar over the beds; it does not look into the bathroom.</summary>
    public static bool IsInSight(this Activity activity, bool livesAlone) => !activity.IsOut(livesAlone) && activity is not Activity.Bathroom;

    /// <summary>Lies still enough for heart and breath to be measured.</summary>
    public static bool IsResting(this Activity activity) => activity is Activity.Asleep or Activity.Napping;
}
