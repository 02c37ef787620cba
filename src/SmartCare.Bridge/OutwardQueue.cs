namespace SmartCare.Bridge;

/// <summary>Something that the house says at a site's own broker.</summary>
public sealed record Outward(string Topic, ReadOnlyMemory<byte> Payload, bool Retain);

/// <summary>
/// What waits to be said at one broker: changes in their order, and the newest word of each retained topic, which is said again at every connection because the
/// broker may have begun anew. Nobody waits for it: when it is full the oldest change goes.
/// </summary>
public sealed class OutwardQueue
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Outward> _changes = new();
    private readonly Dictionary<string, Outward> _retained = [];
    private readonly HashSet<string> _unsaid = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _dropped;

    /// <summary>Changes that were never said because too many waited.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public int Waiting { get { lock (_lock) return _changes.Count + _unsaid.Count; } }

    public void Say(Outward said)
    {
        TaskCompletionSource? news;
        lock (_lock)
        {
            if (said.Retain)
            {
                if (!_retained.ContainsKey(said.Topic) && _retained.Count >= Limits.OutwardRetainedMax)
                {
                    Interlocked.Increment(ref _dropped);
                    return;
                }

                _retained[said.Topic] = said;
                _unsaid.Add(said.Topic);
            }
            else
            {
                _changes.AddLast(said);
                if (_changes.Count > Limits.OutwardMax)
                {
                    _changes.RemoveFirst();
                    Interlocked.Increment(ref _dropped);
                }
            }

            news = _news;
        }

        news.TrySetResult();
    }

    /// <summary>A new connection: what is retained is to be said once more.</summary>
    internal void BeginAnew()
    {
        lock (_lock) _unsaid.UnionWith(_retained.Keys);
    }

    /// <summary>The next to be said; it stays until it was <see cref="Taken"/>.</summary>
    internal async ValueTask<Outward> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task news;
            lock (_lock)
            {
                foreach (var topic in _unsaid) return _retained[topic];
                if (_changes.First is { Value: var first }) return first;
                if (_news.Task.IsCompleted) _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
                news = _news.Task;
            }

            await news.WaitAsync(cancellation);
        }
    }

    /// <summary>The broker has it, or will never take it.</summary>
    internal void Taken(Outward said)
    {
        lock (_lock)
        {
            // Unless there is a newer word by now.
            if (said.Retain && ReferenceEquals(_retained[said.Topic], said)) _unsaid.Remove(said.Topic);
            else if (ReferenceEquals(_changes.First?.Value, said)) _changes.RemoveFirst();
        }
    }
}
