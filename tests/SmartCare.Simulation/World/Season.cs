namespace SmartCare.Simulation.World;

/// <summary>Where the homes are and on which day their life begins, at midnight of their own clock.</summary>
internal sealed record Season(string TimeZone, long StartMs)
{
    public static readonly Season Ordinary = new("Asia/Shanghai", Spans.Start);

    /// <summary>Nights in which the clocks of a country are changed, forwards and back.</summary>
    private static readonly Season[] s_changes =
    [
        At("Europe/Berlin", 2026, 3, 29, 1), At("Europe/Berlin", 2026, 10, 25, 2), At("America/New_York", 2026, 3, 8, -5), At("America/New_York", 2026, 11, 1, -4),
    ];

    /// <summary>Every second seed lives through such a night.</summary>
    public static Season Of(long seed)
    {
        var chance = Chance.Of(seed, 11);
        return chance.Happens(0.5) ? s_changes[chance.Below(s_changes.Length)] : Ordinary;
    }

    /// <summary>What the clock on their wall shows.</summary>
    public DateTimeOffset LocalOf(long ms) =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(ms), TimeZoneInfo.FindSystemTimeZoneById(TimeZone));

    private static Season At(string zone, int year, int month, int day, int offset) =>
        new(zone, new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.FromHours(offset)).ToUnixTimeMilliseconds());
}
