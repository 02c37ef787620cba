namespace SmartCare.Server.Upkeep;

/// <summary>How much a house may owe, and for how long.</summary>
internal static class UpkeepLimits
{
    /// <summary>Of one site, with what is closed: an extinguisher a room and ten years of hazards.</summary>
    public const int MostOfSite = 5_000;

    /// <summary>What was done about one: a weekly look for twenty years. Beyond it a new one is begun.</summary>
    public const int MostEvents = 1_000;

    /// <summary>Ten years: the longest that equipment goes between two inspections.</summary>
    public const int MostMonths = 120;

    /// <summary>A hazard's or an incident's own words.</summary>
    public const int LongestText = 4_000;

    /// <summary>A photo of a blocked door, from a telephone.</summary>
    public const int MostPhotoBytes = 4 * 1024 * 1024;

    /// <summary>Between two looks at what has become late. Deadlines are hours and days.</summary>
    public static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    /// <summary>On a hand-over: more is a list of its own.</summary>
    public const int OnHandover = 200;

    /// <summary>The clocks of two machines.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);
}
