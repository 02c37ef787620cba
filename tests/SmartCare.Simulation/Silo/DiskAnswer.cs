namespace SmartCare.Simulation.Silo;

/// <summary>What the disk makes of one commit.</summary>
internal enum DiskAnswer
{
    Fine,

    /// <summary>Nothing is written, and it says so.</summary>
    Full,

    /// <summary>It is written, and the answer is lost.</summary>
    Unknown,

    /// <summary>It comes back after a while.</summary>
    Hang,

    /// <summary>The power goes before anything is written.</summary>
    CrashBefore,

    /// <summary>The power goes when all is written and nobody was told.</summary>
    CrashAfter,
}

/// <summary>The power is gone.</summary>
internal sealed class PowerLostException(Node node) : Exception
{
    public Node Node => node;
}
