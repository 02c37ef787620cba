using SmartCare.GrainInterfaces;
using SmartCare.Grains.Due;

namespace SmartCare.Grains.Silo;

/// <summary>The due clock of a partition; the embedded store has one.</summary>
[GrainType("due-clock")]
internal sealed class DueClockGrain(CareSilo silo) : Grain, IDueClockGrain
{
    private readonly DueSearch _search = new(silo.Store, silo.IsAwake);

    public Task Pulse()
    {
        foreach (var id in _search.Look(silo.NowMs, silo.ListeningSinceMs)) GrainWaker.Wake(GrainFactory, id);
        return Task.CompletedTask;
    }
}
