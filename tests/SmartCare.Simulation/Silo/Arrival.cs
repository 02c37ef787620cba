using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;

namespace SmartCare.Simulation.Silo;

/// <summary>A message on its way, and who wants to know what becomes of it.</summary>
internal sealed record Arrival(Subject To, CareMessage Message, IArrival? Told, IAnswered? Answer);

/// <summary>Whoever must know when a grain takes a message, and when a crash forgot it.</summary>
internal interface IArrival
{
    void Heard(long atMs);

    void Forgotten();
}

/// <summary>Whoever waits for the answer.</summary>
internal interface IAnswered
{
    /// <param name="saved">It is on disk; a second call with true follows when the first said no.</param>
    void Answered(IReadOnlyList<CareEffect> effects, bool saved);
}

/// <summary>What the world and the oracles see of the silos.</summary>
internal interface IWatcher
{
    /// <summary>A grain has decided; nothing of it is on disk yet.</summary>
    /// <param name="siloMs">The time of its silo.</param>
    /// <param name="nowMs">Real time.</param>
    void Decided(Grains.Commit.GrainRecord record, long siloMs, long nowMs);

    /// <summary>Nothing moves any more in this moment.</summary>
    /// <param name="isQuiet">Every letter was answered and everything is on disk.</param>
    void TurnEnded(bool isQuiet, long nowMs);

    void Shown(AlertChanged changed, bool saved);
}
