namespace SmartCare.Server.Figures;

/// <summary>Every bound of the figures, each with its reason.</summary>
internal static class FigureLimits
{
    /// <summary>Alerts counted in one transaction: some 20 ms, so that a page asked meanwhile hardly waits.</summary>
    public const int AlertsAtOnce = 500;

    /// <summary>Transactions that a page waits for so that it knows the newest: what is more is a file that is being made anew, and the page says so.</summary>
    public const int StepsForPage = 10;

    /// <summary>Ten years of comparison; the rows of a house do not grow beyond it.</summary>
    public const int MostMonths = 120;

    /// <summary>The longest wait that a share may be asked of; alerts younger than it are looked at one by one.</summary>
    public const int MostMinutes = 120;

    /// <summary>Bad actors and the devices that were away most: what a director can have mended in a month.</summary>
    public const int WorstDevices = 10;

    /// <summary>Names of what is missing; the rest is counted.</summary>
    public const int MostMissing = 500;

    /// <summary>Devices that stand otherwise and wait to be written: a power cut of a district.</summary>
    public const int MostStandings = 200_000;

    /// <summary>Elders whose visits a page looks up itself before it answers; of more the hourly look must do.</summary>
    public const int VisitsForPage = 2_000;

    /// <summary>Between two looks at rounds, and at devices that stand otherwise: what a crash loses of them.</summary>
    public static readonly TimeSpan UpkeepEvery = TimeSpan.FromMinutes(1), RoundsEvery = TimeSpan.FromHours(1);

    /// <summary>ANSI/ISA-18.2: more than 10 alarms in 10 minutes are a flood; it is over when they are fewer than 5 in 10 minutes (EEMUA 191).</summary>
    public const int FloodAbove = 10, FloodOverBelow = 5;
}
