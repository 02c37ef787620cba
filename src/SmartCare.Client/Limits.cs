namespace SmartCare.Client;

internal static class Limits
{
    /// <summary>Changes that wait to be read: a flood of a whole district. A slower reader is cut off and goes on where it was.</summary>
    public const int ChangesWaiting = 10_000;

    /// <summary>Without a word the connection is dead: ten beats were missed.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>A house of a thousand walls that starts again is not stormed, and nobody waits longer than a beat's worth of doubt.</summary>
    public static TimeSpan PauseBefore(int tries) => TimeSpan.FromSeconds(Math.Min(0.5 * (1 << Math.Min(tries, 4)), 5));
}
