using Microsoft.Data.Sqlite;

namespace SmartCare.Series;

/// <summary>The series in an SQLite file of its own, for a home without InfluxDB. Points and cursor move in one transaction.</summary>
/// <remarks>WAL with synchronous=NORMAL: a power cut may take the newest transactions back, cursor and points together, and the
/// journal brings them again. The file is opened at first use, so that a bad disk shows as "away" and not as a failed start.</remarks>
public sealed class EmbeddedSeries : ISeriesStore
{
    readonly SemaphoreSlim _writing = new(1);
    readonly SemaphoreSlim _reading = new(1);
    readonly string _path;
    readonly int _keepDays, _keepMeansDays;
    readonly TimeProvider _time;
    SeriesWriter? _writer;
    SqliteConnection? _reader;
    bool _disposed;

    /// <param name="path">The file, such as <c>data/series.db</c>; made when absent, with its folder.</param>
    /// <param name="keepDays">Points older than this become 5-minute means, little by little as others are written.</param>
    /// <param name="keepMeansDays">Means and events older than this are deleted, as little.</param>
    public EmbeddedSeries(string path, int keepDays = Limits.KeepDays, int keepMeansDays = Limits.KeepMeansDays, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(keepDays);
        ArgumentOutOfRangeException.ThrowIfLessThan(keepMeansDays, keepDays);
        (_path, _keepDays, _keepMeansDays, _time) = (path, keepDays, keepMeansDays, time ?? TimeProvider.System);
    }

    public ValueTask<IReadOnlyList<SeriesCursor>> CursorsAsync(CancellationToken ct) =>
        AloneAsync(_writing, () => Writer().Cursors(), ct);

    public async ValueTask WriteAsync(IReadOnlyList<SeriesReading> readings, SeriesCursor cursor, CancellationToken ct) =>
        await AloneAsync(_writing, () =>
        {
            Writer().Write(readings, cursor, OldestKept());
            return true;
        }, ct);

    public ValueTask<IReadOnlyList<SeriesPoint>> QueryAsync(SeriesQuery query, CancellationToken ct)
    {
        query = query.Bounded();
        return query.IsEmpty ? new([]) : AloneAsync(_reading, () => SeriesSelect.Run(Reader(), query), ct);
    }

    public ValueTask<IReadOnlyList<SeriesEvent>> EventsAsync(SeriesEventQuery query, CancellationToken ct)
    {
        query = query.Bounded();
        return query.IsEmpty ? new([]) : AloneAsync(_reading, () => SeriesSelect.Run(Reader(), query), ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync();
        await _reading.WaitAsync();
        _disposed = true;
        _writer?.Dispose();
        _reader?.Dispose();
        _writing.Release();
        _reading.Release();
    }

    /// <summary>For tests that make the disk full.</summary>
    internal SeriesWriter Writer()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _writer ??= new SeriesWriter(SeriesFile.Open(_path));
    }

    SqliteConnection Reader()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _reader ??= SeriesFile.Open(_path);
    }

    OldestKept OldestKept() => new(NsBefore(_keepDays), NsBefore(_keepMeansDays));

    long NsBefore(int days) => (_time.GetUtcNow() - TimeSpan.FromDays(days)).ToUnixTimeMilliseconds() * 1_000_000;

    /// <summary>SQLite answers at once or not at all, so the work runs here, on the caller's thread.</summary>
    static async ValueTask<T> AloneAsync<T>(SemaphoreSlim gate, Func<T> work, CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            return work();
        }
        catch (Exception fault) when (fault is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new SeriesUnavailableException("The embedded series: " + fault.Message, fault);
        }
        finally
        {
            gate.Release();
        }
    }
}
