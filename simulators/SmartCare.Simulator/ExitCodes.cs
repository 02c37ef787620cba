namespace SmartCare.Simulator;

/// <summary>What a script can rely on.</summary>
internal static class ExitCodes
{
    public const int Good = 0;

    /// <summary>Something was lost, or could not connect.</summary>
    public const int Bad = 1;
    public const int BadArguments = 2;

    /// <summary>No server answers there at all.</summary>
    public const int Unreachable = 3;
}
