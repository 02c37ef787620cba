using SmartCare.Learning.Falls;
using SmartCare.Learning.Training;

namespace SmartCare.Learning.Site;

/// <summary>How daily life looks to a model when it is taught: what a house feels is compared with it.</summary>
/// <remarks>Of daily life alone: a house's bursts are nearly all daily life, while half of the recordings are falls.</remarks>
internal static class FeatureDeciles
{
    public const int Bins = 10;

    /// <returns>By feature eleven numbers, ascending: the least, the upper end of each tenth but the last, the most; null: too few examples to part them.</returns>
    public static Dictionary<string, float[]>? Of(IEnumerable<Example> examples)
    {
        float[][] daily = [.. examples.Where(e => !e.Label && e.Teaches).Select(e => e.Features)];
        return daily.Length < Bins ? null : FallFeatures.Names.Select((name, feature) => (name, feature)).ToDictionary(f => f.name, f =>
        {
            float[] sorted = [.. daily.Select(d => d[f.feature]).Order()];
            return Enumerable.Range(0, Bins + 1).Select(tenth => sorted[Math.Min(sorted.Length - 1, sorted.Length * tenth / Bins)]).ToArray();
        });
    }
}
