namespace SmartCare.Server.Learning.Bursts;

/// <summary>Every bound of what is kept to learn from, each with its reason.</summary>
internal static class BurstLimits
{
    /// <summary>Bursts that wait to be written: 256 of the longest are 7 MB, and at a burst a minute of each of 100 wearers more than two minutes.</summary>
    public const int Waiting = 256;

    /// <summary>Of one device in a day, of those that no model calls a fall: a sensor that sends without end must not push out the house.</summary>
    public const int OfDeviceADay = 500;

    /// <summary>Changes of alerts looked at in one transaction.</summary>
    public const int ChangesAtOnce = 500;

    /// <summary>Between two writes: what a crash loses. Nobody waits for them.</summary>
    public static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(10);

    /// <summary>Between two marks of a house in which nothing happens: labels look at hours.</summary>
    public static readonly TimeSpan MarkEvery = TimeSpan.FromMinutes(1);

    /// <summary>Between two looks at what is too old or too much.</summary>
    public static readonly TimeSpan PruneEvery = TimeSpan.FromHours(1);

    /// <summary>A fall alert rings when the time to take the suspicion back is over; it may be decided this much later.</summary>
    public static readonly TimeSpan LinkSlack = TimeSpan.FromSeconds(10);
}
