using System.Runtime.InteropServices;

namespace SmartCare.Grains;

/// <summary>Many producers, one consumer that takes everything there is at once: what arrived while it worked is its next batch.</summary>
internal sealed class WorkQueue<T>
{
    private readonly object _gate = new();
    private List<T> _waiting = [];
    private bool _closed;

    /// <summary>A glance without the lock: good enough for a limit.</summary>
    public int Count => _waiting.Count;

    public void Add(T item)
    {
        lock (_gate)
        {
            _waiting.Add(item);
            if (_waiting.Count == 1) Monitor.Pulse(_gate);
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Moves what is waiting into <paramref name="taken"/> (cleared first), at most <paramref name="most"/>; waits up to
    /// <paramref name="timeoutMs"/> (-1: without end) for the first.</summary>
    /// <returns>False when the queue is closed and empty.</returns>
    public bool Take(ref List<T> taken, int most, int timeoutMs)
    {
        taken.Clear();
        lock (_gate)
        {
            if (_waiting.Count == 0 && !_closed && timeoutMs != 0) Monitor.Wait(_gate, timeoutMs);
            if (_waiting.Count <= most)
            {
                // The lists change places: producers do not wait while thousands of entries are copied.
                (taken, _waiting) = (_waiting, taken);
            }
            else
            {
                taken.AddRange(CollectionsMarshal.AsSpan(_waiting)[..most]);
                _waiting.RemoveRange(0, most);
            }

            return taken.Count > 0 || !_closed;
        }
    }
}
