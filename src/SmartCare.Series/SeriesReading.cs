namespace SmartCare.Series;

/// <summary>One reading of one device as points of one instant.</summary>
/// <param name="Device">The device's id; with the channel it names the series.</param>
/// <param name="Place">May be empty. Must follow from the journal alone: in InfluxDB it is part of the point's identity.</param>
/// <param name="Site">May be empty; as <paramref name="Place"/>.</param>
/// <param name="Ns">Unix nanoseconds, after 1970. The caller makes it unique per reading of the device and the same at every
/// attempt, so that writing twice is writing once.</param>
/// <param name="Fields">Channel and value. A field without a name, and a value that is not a finite number, is left out.</param>
public sealed record SeriesReading(
    string Device, string Place, string Site, long Ns, IReadOnlyList<KeyValuePair<string, double>> Fields)
{
    /// <summary>Whether any store keeps this field: JSON has no NaN to answer with, and a nameless channel cannot be asked for.</summary>
    internal static bool IsKept(in KeyValuePair<string, double> field) => field.Key.Length > 0 && double.IsFinite(field.Value);
}

/// <summary>Where the reader of the journal stands in one shard: <paramref name="Entry"/> is the last entry that is in, 0 before
/// the first.</summary>
public readonly record struct SeriesCursor(int Shard, long Entry);
