using SmartCare.Learning.Falls;

namespace SmartCare.Learning.Site;

/// <summary>How far what some sensors measure is from what a model was taught with: the population stability index of each feature, over tenths of the daily life it was taught with.</summary>
/// <param name="Bursts">How many were compared.</param>
/// <param name="Index">By feature: below 0.1 the same, above 0.25 another (Siddiqi 2006).</param>
public sealed record FeatureDrift(int Bursts, IReadOnlyDictionary<string, double> Index)
{
    public const double AnotherFrom = 0.25;

    /// <summary>Fewer say nothing: with 200 in ten bins chance alone is 0.045 on average.</summary>
    public const int LeastBursts = 200;

    /// <summary>Of thirty: one or two differ with every house.</summary>
    public const int LeastFeatures = 5;

    /// <summary>A bin that nobody fell into counts as this share, so that no logarithm is endless.</summary>
    private const double LeastShare = 1e-4;

    public IReadOnlyList<string> Differing => [.. Index.Where(i => i.Value > AnotherFrom).Select(i => i.Key)];

    /// <summary>These sensors measure differently than those the model was taught with.</summary>
    public bool IsAnother => Bursts >= LeastBursts && Differing.Count >= LeastFeatures;

    /// <param name="deciles">Of a manifest.</param>
    public static FeatureDrift Of(IReadOnlyCollection<SiteBurst> bursts, IReadOnlyDictionary<string, float[]> deciles)
    {
        float[][] felt = [.. bursts.Select(b => b.Features())];
        return new FeatureDrift(felt.Length, FallFeatures.Names.Select((name, feature) => (name, feature)).Where(f => deciles.ContainsKey(f.name) && felt.Length > 0)
            .ToDictionary(f => f.name, f => IndexOf([.. felt.Select(b => b[f.feature])], deciles[f.name])));
    }

    /// <summary>Tenths that end at the same number, as of a feature that is mostly 0, are one bin of several tenths. Where such a bin is the first or the last, what lies beyond it is a bin
    /// of its own that nobody fell into; else what is less than the least counts to the first, what is more than the most to the last.</summary>
    internal static double IndexOf(float[] felt, float[] ends)
    {
        var (index, from, last) = (0.0, 0, ends.Length - 1);
        var (isFirstAPoint, isLastAPoint) = (ends[1] == ends[0], ends[last] == ends[last - 1]);
        var lower = isFirstAPoint ? MathF.BitDecrement(ends[0]) : float.NegativeInfinity;
        if (isFirstAPoint) Add(float.NegativeInfinity, lower, expected: 0);
        for (var tenth = 1; tenth <= last; tenth++)
        {
            if (tenth < last && ends[tenth + 1] == ends[tenth]) continue;
            var upper = tenth == last && !isLastAPoint ? float.PositiveInfinity : ends[tenth];
            Add(lower, upper, (tenth - from) / (double)last);
            (lower, from) = (upper, tenth);
        }

        if (isLastAPoint) Add(lower, float.PositiveInfinity, expected: 0);
        return index;

        void Add(float above, float upTo, double expected)
        {
            var (share, wanted) = (Math.Max(LeastShare, felt.Count(f => f > above && f <= upTo) / (double)felt.Length), Math.Max(LeastShare, expected));
            index += (share - wanted) * Math.Log(share / wanted);
        }
    }
}
