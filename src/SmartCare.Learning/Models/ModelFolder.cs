using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmartCare.Domain.Registry;
using SmartCare.Learning.Falls;

namespace SmartCare.Learning.Models;

/// <summary><c>models/PLACE/VERSION/</c>: <c>trees.json</c>, which scores; <c>model.zip</c> of Microsoft.ML and <c>model.onnx</c>, for other programs;
/// <c>manifest.json</c>; two drawings.</summary>
internal static class ModelFolder
{
    public const string Trees = "trees.json", Zip = "model.zip", Onnx = "model.onnx", Manifest = "manifest.json", CalibrationPlot = "calibration.svg", TradeoffPlot = "tradeoff.svg";

    /// <summary>Of one file: 150 trees of 12 leaves are 75 KB.</summary>
    private const int LargestFile = 4 << 20;

    /// <summary>Of a place; older ones stay in the folder and are not read.</summary>
    private const int MostVersions = 20;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static string Name(WearingPlace place) => place.ToString().ToLowerInvariant();

    /// <summary>The newest ones, the newest last: versions are dates.</summary>
    public static IEnumerable<string> Versions(string folder, WearingPlace place)
    {
        var of = Path.Combine(folder, Name(place));
        return Directory.Exists(of) ? Directory.EnumerateDirectories(of).Order(StringComparer.Ordinal).TakeLast(MostVersions) : [];
    }

    /// <returns>Null: missing, damaged or of something else; the trouble says which.</returns>
    public static FallScorer? Read(string version, WearingPlace place, out string trouble)
    {
        trouble = "";
        try
        {
            var manifest = JsonSerializer.Deserialize<ModelManifest>(Bytes(Path.Combine(version, Manifest)), s_json);
            var trees = Bytes(Path.Combine(version, Trees));
            if (manifest is null || manifest.Thresholds.Length == 0) trouble = "the manifest is empty";
            else if (manifest.Place != Name(place)) trouble = $"it is a model for the {manifest.Place}";
            else if (Sum(trees) != manifest.TreesSha256) trouble = $"{Trees} is not what the manifest was written for";
            else if (FallTrees.Read(trees, out trouble) is { } read) return new FallScorer(manifest, read);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or JsonException)
        {
            trouble = wrong.Message;
        }

        return null;
    }

    public static void Write(string version, ModelManifest manifest, byte[] trees)
    {
        Directory.CreateDirectory(version);
        File.WriteAllBytes(Path.Combine(version, Trees), trees);
        File.WriteAllBytes(Path.Combine(version, Manifest), JsonSerializer.SerializeToUtf8Bytes(manifest, s_json));
    }

    public static string Sum(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Bytes(string file)
    {
        var length = new FileInfo(file).Length;
        return length <= LargestFile ? File.ReadAllBytes(file) : throw new IOException($"{Path.GetFileName(file)} has {length} bytes, more than any model");
    }
}
