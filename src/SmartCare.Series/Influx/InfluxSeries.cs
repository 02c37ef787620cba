using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SmartCare.Series;

/// <summary>The series in InfluxDB (1.x, 2.x or 3.x): measurement <c>reading</c>, tags device, place and site, a field per channel.</summary>
/// <remarks>The cursors stand in a file of ours and move after InfluxDB confirmed the points; what is sent again after a crash in
/// between lands on itself. The client's handler is the caller's; it is not disposed here.</remarks>
public sealed partial class InfluxSeries : ISeriesStore
{
    readonly InfluxHttp _influx;
    readonly CursorFile _file;
    readonly ILogger _log;
    SortedDictionary<int, SeriesCursor>? _cursors;
    readonly TimeProvider _time;
    long _dropped;
    long _untold;
    long? _toldAt;

    /// <param name="cursorPath">A file, made when absent. Delete it to bring the whole journal in again.</param>
    public InfluxSeries(InfluxOptions options, HttpClient client, string cursorPath, ILogger<InfluxSeries>? log = null, TimeProvider? time = null)
    {
        _influx = new(options, client);
        // Without user and password, which a URL may carry.
        _file = new(cursorPath, options.Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            .TrimEnd('/') + " " + options.Database);
        _log = log ?? NullLogger<InfluxSeries>.Instance;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Points that InfluxDB would never take (a field it holds with another type, a time out of its range) and that were
    /// left out since the start.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public ValueTask<IReadOnlyList<SeriesCursor>> CursorsAsync(CancellationToken ct)
    {
        try
        {
            return new([.. Cursors().Values]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SeriesUnavailableException("The cursor file cannot be read: " + fault.Message, fault);
        }
    }

    public async ValueTask WriteAsync(IReadOnlyList<SeriesReading> readings, SeriesCursor cursor, CancellationToken ct)
    {
        var write = new InfluxWrite(_influx, ct);
        await write.PutAsync(readings);
        if (write.Dropped > 0)
        {
            Volatile.Write(ref _dropped, _dropped + write.Dropped);
            Tell(write);
        }
        Move(cursor);
    }

    public async ValueTask<IReadOnlyList<SeriesPoint>> QueryAsync(SeriesQuery query, CancellationToken ct)
    {
        query = query.Bounded();
        if (query.IsEmpty) return [];
        var answer = await _influx.QueryAsync(InfluxQl.Select(query), query.Limit, ct);
        // Before the first write there is no database: nothing is known yet, which is no failure.
        return answer.Error is null || answer.Error.StartsWith("database not found", StringComparison.Ordinal)
            ? answer.Points
            : throw new SeriesUnavailableException("InfluxDB refused the question: " + answer.Error);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    void Tell(InfluxWrite write)
    {
        _untold += write.Dropped;
        if (_toldAt is { } last && _time.GetElapsedTime(last) < Limits.BetweenDroppedLogs) return;
        LogDropped(_log, _untold, write.DroppedBecause);
        (_untold, _toldAt) = (0, _time.GetTimestamp());
    }

    void Move(SeriesCursor cursor)
    {
        try
        {
            var moved = new SortedDictionary<int, SeriesCursor>(Cursors()) { [cursor.Shard] = cursor };
            _file.Replace(moved.Values);
            _cursors = moved;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SeriesUnavailableException("The cursor file cannot be written: " + fault.Message, fault);
        }
    }

    SortedDictionary<int, SeriesCursor> Cursors() =>
        _cursors ??= new(_file.Read().ToDictionary(c => c.Shard));

    [LoggerMessage(4, LogLevel.Error, "InfluxDB would not take {Points} points; they were left out. Of the last of them it says: {Reason}")]
    static partial void LogDropped(ILogger log, long points, string reason);
}
