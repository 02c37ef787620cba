using SmartCare.Domain.Words;

namespace SmartCare.Grains.Due;

/// <summary>
/// Which grains in memory wait for a time. Silence moves with every reading, so a due time that moved out is not scheduled again: the old time
/// stands, and when it comes the grain is asked. A grain stands in the heap once, or twice after an earlier time was set.
/// </summary>
public sealed class DueHeap
{
    private readonly PriorityQueue<Subject, long> _heap = new();
    private readonly Dictionary<Subject, long> _scheduled = [];

    public long? NextMs => _heap.TryPeek(out _, out var due) ? due : null;

    /// <summary>Makes sure the grain is asked at that time or before.</summary>
    /// <returns>Is it the first of all now?</returns>
    public bool Schedule(Subject id, long due)
    {
        if (_scheduled.TryGetValue(id, out var standing) && standing <= due) return false;
        _scheduled[id] = due;
        _heap.Enqueue(id, due);
        return _heap.Peek() == id;
    }

    public void Forget(Subject id) => _scheduled.Remove(id);

    /// <summary>Takes every grain whose standing time has come. The caller asks each and schedules it again.</summary>
    public List<Subject> TakeDue(long nowMs)
    {
        var taken = new List<Subject>();
        while (_heap.TryPeek(out var id, out var due) && due <= nowMs)
        {
            _heap.Dequeue();
            if (!_scheduled.TryGetValue(id, out var standing) || standing != due) continue;
            _scheduled.Remove(id);
            taken.Add(id);
        }

        return taken;
    }
}
