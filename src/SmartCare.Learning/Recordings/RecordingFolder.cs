using System.Globalization;
using System.IO.Compression;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;

namespace SmartCare.Learning.Recordings;

/// <summary>The public recordings that a person has put into a folder: <c>sisfall/</c>, <c>weda-fall/</c>, <c>umafall/</c>, as gzipped tables, a person a file.</summary>
/// <remarks>None of them may be passed on with the product, and no model that was trained on them either.</remarks>
internal static class RecordingFolder
{
    public static readonly RecordingSet[] Sets =
    [
        // ADXL345 at the belt buckle, raw counts of 13 bits over +-16 g (Sucerquia 2017).
        new("sisfall", WearingPlace.Waist, "S*.csv.gz", line =>
            new(line[0], line[1], line[0][0] == 'F', [Count(line[2]), Count(line[3]), Count(line[4])]), person => person.StartsWith("SE", StringComparison.Ordinal), 50),
        // Fitbit Sense, m/s²; its clock delivers in bursts, so the rows count as evenly spaced (Marques 2023).
        new("weda-fall", WearingPlace.Wrist, "U*.csv.gz", line =>
            new(line[0], line[1], line[0][0] == 'F', [Metres(line[3]), Metres(line[4]), Metres(line[5])]), person => int.Parse(person[1..], CultureInfo.InvariantCulture) > 20, 50),
        // SensorTag at about 20 Hz (Casilari 2017); 01 and 03 are the elders.
        new("umafall", WearingPlace.Waist, "subject_*.csv.gz", line => line[4] != "WAIST" ? null :
            new(line[1], $"{line[1]} {line[2]} {line[3]}", line[0] == "Fall", [Number(line[6]), Number(line[7]), Number(line[8])]), person => person is "subject_01" or "subject_03", 20),
    ];

    /// <returns>Empty when the set is not in the folder.</returns>
    public static List<Trial> Read(string folder, RecordingSet set)
    {
        var trials = new List<Trial>();
        var of = Path.Combine(folder, set.Name);
        if (!Directory.Exists(of)) return trials;
        foreach (var file in Directory.EnumerateFiles(of, set.Files).Order(StringComparer.Ordinal))
        {
            var person = Path.GetFileName(file).Split('.')[0];
            string? trial = null;
            var (axes, last) = (new List<float>(), default(RecordingRow));
            void End()
            {
                if (last is not null) trials.Add(new Trial(person, set.IsElder(person), last.Activity, last.IsFall, new MotionBurst([.. axes], set.Rate)));
                axes.Clear();
            }

            foreach (var line in Lines(file))
            {
                if (set.Row(line.Split(',')) is not { } row) continue;
                if (row.Trial != trial || row.Activity != last?.Activity) End();
                (trial, last) = (row.Trial, row);
                axes.AddRange(row.Axes);
            }

            End();
        }

        return trials;
    }

    private static IEnumerable<string> Lines(string file)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        text.ReadLine();
        while (text.ReadLine() is { } line) yield return line;
    }

    private static float Count(string text) => int.Parse(text, CultureInfo.InvariantCulture) * (32f / 8192);

    private static float Metres(string text) => Number(text) / 9.80665f;

    private static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);
}

/// <param name="Row">Cells of a line to a sample; null: not of this wearing place.</param>
/// <param name="Rate">Samples a second.</param>
internal sealed record RecordingSet(
    string Name, WearingPlace Place, string Files, Func<string[], RecordingRow?> Row, Func<string, bool> IsElder, double Rate);

internal sealed record RecordingRow(string Activity, string Trial, bool IsFall, float[] Axes);
