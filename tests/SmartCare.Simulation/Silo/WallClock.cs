namespace SmartCare.Simulation.Silo;

/// <summary>The clock of the machine on which a silo runs: real time, unless somebody has set it wrong. What it counts by is always right.</summary>
internal sealed class WallClock(Agenda agenda) : TimeProvider
{
    /// <summary>How far it is ahead of real time; negative: behind.</summary>
    public long AheadMs { get; set; }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(agenda.NowMs + AheadMs);

    public override long TimestampFrequency => 1_000;

    public override long GetTimestamp() => agenda.NowMs;
}
