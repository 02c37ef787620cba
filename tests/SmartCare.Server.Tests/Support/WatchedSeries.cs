using SmartCare.Series;

namespace SmartCare.Server.Tests.Support;

/// <summary>How many readings the series holds, and which events, to be waited for.</summary>
public sealed class SeenWrites
{
    private readonly object _gate = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private int _readings;

    public Task ReadingsAsync(int count)
    {
        lock (_gate)
        {
            if (_readings >= count) return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task;
        }
    }

    private readonly List<SeriesReading> _others = [];
    private readonly List<(Predicate<SeriesReading> Wanted, TaskCompletionSource Seen)> _wanted = [];

    /// <summary>An event or a change of an alert.</summary>
    public Task OtherAsync(Predicate<SeriesReading> wanted)
    {
        lock (_gate)
        {
            if (_others.Exists(wanted)) return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _wanted.Add((wanted, seen));
            return seen.Task;
        }
    }

    public void Add(IReadOnlyList<SeriesReading> written)
    {
        lock (_gate)
        {
            _readings += written.Count(r => r.Measurement == SeriesReading.Reading);
            _others.AddRange(written.Where(r => r.Measurement != SeriesReading.Reading));
            foreach (var (wanted, seen) in _wanted)
                if (_others.Exists(wanted))
                    seen.TrySetResult();
            foreach (var (count, reached) in _waiting)
                if (_readings >= count)
                    reached.TrySetResult();
        }
    }
}

/// <summary>A series that says when something has been written.</summary>
public sealed class WatchedSeries(ISeriesStore store, SeenWrites seen) : ISeriesStore
{
    public ValueTask<IReadOnlyList<SeriesCursor>> CursorsAsync(CancellationToken ct) => store.CursorsAsync(ct);

    public async ValueTask WriteAsync(IReadOnlyList<SeriesReading> readings, SeriesCursor cursor, CancellationToken ct)
    {
        await store.WriteAsync(readings, cursor, ct);
        seen.Add(readings);
    }

    public ValueTask<IReadOnlyList<SeriesPoint>> QueryAsync(SeriesQuery query, CancellationToken ct) => store.QueryAsync(query, ct);

    public ValueTask<IReadOnlyList<SeriesEvent>> EventsAsync(SeriesEventQuery query, CancellationToken ct) => store.EventsAsync(query, ct);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
