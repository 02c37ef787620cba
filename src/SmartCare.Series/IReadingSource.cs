namespace SmartCare.Series;

/// <summary>The readings behind the journal, as the feed sees them; implemented where the journal's format is known.</summary>
public interface IReadingSource
{
    /// <summary>Numbers of the shards that are read, each in an order of its own.</summary>
    IReadOnlyList<int> Shards { get; }

    /// <summary>Readings after the cursor in entry order, at most <paramref name="max"/>, with the cursor after them. Entries that hold
    /// no reading are passed over: then the readings are empty and the cursor has moved. Nothing new: empty, and the same
    /// cursor. All readings of one entry come together. Must give the same readings whenever it is asked the same.</summary>
    ValueTask<(IReadOnlyList<SeriesReading> Readings, SeriesCursor Next)> ReadAsync(SeriesCursor after, int max, CancellationToken ct);

    /// <summary>Completes when there may be something new since the last read (or after at most about 1 s).</summary>
    Task WaitAsync(CancellationToken ct);
}
