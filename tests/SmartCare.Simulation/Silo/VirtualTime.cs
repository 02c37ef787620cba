namespace SmartCare.Simulation.Silo;

/// <summary>The agenda's clock, as the committer reads it.</summary>
internal sealed class VirtualTime(Agenda agenda) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(agenda.NowMs);

    public override long TimestampFrequency => 1_000;

    public override long GetTimestamp() => agenda.NowMs;
}
