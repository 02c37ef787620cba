using System.Globalization;
using System.IO.Compression;
using System.Text;
using SmartCare.Domain.Registry;
using SmartCare.Learning.Models;
using SmartCare.Learning.Training;

namespace SmartCare.Learning.Tests.Support;

/// <summary>A model that was trained here on made motions, laid out as SisFall's recordings are: thirteen people, twelve falls and twelve seats each.</summary>
public sealed class LearnedModel : IDisposable
{
    public static readonly DateTimeOffset Day = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public LearnedModel()
    {
        Folder = Directory.CreateTempSubdirectory("smartcare-learning-").FullName;
        Data = Path.Combine(Folder, "data");
        Models = Path.Combine(Folder, "models");
        Directory.CreateDirectory(Path.Combine(Data, "sisfall"));
        for (var person = 1; person <= 13; person++) Write(person);
        Manifest = FallTraining.Run(Data, WearingPlace.Waist, Models, Day);
    }

    public string Folder { get; }

    public string Data { get; }

    public string Models { get; }

    public ModelManifest Manifest { get; }

    public string Version => Path.Combine(Models, "waist", Manifest.Version);

    /// <summary>A copy that a test may damage.</summary>
    public string CopyModels()
    {
        var copy = Path.Combine(Folder, Guid.NewGuid().ToString("N"));
        var version = Path.Combine(copy, "waist", Manifest.Version);
        Directory.CreateDirectory(version);
        foreach (var file in Directory.GetFiles(Version)) File.Copy(file, Path.Combine(version, Path.GetFileName(file)));
        return copy;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Write(int person)
    {
        using var file = new StreamWriter(new GZipStream(File.Create(Path.Combine(Data, "sisfall", $"SA{person:00}.csv.gz")), CompressionLevel.Fastest), Encoding.ASCII);
        file.WriteLine("code,trial,ax,ay,az");
        for (var trial = 1; trial <= 12; trial++)
        {
            Write(file, "F01", trial, Motions.Fall(person * 100 + trial).Axes);
            Write(file, "D07", trial, Motions.Seat(person * 100 + 50 + trial).Axes);
        }
    }

    private static void Write(StreamWriter file, string code, int trial, float[] axes)
    {
        for (var i = 0; i < axes.Length; i += 3)
            file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{code},{trial},{axes[i] * 256:0},{axes[i + 1] * 256:0},{axes[i + 2] * 256:0}"));
    }
}
