namespace SmartCare.Simulation;

/// <summary>Stretches of time in milliseconds.</summary>
internal static class Spans
{
    public const long Second = 1_000, Minute = 60 * Second, Hour = 60 * Minute, Day = 24 * Hour;

    /// <summary>Every run begins on this Monday at midnight of the homes' own clock (Asia/Shanghai, UTC+8).</summary>
    public static readonly long Start = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.FromHours(8)).ToUnixTimeMilliseconds();

    public static string Show(long ms)
    {
        var since = TimeSpan.FromMilliseconds(ms - Start);
        return $"day {since.Days + 1} {since:hh\\:mm\\:ss\\.fff}";
    }
}
