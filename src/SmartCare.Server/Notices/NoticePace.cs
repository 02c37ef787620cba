namespace SmartCare.Server.Notices;

/// <summary>How long to wait before the next try: doubled each time, and never the same for all, or a gateway that comes back is run over.</summary>
/// <param name="chance">Seeded where a run must be the same again.</param>
internal sealed class NoticePace(Random chance)
{
    private const double Jitter = 0.2;

    /// <param name="tries">How many there were.</param>
    /// <param name="refused">The channel says that it never will.</param>
    /// <returns>Null when there were enough.</returns>
    public TimeSpan? After(int tries, bool refused)
    {
        if (tries >= (refused ? NoticeLimits.TriesWhenRefused : NoticeLimits.Tries)) return null;
        return Pause(tries, NoticeLimits.LongestWait);
    }

    /// <summary>As <see cref="After"/>, for who goes on without end.</summary>
    public TimeSpan Pause(int tries, TimeSpan longest)
    {
        var wait = Math.Min(NoticeLimits.FirstWait.TotalSeconds * Math.Pow(2, tries - 1), longest.TotalSeconds);
        lock (chance) return TimeSpan.FromSeconds(wait * (1 + Jitter * (2 * chance.NextDouble() - 1)));
    }
}
