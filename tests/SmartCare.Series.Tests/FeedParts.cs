namespace SmartCare.Series.Tests;

/// <summary>A journal in memory. An entry is null when it holds no reading.</summary>
sealed class ListedReadings(int shards) : IReadingSource
{
    readonly List<SeriesReading?>[] _entries = [.. Enumerable.Range(0, shards).Select(_ => new List<SeriesReading?>())];
    readonly Lock _lock = new();
    TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<int> Shards { get; } = [.. Enumerable.Range(0, shards)];

    /// <summary>Called when the feed has nothing left to read.</summary>
    public Action Idle { get; set; } = () => { };

    /// <summary>Entry numbers start at 1.</summary>
    public void Add(int shard, IEnumerable<SeriesReading?> entries)
    {
        lock (_lock)
        {
            _entries[shard].AddRange(entries);
            _more.TrySetResult();
        }
    }

    public ValueTask<(IReadOnlyList<SeriesReading> Readings, SeriesCursor Next)> ReadAsync(SeriesCursor after, int max, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
            var entries = _entries[after.Shard].Skip((int)after.Entry).Take(max).ToArray();
            IReadOnlyList<SeriesReading> readings = [.. entries.OfType<SeriesReading>()];
            return new((readings, after with { Entry = after.Entry + entries.Length }));
        }
    }

    public Task WaitAsync(CancellationToken ct)
    {
        Idle();
        lock (_lock) return _more.Task.WaitAsync(ct);
    }
}

/// <summary>A store in memory, or another one behind it, whose absence the test decides, and which tells how often it was asked.</summary>
sealed class WatchedStore(ISeriesStore? inner = null) : ISeriesStore
{
    readonly Dictionary<int, SeriesCursor> _cursors = [];

    public List<SeriesReading> Written { get; } = [];
    public List<SeriesCursor> Moves { get; } = [];

    /// <summary>Throws when the store is to be away.</summary>
    public Action BeforeWrite { get; set; } = () => { };

    /// <summary>Called with all readings confirmed so far.</summary>
    public Action<int> AfterWrite { get; set; } = _ => { };

    /// <summary>Which readings the store would never take.</summary>
    public Func<SeriesReading, bool> Refuses { get; set; } = _ => false;

    public long Dropped { get; private set; }

    public Action AfterFailure { get; set; } = () => { };

    public Action BeforeCursors { get; set; } = () => { };

    public void Remember(params SeriesCursor[] cursors)
    {
        foreach (var cursor in cursors) _cursors[cursor.Shard] = cursor;
    }

    public ValueTask<IReadOnlyList<SeriesCursor>> CursorsAsync(CancellationToken ct)
    {
        BeforeCursors();
        return inner?.CursorsAsync(ct) ?? new([.. _cursors.Values]);
    }

    public async ValueTask WriteAsync(IReadOnlyList<SeriesReading> readings, SeriesCursor cursor, CancellationToken ct)
    {
        try
        {
            BeforeWrite();
            if (inner is not null) await inner.WriteAsync(readings, cursor, ct);
        }
        catch (SeriesUnavailableException)
        {
            AfterFailure();
            throw;
        }
        Written.AddRange(readings.Where(r => !Refuses(r)));
        Dropped += readings.Count(Refuses);
        Moves.Add(cursor);
        Remember(cursor);
        AfterWrite(Written.Count);
    }

    public ValueTask<IReadOnlyList<SeriesPoint>> QueryAsync(SeriesQuery query, CancellationToken ct) =>
        inner?.QueryAsync(query, ct) ?? new([]);

    public ValueTask<IReadOnlyList<SeriesEvent>> EventsAsync(SeriesEventQuery query, CancellationToken ct) =>
        inner?.EventsAsync(query, ct) ?? new([]);

    public ValueTask DisposeAsync() => inner?.DisposeAsync() ?? ValueTask.CompletedTask;
}
