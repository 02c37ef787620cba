using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Simulation.Oracles;
using SmartCare.Simulation.Silo;

namespace SmartCare.Simulation.World;

/// <summary>One message of a device, from its sending until it is acknowledged: QoS 1, so it is sent again until then.</summary>
internal sealed class Outgoing(SimDevice device, Reading reading, Says says) : IArrival, IAnswered
{
    private Outgoing? _first;
    private HeardDevice _before;
    private bool _isFirstHeard;

    public SimDevice Device => device;

    public Reading Reading => reading;

    public Says Says => says;

    /// <summary>The sending that this one repeats; itself when it is the first.</summary>
    public Outgoing First => _first ?? this;

    /// <summary>When the first sending that was not forgotten was heard, Unix ms; 0 before. Of the first sending only.</summary>
    public long HeardAt { get; private set; }

    /// <summary>The same again, under DUP.</summary>
    public Outgoing Again() => new(device, reading with { Redelivered = true }, says) { _first = First };

    public void Heard(long atMs)
    {
        _before = device.Heard;
        var redelivered = First.HeardAt > 0;
        device.Run.Readings.Heard(this, redelivered, atMs);
        if (redelivered) return;
        _isFirstHeard = true;
        First.HeardAt = atMs;
    }

    /// <summary>Called newest first, so that the oldest forgotten message puts back what was before them all.</summary>
    public void Forgotten()
    {
        device.Heard = _before;
        device.Run.Obligations.Forget(this);
        if (_isFirstHeard) First.HeardAt = 0;
    }

    public void Answered(IReadOnlyList<CareEffect> effects, bool saved)
    {
        if (!saved) return;
        device.Run.Acks.Acknowledged(reading);
        device.Acknowledged(this);
    }
}
