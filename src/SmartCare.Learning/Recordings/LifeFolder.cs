using System.Globalization;
using System.IO.Compression;

namespace SmartCare.Learning.Recordings;

/// <summary>The public recordings of days at home that a person has put into a folder; none may be passed on with the product.</summary>
internal static class LifeFolder
{
    private const NumberStyles Signed = NumberStyles.Float;

    /// <returns>Of every set that is there.</returns>
    public static List<LifeRecording> Read(string folder) =>
    [
        .. Files(folder, "agewise-actigraphy", "id*.csv.gz").Select(file => Of("agewise-actigraphy", file, Actigraphy)),
        .. Files(folder, "casas-single-home", "events_*.csv.gz").Select(file => Of("casas-single-home", file, Casas)),
        .. Files(folder, "kasteren", "house*_sensors.csv.gz").Select(file => Of("kasteren", file, Kasteren)),
        .. Files(folder, "mit-placelab", "subject*_events.csv").Select(file => Of("mit-placelab", file, PlaceLab)),
    ];

    // Counts of one minute; none is no movement, or a watch on the table.
    private static IEnumerable<LifeSign> Actigraphy(string[] line)
    {
        if (DateTime.TryParseExact(line[0], "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            && double.TryParse(line[1], Signed, CultureInfo.InvariantCulture, out var counts) && counts > 0)
            yield return new LifeSign(new DateTimeOffset(at, TimeSpan.Zero), null);
    }

    // What a motion sensor sees begins with ON; that it sees nothing any more is no sign.
    private static IEnumerable<LifeSign> Casas(string[] line)
    {
        if (line[2] is "OPEN" or "CLOSE") yield return new LifeSign(Time(line[0]), line[2] is "CLOSE");
        if (line[2] is "ON") yield return new LifeSign(Time(line[0]), null);
    }

    private static IEnumerable<LifeSign> Kasteren(string[] line)
    {
        var isDoor = line[3].Contains("front", StringComparison.OrdinalIgnoreCase);
        yield return new LifeSign(Time(line[0]), isDoor ? false : null);
        yield return new LifeSign(Time(line[1]), isDoor ? true : null);
    }

    private static IEnumerable<LifeSign> PlaceLab(string[] line)
    {
        var isDoor = line[2].Contains("Foyer", StringComparison.Ordinal) && line[3].Contains("Door", StringComparison.Ordinal);
        yield return new LifeSign(Time($"{line[0]} {line[4]}"), isDoor ? false : null);
        yield return new LifeSign(Time($"{line[0]} {line[5]}"), isDoor ? true : null);
    }

    private static LifeRecording Of(string set, string file, Func<string[], IEnumerable<LifeSign>> read)
    {
        var told = Lines(file).SelectMany(line => read(line.Split(','))).OrderBy(s => s.At).ToList();
        var (signs, lastAt) = (new List<LifeSign>(told.Count), DateTimeOffset.MinValue);
        foreach (var sign in told)
        {
            // A house hears a place where someone moves once a minute.
            if (sign.Door is null && sign.At - lastAt < TimeSpan.FromSeconds(55)) continue;
            if (sign.Door is null) lastAt = sign.At;
            signs.Add(sign);
        }

        return new LifeRecording(set, Path.GetFileName(file).Split('.', '_')[0], [.. signs]);
    }

    private static DateTimeOffset Time(string text) => new(DateTime.Parse(text, CultureInfo.InvariantCulture), TimeSpan.Zero);

    private static IEnumerable<string> Files(string folder, string set, string pattern) => Path.Combine(folder, set) is var of && Directory.Exists(of)
        ? Directory.EnumerateFiles(of, pattern).Order(StringComparer.Ordinal) : [];

    private static IEnumerable<string> Lines(string file)
    {
        Stream bytes = File.OpenRead(file);
        using var text = new StreamReader(file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(bytes, CompressionMode.Decompress) : bytes);
        text.ReadLine();
        while (text.ReadLine() is { } line) yield return line;
    }
}
