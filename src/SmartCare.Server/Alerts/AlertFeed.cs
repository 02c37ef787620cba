using System.Threading.Channels;
using SmartCare.Storage;

namespace SmartCare.Server.Alerts;

/// <summary>
/// Every change of every alert, in order of seq, to whoever listens: walls, MQTT, notices. A listener that was away resumes after
/// the last seq it saw and misses nothing: the table for what is old, the ring for what the disk could not take.
/// </summary>
internal sealed class AlertFeed(Tables tables)
{
    /// <summary>Changes kept in memory: those that went out unsaved cannot be read from the table.</summary>
    private const int RingLength = 4_096;

    /// <summary>A listener that has this many changes waiting is cut off, and resumes; memory stays bounded.</summary>
    private const int MostWaiting = 2_048;

    /// <summary>Changes read from the table at a time.</summary>
    private const int Page = 500;

    private readonly object _gate = new();
    private readonly Queue<AlertDocument> _ring = new();
    private readonly HashSet<Channel<AlertDocument>> _listeners = [];
    private long _lastSeq;

    /// <summary>Seq of the newest change that has been shown.</summary>
    public long LastSeq => Interlocked.Read(ref _lastSeq);

    public int Listeners
    {
        get { lock (_gate) return _listeners.Count; }
    }

    /// <summary>Called for every change, in order, on the committer's thread; must not block.</summary>
    public event Action<AlertDocument>? Published;

    public void StartAt(long seq) => Interlocked.Exchange(ref _lastSeq, seq);

    public void Publish(AlertDocument change)
    {
        lock (_gate)
        {
            Interlocked.Exchange(ref _lastSeq, change.Seq);
            // Whoever reads it from there comes late, and says nothing of how long it took.
            _ring.Enqueue(change.Origin is null ? change : change with { Origin = null });
            if (_ring.Count > RingLength) _ring.Dequeue();
            foreach (var listener in _listeners.ToArray())
            {
                if (listener.Writer.TryWrite(change)) continue;
                listener.Writer.TryComplete(new ListenerTooSlowException());
                _listeners.Remove(listener);
            }
        }

        Published?.Invoke(change);
    }

    /// <summary>Every change after a seq, then live ones, each once and in order, until cancelled.</summary>
    /// <exception cref="ListenerTooSlowException">The listener did not keep up; it may resume where it stood.</exception>
    public async IAsyncEnumerable<AlertDocument> ListenAsync(long after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var live = Channel.CreateBounded<AlertDocument>(MostWaiting);
        List<AlertDocument> recent;
        lock (_gate)
        {
            _listeners.Add(live);
            recent = [.. _ring];
            // Numbers that were only shown, and lost with a crash, come again: whoever saw them must not sleep through the new ones.
            after = Math.Min(after, _lastSeq);
        }

        try
        {
            foreach (var change in Past(after, recent))
            {
                after = change.Seq;
                yield return change;
            }

            await foreach (var change in live.Reader.ReadAllAsync(cancellation))
            {
                if (change.Seq <= after) continue;
                after = change.Seq;
                yield return change;
            }
        }
        finally
        {
            lock (_gate) _listeners.Remove(live);
        }
    }

    /// <summary>Every change after a seq that has been shown by now, in order: for who comes back for more when it is ready.</summary>
    public IEnumerable<AlertDocument> Since(long after)
    {
        lock (_gate) return Past(Math.Min(after, _lastSeq), [.. _ring]);
    }

    private IEnumerable<AlertDocument> Past(long after, List<AlertDocument> recent)
    {
        foreach (var old in FromTable(after, recent.Count > 0 ? recent[0].Seq : long.MaxValue))
        {
            after = old.Seq;
            yield return old;
        }

        foreach (var change in recent.Where(c => c.Seq > after)) yield return change;
    }

    /// <summary>The lines stand once, in the alert's own row.</summary>
    private IReadOnlyList<HistoryLine> HistoryOf(string id, Dictionary<string, IReadOnlyList<HistoryLine>> known)
    {
        if (!known.TryGetValue(id, out var lines))
            known[id] = lines = tables.Alert(id) is { } json ? StoredAlert.FromJson(json).Alert.History : [];
        return lines;
    }

    private IEnumerable<AlertDocument> FromTable(long after, long before)
    {
        while (after + 1 < before)
        {
            var page = tables.AlertChanges(after, Page);
            var histories = new Dictionary<string, IReadOnlyList<HistoryLine>>();
            foreach (var json in page)
            {
                var change = StoredAlert.FromJson(json).Alert;
                if (change.Seq >= before) yield break;
                after = change.Seq;
                yield return change with { History = [.. HistoryOf(change.Id, histories).Where(line => line.Seq <= change.Seq)] };
            }

            if (page.Count < Page) yield break;
        }
    }
}

/// <summary>More changes waited for a listener than it may have waiting.</summary>
internal sealed class ListenerTooSlowException() : Exception("This listener did not keep up with the alerts.");
