namespace SmartCare.Grains;

/// <summary>
/// Which grains wait for a time. Silence timers move with every reading, so a moved-out due time is not re-queued: the old time
/// stands, and when it comes the grain is asked again. A grain stands in the heap once, or twice after an earlier time was set.
/// </summary>
internal sealed class DueQueue
{
    private readonly PriorityQueue<GrainId, long> _heap = new();
    private readonly Dictionary<GrainId, long> _scheduled = [];

    public long? NextMs => _heap.TryPeek(out _, out var due) ? due : null;

    /// <summary>Whose time comes first; there is one when <see cref="NextMs"/> is not null.</summary>
    public GrainId NextId => _heap.Peek();

    /// <summary>Forgets the first time; a grain that has an earlier or a later one standing keeps it.</summary>
    public void Drop()
    {
        _heap.TryDequeue(out var id, out var due);
        if (_scheduled.TryGetValue(id, out var standing) && standing == due) _scheduled.Remove(id);
    }

    /// <summary>Makes sure the grain is asked at that time or before.</summary>
    public void Schedule(GrainId id, long? dueAtMs)
    {
        if (dueAtMs is not { } due) return;
        if (_scheduled.TryGetValue(id, out var standing) && standing <= due) return;
        _scheduled[id] = due;
        _heap.Enqueue(id, due);
    }

    /// <summary>Takes every grain whose standing time has come. The caller asks each and schedules it again.</summary>
    public List<GrainId> TakeDue(long nowMs)
    {
        var taken = new List<GrainId>();
        while (_heap.TryPeek(out var id, out var due) && due <= nowMs)
        {
            _heap.Dequeue();
            if (_scheduled.TryGetValue(id, out var standing) && standing == due)
            {
                _scheduled.Remove(id);
                taken.Add(id);
            }
        }

        return taken;
    }
}
