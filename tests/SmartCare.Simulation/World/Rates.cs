namespace SmartCare.Simulation.World;

/// <summary>How often things happen: per elder and day, per dwelling and day, per device and day.</summary>
internal sealed record Rates(
    double Press, double WrongPress, double Fall, double Stumble, double Illness, double Wandering, double Fire, double Steam, double Leak, double Gas,
    double DetectorTest, double DeviceFault)
{
    /// <summary>As in homes: a fall a year and elder, a press a week, a fire in a dwelling in years.</summary>
    public static readonly Rates Ordinary = new(
        Press: 0.12, WrongPress: 0.03, Fall: 1 / 180.0, Stumble: 0.05, Illness: 1 / 60.0, Wandering: 1 / 60.0, Fire: 1 / 2_000.0, Steam: 1 / 60.0,
        Leak: 1 / 500.0, Gas: 1 / 1_000.0, DetectorTest: 1 / 30.0, DeviceFault: 1 / 60.0);

    /// <summary>So much that a few days meet what else takes years.</summary>
    public static readonly Rates Dense = new(
        Press: 1.2, WrongPress: 0.4, Fall: 0.5, Stumble: 0.8, Illness: 0.3, Wandering: 0.2, Fire: 0.3, Steam: 0.4, Leak: 0.4, Gas: 0.4, DetectorTest: 0.5,
        DeviceFault: 1.0);

    /// <summary>Between the two: a big home has many of each anyway.</summary>
    public static readonly Rates Busy = new(
        Press: 0.4, WrongPress: 0.1, Fall: 0.05, Stumble: 0.1, Illness: 0.05, Wandering: 0.02, Fire: 0.02, Steam: 0.04, Leak: 0.02, Gas: 0.05,
        DetectorTest: 0.05, DeviceFault: 0.1);
}
