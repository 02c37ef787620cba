namespace SmartCare.Domain.Rules;

/// <summary>The numbers of the rules about devices.</summary>
public sealed partial record Policy
{
    /// <summary>A detector of smoke or gas whose test button nobody pressed for so long is listed. NFPA 72 and the makers ask for a test a month.</summary>
    public TimeSpan TestEvery { get; init; } = TimeSpan.FromDays(30);

    /// <summary>A test that goes on longer is a flag that got stuck, and must not hide a fire. People hold the button for seconds; a
    /// self-test that a gateway asks for is heard within half a minute (Xiaomi JTYJ-GD-01LM).</summary>
    public TimeSpan TestLasts { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A device that told of its battery before and speaks, but says nothing of it for so long, is listed. GB 20517-2025 5.11.1
    /// has the cell looked at every 24 h, and zigbee2mqtt says that the word may come up to 24 h later.</summary>
    public TimeSpan BatteryUnheardAfter { get; init; } = TimeSpan.FromHours(48);

    /// <summary>Lost more often than this within <see cref="FlapWindow"/> it flaps: one alert in place of a row. Three leaves room
    /// for a restart of its gateway and a bad moment of radio.</summary>
    public int FlapsAllowed { get; init; } = 3;

    public TimeSpan FlapWindow { get; init; } = TimeSpan.FromHours(1);

    /// <summary>There for so long without a break, it no longer flaps: half the window in which it was counted.</summary>
    public TimeSpan FlapSteady { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>While it flaps, being lost for so long is announced again: then it is no longer a flap but gone.</summary>
    public TimeSpan FlapGrace { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What a device tells of so long ago may have waited in its buffer while it was heard besides; what is older was not kept, its clock has jumped.
    /// Buffers of wristbands and radars hold hours, loggers days; clocks jump by years (an empty cell, a firmware's date, a week count that rolls over).</summary>
    public TimeSpan BufferHolds { get; init; } = TimeSpan.FromDays(7);

    /// <summary>A silence that may have been an outage, of which a device's buffer tells afterwards.</summary>
    public TimeSpan OutageAtLeast { get; init; } = TimeSpan.FromHours(1);

    /// <summary>An offset of a clock that stays the same to within this is the clock's: what comes out of a buffer is told faster than it happened.</summary>
    public TimeSpan SteadyOffset { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Messages closer together than this tell nothing of an offset: a buffer is emptied in such steps.</summary>
    public TimeSpan OffsetEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>So many messages of one offset are a wrong clock.</summary>
    public int SteadyMessages { get; init; } = 3;

    /// <summary>An "off" so soon after a press of the same button is the end of that press. The alert of the press is already there, so a
    /// second key that is taken for it costs nothing.</summary>
    public TimeSpan PressEndsWithin { get; init; } = TimeSpan.FromSeconds(10);
}
