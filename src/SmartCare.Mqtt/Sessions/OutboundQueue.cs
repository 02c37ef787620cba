namespace SmartCare.Mqtt.Sessions;

/// <summary>Messages that wait for one client, bounded in number and bytes. Guarded by the session.</summary>
internal sealed class OutboundQueue
{
    private Queue<Outgoing>? _waiting;
    private int _bytes;

    public bool IsEmpty => _waiting is null || _waiting.Count == 0;
    public int Count => _waiting?.Count ?? 0;

    public bool TryEnqueue(in Outgoing outgoing)
    {
        if (Count >= Limits.QueueMessagesMax || (_bytes > 0 && _bytes + outgoing.Bytes > Limits.QueueBytesMax)) return false;
        (_waiting ??= new()).Enqueue(outgoing);
        _bytes += outgoing.Bytes;
        return true;
    }

    public IEnumerable<Outgoing> Waiting() => _waiting ?? Enumerable.Empty<Outgoing>();

    /// <summary>It was within the bounds when it was taken.</summary>
    public void Restore(in Outgoing outgoing)
    {
        (_waiting ??= new()).Enqueue(outgoing);
        _bytes += outgoing.Bytes;
    }

    public bool TryPeek(out Outgoing next)
    {
        next = default;
        return _waiting is not null && _waiting.TryPeek(out next);
    }

    public void Dequeue()
    {
        _bytes -= _waiting!.Dequeue().Bytes;
        if (_waiting.Count == 0) _waiting = null; // An idle session keeps no buffer.
    }

    public void DropQos0()
    {
        if (_waiting is null) return;
        var kept = _waiting.Where(o => o.Qos > 0).ToArray();
        _waiting = kept.Length == 0 ? null : new Queue<Outgoing>(kept);
        _bytes = kept.Sum(o => o.Bytes);
    }
}
