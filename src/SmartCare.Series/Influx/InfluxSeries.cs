using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SmartCare.Series;

/// <summary>The series in InfluxDB (1.x, 2.x or 3.x) or VictoriaMetrics, as the <c>docs/contract/series.md</c> has it.</summary>
/// <remarks>The cursors stand in a file of ours and move after the server has kept the points; what is sent again after a crash in
/// between lands on itself. What the server is, is found out at the first word with it. The client's handler is the caller's; it is not disposed here.</remarks>
public sealed partial class InfluxSeries : ISeriesStore
{
    static readonly TimeSpan BetweenKeeping = TimeSpan.FromDays(1);

    readonly InfluxOptions _options;
    readonly HttpClient _client;
    readonly CursorFile _file;
    readonly RefusedFile _aside;
    readonly ILogger _log;
    readonly TimeProvider _time;
    readonly SemaphoreSlim _finding = new(1);
    SortedDictionary<int, SeriesCursor>? _cursors;
    IInfluxServer? _server;
    HeldCursors? _held;
    string? _refusedKeeping;
    long? _keptAt, _toldAt;
    long _dropped, _untold;

    /// <param name="cursorPath">A file, made when absent. Delete it to bring the whole journal in again. Refused points stand beside it.</param>
    public InfluxSeries(InfluxOptions options, HttpClient client, string cursorPath, ILogger<InfluxSeries>? log = null, TimeProvider? time = null)
    {
        (_options, _client, _time, _log) = (options, client, time ?? TimeProvider.System, log ?? NullLogger<InfluxSeries>.Instance);
        // Without user and password, which a URL may carry.
        _file = new(cursorPath, options.Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            .TrimEnd('/') + " " + options.Database);
        _aside = new(RefusedPath(cursorPath), _time);
    }

    /// <summary>Where refused points are set aside.</summary>
    public static string RefusedPath(string cursorPath) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(cursorPath))!, "series-refused.jsonl");

    /// <summary>Points that InfluxDB would never take (a field it holds with another type, a time out of its range) and that were
    /// set aside since the start.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public string? Trouble => _refusedKeeping;

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
        var server = await ServerAsync(ct);
        if (!server.ConfirmsWhatIsKept) Move(await (_held ??= new(server, _time)).KeptAsync(ct));
        await PutAsync(server, readings, ct);
        if (_held is null) Move([cursor]);
        else _held.Hold(cursor);
        if (readings.Count > 0) await KeepAsync(server, ct);
    }

    public async ValueTask<IReadOnlyList<SeriesPoint>> QueryAsync(SeriesQuery query, CancellationToken ct)
    {
        query = query.Bounded();
        return query.IsEmpty ? [] : await (await ServerAsync(ct)).QueryAsync(query, ct);
    }

    public async ValueTask<IReadOnlyList<SeriesEvent>> EventsAsync(SeriesEventQuery query, CancellationToken ct)
    {
        query = query.Bounded();
        return query.IsEmpty ? [] : await (await ServerAsync(ct)).EventsAsync(query, ct);
    }

    public ValueTask DisposeAsync()
    {
        _server?.Dispose();
        return ValueTask.CompletedTask;
    }

    async ValueTask<IInfluxServer> ServerAsync(CancellationToken ct)
    {
        if (Volatile.Read(ref _server) is { } known) return known;
        await _finding.WaitAsync(ct);
        try
        {
            return _server ??= await InfluxProbe.FindAsync(_options, _client, ct);
        }
        finally
        {
            _finding.Release();
        }
    }

    /// <summary>Once a day; that it cannot be asked now is no trouble of the points.</summary>
    async Task KeepAsync(IInfluxServer server, CancellationToken ct)
    {
        if (_keptAt is { } at && _time.GetElapsedTime(at) < BetweenKeeping) return;
        _keptAt = _time.GetTimestamp();
        try
        {
            _refusedKeeping = await server.KeepAsync(ct);
        }
        catch (SeriesUnavailableException away)
        {
            _refusedKeeping = away.Message;
        }
    }

    async Task PutAsync(IInfluxServer server, IReadOnlyList<SeriesReading> readings, CancellationToken ct)
    {
        var write = new InfluxWrite(server, _aside, ct);
        try
        {
            await write.PutAsync(readings);
        }
        catch (SeriesUnavailableException)
        {
            _held?.Suspect();
            throw;
        }

        if (write.Dropped == 0) return;
        Volatile.Write(ref _dropped, _dropped + write.Dropped);
        Tell(write);
    }

    void Tell(InfluxWrite write)
    {
        _untold += write.Dropped;
        if (_toldAt is { } last && _time.GetElapsedTime(last) < Limits.BetweenDroppedLogs) return;
        LogDropped(_log, _untold, write.DroppedBecause);
        (_untold, _toldAt) = (0, _time.GetTimestamp());
    }

    void Move(IReadOnlyList<SeriesCursor> cursors)
    {
        if (cursors.Count == 0) return;
        try
        {
            var moved = new SortedDictionary<int, SeriesCursor>(Cursors());
            foreach (var cursor in cursors) moved[cursor.Shard] = cursor;
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

    [LoggerMessage(4, LogLevel.Error, "The series server would not take {Points} points; they were set aside in series-refused.jsonl. Of the last of them it says: {Reason}")]
    static partial void LogDropped(ILogger log, long points, string reason);
}
