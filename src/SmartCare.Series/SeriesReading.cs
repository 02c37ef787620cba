namespace SmartCare.Series;

/// <summary>One reading of one device as points of one instant; also an event, or a change of an alert.</summary>
/// <param name="Device">The device's id; with the channel it names the series.</param>
/// <param name="Place">May be empty. Must follow from the journal alone: in InfluxDB it is part of the point's identity.</param>
/// <param name="Site">May be empty; as <paramref name="Place"/>.</param>
/// <param name="Ns">Unix nanoseconds, after 1970. The caller makes it unique per reading of the device and the same at every
/// attempt, so that writing twice is writing once.</param>
/// <param name="Fields">Channel and value. A field without a name, and a value that is not a finite number, is left out.</param>
public sealed record SeriesReading(
    string Device, string Place, string Site, long Ns, IReadOnlyList<KeyValuePair<string, double>> Fields)
{
    public const string Reading = "reading", Event = "event", Alert = "alert";

    /// <summary>What it is a point of: a reading, an event, a change of an alert.</summary>
    public string Measurement { get; init; } = Reading;

    /// <summary>The elder whose device it was then; may be empty.</summary>
    public string Elder { get; init; } = "";

    /// <summary>The device's model then; may be empty.</summary>
    public string Model { get; init; } = "";

    /// <summary>Tags of its measurement beside those above, such as <c>kind</c>; names are plain words.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>Fields that are texts; names are plain words.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Texts { get; init; } = [];

    /// <summary>Every tag that has a value, those of all measurements first.</summary>
    internal IEnumerable<KeyValuePair<string, string>> AllTags() =>
        new KeyValuePair<string, string>[] { new("device", Device), new("elder", Elder), new("model", Model), new("place", Place), new("site", Site) }
            .Concat(Tags).Where(t => t.Value.Length > 0);

    /// <summary>Whether any store keeps this field: JSON has no NaN to answer with, and a nameless channel cannot be asked for.</summary>
    internal static bool IsKept(in KeyValuePair<string, double> field) => field.Key.Length > 0 && double.IsFinite(field.Value);
}

/// <summary>Where the reader of the journal stands in one shard: <paramref name="Entry"/> is the last entry that is in, 0 before
/// the first.</summary>
/// <param name="Memory">What the reader must remember to go on from there, in its own words; the store keeps it with the cursor.</param>
public readonly record struct SeriesCursor(int Shard, long Entry, string? Memory = null);
