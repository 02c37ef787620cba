using SmartCare.Domain.Words;
using SmartCare.Grains.Silo;
using SmartCare.Grains.Store;
using SmartCare.Grains.Virtual;

namespace SmartCare.Simulation.Silo;

/// <summary>One host of the cluster, through its lives.</summary>
internal sealed class Node(int stream)
{
    public int Stream => stream;

    /// <summary>Null while it is down.</summary>
    public VirtualSilo? Silo { get; set; }

    public MemoryCareStore.Writer? Writer { get; set; }

    /// <summary>What its silo takes the time from.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>The time of its silo, Unix ms.</summary>
    public long NowMs => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Since when it runs, in real time, Unix ms.</summary>
    public long StartedMs { get; set; }

    /// <summary>What it knows of the clocks of devices; null while all clocks are right.</summary>
    public Dictionary<DeviceId, DeviceClock>? DeviceClocks { get; set; }

    /// <summary>It stands still until then, Unix ms; 0 when it does not.</summary>
    public long FrozenUntil { get; set; }

    /// <summary>The others have given it up.</summary>
    public bool IsGivenUp { get; set; }

    /// <summary>When the others noticed its last death, Unix ms.</summary>
    public long NoticedAt { get; set; }

    /// <summary>Messages that nobody has decided on yet.</summary>
    public List<Arrival> Arrived { get; set; } = [];

    /// <summary>Number of the journal entry of the newest message that it has heard.</summary>
    public long Entries { get; set; }

    /// <summary>Records whose ticket is still open, with their entry.</summary>
    public Queue<(Grains.Commit.GrainRecord Record, long Entry)> Heard { get; } = new();

    /// <summary>What was heard and is not known to be on disk.</summary>
    public List<(long Entry, Arrival Arrival)> Uncommitted { get; } = [];

    public bool IsUp => Silo is not null && FrozenUntil == 0;

    public bool Hosts(Subject id) => Silo?.IsAwake(id) is true;
}
