using SmartCare.Domain.Decisions;
using SmartCare.Grains.Silo;
using SmartCare.Simulation.Plants;

namespace SmartCare.Simulation.Silo;

/// <summary>What silos take the time from: the agenda's, or, when clocks may be wrong, the product's watch clock over the clock of the machine.</summary>
internal sealed class SiloClocks(Run run, Plant plant)
{
    /// <summary>A silo starts.</summary>
    public void Set(Node node)
    {
        node.Clock = run.Wall;
        if (!run.HasWrongClocks) return;
        var writer = node.Writer!;
        var journalMs = writer.Journal(writer.Stream, writer.LastEntry - 1).LastOrDefault()?.AtMs ?? 0;
        run.Clocks.Started(run.Wall.AheadMs, journalMs);
        node.DeviceClocks = [];
        node.Clock = plant switch
        {
            Plant.FreezeClock => new FrozenTime(run.Wall, journalMs),
            Plant.TrustClock => new FrozenTime(run.Wall, lastMs: 0),
            _ => new WatchClock(run.Wall, writer),
        };
    }

    /// <summary>As at the intake: a device's time is made the watch's.</summary>
    public CareMessage ByWatch(Node node, CareMessage message)
    {
        if (node.DeviceClocks is not { } clocks || node.Clock is not WatchClock watch || message is not DeviceSpoke { Reading: var reading }) return message;
        if (!clocks.TryGetValue(reading.Device, out var clock)) clocks.Add(reading.Device, clock = new DeviceClock(watch));
        if (plant is Plant.BelieveOldTime) return new DeviceSpoke(reading with { DeviceTimeMs = reading.DeviceTimeMs + (long)watch.Ahead.TotalMilliseconds });
        return new DeviceSpoke(clock.ByWatch(reading));
    }
}
