namespace SmartCare.Simulator.Fleet;

/// <summary>All connections of a run.</summary>
internal sealed class LinkFleet(IReadOnlyList<DeviceLink> links)
{
    private int _first;

    public IReadOnlyList<DeviceLink> Links => links;
    public int EverConnected => links.Count(l => l.EverConnected);

    /// <summary>Begins with another one each turn, so that nobody waits for ever for a handshake.</summary>
    public void Tick(long nowMs)
    {
        var connecting = links.Count(l => l.IsConnecting);
        for (var i = 0; i < links.Count; i++)
            if (links[(_first + i) % links.Count].Tick(nowMs, connecting < Limits.Connecting))
                connecting++;
        _first = (_first + 1) % links.Count;
    }

    /// <summary>Bounded by the client's own patience with a server that does not close.</summary>
    public Task LeaveAsync() => Task.WhenAll(links.Select(l => l.LeaveAsync()));
}
