namespace SmartCare.Bridge;

/// <summary>How long to wait before the next try: twice as long each time up to a limit, and a random half of it, so that the silos of a city do not come back in step.</summary>
internal static class Backoff
{
    /// <param name="tries">That have failed in a row before; 0 after the first.</param>
    /// <param name="chance">0 to 1.</param>
    public static TimeSpan After(int tries, double chance)
    {
        var full = TimeSpan.FromTicks(Math.Min(Limits.PauseMax.Ticks, Limits.PauseMin.Ticks << Math.Min(tries, 20)));
        return full / 2 + full / 2 * chance;
    }
}
