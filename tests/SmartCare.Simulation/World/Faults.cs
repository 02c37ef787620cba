namespace SmartCare.Simulation.World;

/// <summary>What is wrong with a device just now.</summary>
internal sealed class Faults
{
    /// <summary>Connections break in good times too.</summary>
    public const double Usual = 0.002;

    private long _deadUntil, _unreachableUntil;

    /// <summary>Messages that the air swallows, and nobody sends again.</summary>
    public double Loss { get; set; }

    /// <summary>Acknowledgements that are lost, so that the message comes again under DUP.</summary>
    public double AckLoss { get; set; } = Usual;

    /// <summary>Messages that overtake the one before.</summary>
    public double Reorder { get; set; }

    /// <summary>It says the same for ever, whatever happens.</summary>
    public long? IsStuckAt { get; set; }

    /// <summary>Ahead of (or behind) the right time; null: it stands still in 1970.</summary>
    public long? ClockAheadMs { get; set; } = 0;

    public bool IsDead(long nowMs) => nowMs < _deadUntil;

    public bool IsUnreachable(long nowMs) => nowMs < _unreachableUntil;

    /// <summary>Without power: what happens meanwhile it never knows.</summary>
    public void Die(long untilMs) => _deadUntil = Math.Max(_deadUntil, untilMs);

    /// <summary>Without a network: what happens meanwhile it keeps and sends later.</summary>
    public void CutOff(long untilMs) => _unreachableUntil = Math.Max(_unreachableUntil, untilMs);

    public void Revive() => _deadUntil = 0;

    public long? Clock(long nowMs) => ClockAheadMs is { } ahead ? nowMs + ahead : 0;
}
