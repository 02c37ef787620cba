namespace SmartCare.Mqtt.Sessions;

/// <summary>
/// Packet ids of QoS 2 messages that came in and whose PUBREL has not. Part of the session state: it outlives the connection.
/// </summary>
internal sealed class InboundQos2(SessionState? state = null)
{
    private readonly Lock _lock = new();
    private Dictionary<ushort, bool>? _committed;

    public enum Seen { Never, NotCommitted, Committed }

    public int Count { get { lock (_lock) return _committed?.Count ?? 0; } }

    // [MQTT-4.3.3-10] until PUBREL, the same packet id is the same message and is not handed on again. It is judged again, though,
    // when its first arrival was never committed: no PUBREC has left for it, so the sender still relies on this copy.
    public Seen Look(ushort packetId)
    {
        lock (_lock)
        {
            if (_committed is null || !_committed.TryGetValue(packetId, out var committed)) return Seen.Never;
            return committed ? Seen.Committed : Seen.NotCommitted;
        }
    }

    /// <summary>Judged and handed on, not yet safe.</summary>
    public void Begin(ushort packetId)
    {
        lock (_lock) (_committed ??= []).TryAdd(packetId, false);
    }

    /// <summary>The house has it: PUBREC may leave.</summary>
    public void Commit(ushort packetId)
    {
        lock (_lock)
        {
            // Once only: what the store may have already is not new to it.
            if (_committed is not null && _committed.TryGetValue(packetId, out var committed) && committed) return;
            (_committed ??= [])[packetId] = true;
            state?.Received(packetId);
        }
    }

    /// <summary>PUBREL has come, or the message was refused: the id is free. False when it was not in use.</summary>
    /// <param name="isStored">The store may still have it: after a crash now the id would not be free.</param>
    public bool Release(ushort packetId, out bool isStored)
    {
        isStored = false;
        lock (_lock)
        {
            if (_committed is null || !_committed.Remove(packetId, out var committed)) return false;
            isStored = committed && state?.Finished(packetId) is true;
            return true;
        }
    }

    public ushort[] Ids { get { lock (_lock) return _committed is null ? [] : [.. _committed.Keys]; } }

    public void Restore(ushort packetId)
    {
        lock (_lock) (_committed ??= [])[packetId] = true;
    }
}
