namespace SmartCare.Series;

/// <summary>The port of the series: points in, questions out. Writing is at least once from the caller's side and once in effect.</summary>
/// <remarks>One writer at a time; questions may come from any thread meanwhile.</remarks>
public interface ISeriesStore : IAsyncDisposable
{
    /// <summary>Cursors of everything that is already safely in, at most one per shard; empty at first.</summary>
    /// <exception cref="SeriesUnavailableException">The store is away.</exception>
    ValueTask<IReadOnlyList<SeriesCursor>> CursorsAsync(CancellationToken ct);

    /// <summary>Writes the readings and, once they are safe, moves the cursor. No readings: moves the cursor alone.</summary>
    /// <exception cref="SeriesUnavailableException">The store is away; the caller tries the same batch again.</exception>
    ValueTask WriteAsync(IReadOnlyList<SeriesReading> readings, SeriesCursor cursor, CancellationToken ct);

    /// <summary>Points of confirmed batches that the store would never take and that were left out, since the start.</summary>
    long Dropped => 0;

    /// <summary>What should not stay so, in one line for an operator; null when nothing is.</summary>
    string? Trouble => null;

    /// <summary>Points in ascending time; the first ones when there are more than the limit; empty for what is unknown.</summary>
    /// <exception cref="SeriesUnavailableException">The store is away.</exception>
    ValueTask<IReadOnlyList<SeriesPoint>> QueryAsync(SeriesQuery query, CancellationToken ct);

    /// <summary>Events or alert changes in ascending time; the first ones when there are more than the limit.</summary>
    /// <exception cref="SeriesUnavailableException">The store is away.</exception>
    ValueTask<IReadOnlyList<SeriesEvent>> EventsAsync(SeriesEventQuery query, CancellationToken ct);
}

/// <summary>One value at a time in Unix milliseconds (rounded down), or what one step holds.</summary>
/// <param name="Value">The value, or the mean of the step's.</param>
/// <param name="Count">How many values it stands for.</param>
public readonly record struct SeriesPoint(long UnixMs, double Value, double Min, double Max, long Count)
{
    public SeriesPoint(long unixMs, double value) : this(unixMs, value, value, value, 1) { }
}

/// <summary>A question for one channel of one device.</summary>
/// <param name="FromMs">Unix milliseconds, inclusive; times before 1970 count as 1970.</param>
/// <param name="ToMs">Unix milliseconds, exclusive.</param>
/// <param name="StepSeconds">0: the raw points. Else one mean per step that holds a point, stamped with the step's start; steps are
/// counted from 1970, so the first one may be stamped before <paramref name="FromMs"/>, but no point before it is counted.</param>
/// <param name="Limit">Most points wanted; never more than <see cref="Limits.PointsPerQuery"/>.</param>
public sealed record SeriesQuery(string Device, string Channel, long FromMs, long ToMs, int StepSeconds, int Limit)
{
    /// <summary>Last millisecond whose nanoseconds fit a long (in the year 2262).</summary>
    internal const long LastMs = long.MaxValue / 1_000_000;

    /// <summary>The same question with bounds that every store can compute with.</summary>
    internal SeriesQuery Bounded() => this with
    {
        FromMs = Math.Clamp(FromMs, 0, LastMs),
        ToMs = Math.Clamp(ToMs, 0, LastMs),
        StepSeconds = Math.Max(0, StepSeconds),
        Limit = Math.Clamp(Limit, 0, Limits.PointsPerQuery),
    };

    internal bool IsEmpty => Limit == 0 || FromMs >= ToMs || Channel.Length == 0;
}

/// <summary>A question for events or alert changes.</summary>
/// <param name="Measurement"><see cref="SeriesReading.Event"/> or <see cref="SeriesReading.Alert"/>.</param>
/// <param name="FromMs">Unix milliseconds, inclusive.</param>
/// <param name="ToMs">Unix milliseconds, exclusive.</param>
/// <param name="Device">Only of this device; null: of all.</param>
/// <param name="Elder">Only of this elder; null: of all.</param>
public sealed record SeriesEventQuery(string Measurement, long FromMs, long ToMs, int Limit, string? Device = null, string? Elder = null)
{
    internal SeriesEventQuery Bounded() => this with
    {
        FromMs = Math.Clamp(FromMs, 0, SeriesQuery.LastMs), ToMs = Math.Clamp(ToMs, 0, SeriesQuery.LastMs), Limit = Math.Clamp(Limit, 0, Limits.EventsPerQuery),
    };

    internal bool IsEmpty => Limit == 0 || FromMs >= ToMs;
}

/// <summary>An event or a change of an alert as it stands in the store.</summary>
/// <param name="Texts">Empty where the store keeps no texts (VictoriaMetrics).</param>
public sealed record SeriesEvent(
    long UnixMs, IReadOnlyDictionary<string, string> Tags, IReadOnlyDictionary<string, double> Values, IReadOnlyDictionary<string, string> Texts);

/// <summary>The store is away: refused, silent, full or broken. Nothing of the batch counts as written.</summary>
public sealed class SeriesUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The store has lost what it had confirmed and not yet kept (it was started anew): its cursors have gone back, and the feed begins where they are.</summary>
public sealed class SeriesLostException(string message) : Exception(message);
