using SmartCare.Series;

namespace SmartCare.Server.Tests.Support;

/// <summary>How many readings the series holds, to be waited for.</summary>
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

    public void Add(int readings)
    {
        lock (_gate)
        {
            _readings += readings;
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
        seen.Add(readings.Count);
    }

    public ValueTask<IReadOnlyList<SeriesPoint>> QueryAsync(SeriesQuery query, CancellationToken ct) => store.QueryAsync(query, ct);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
