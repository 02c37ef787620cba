using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>A wearable that says no word of a fall but what it felt: nothing held her, then she hit something, then she lay still.</summary>
/// <remarks>Where a learned model has judged the burst its score takes the place of the three numbers: either of them, joined by OR, found 4 more falls for 132 more
/// false alarms. All three numbers, for each alone is daily life: sitting down hard, a hand on the table, a nap. It is a suspicion, as the word "impact" is; movement
/// after the impact is none, and takes nothing back.</remarks>
public static class ImpactRule
{
    /// <param name="kept">What each channel said last: the same three numbers again are a cached state.</param>
    public static bool IsFall(DeviceModel model, ReadOnlySpan<ChannelValue> values, ReadOnlySpan<ChannelValue> kept, Policy policy) =>
        Felt(model, values) is { } felt && (ScoreOf(model, values, policy) is { } score ? score >= policy.FallScoreAtLeast : IsFall(felt, policy)) && Felt(model, kept) != felt;

    public static bool IsFall(ImpactMeasure felt, Policy policy) =>
        felt.PeakG >= policy.ImpactAtLeastG && felt.FreeFallMs >= policy.FreeFallAtLeastMs && felt.StillS >= policy.StillAtLeastS;

    private static double? ScoreOf(DeviceModel model, ReadOnlySpan<ChannelValue> values, Policy policy)
    {
        double? score = null;
        foreach (var value in values)
        {
            if (value.Kind is not ValueKind.Number) continue;
            var meaning = model.MeaningOf(value.Channel);
            if (meaning is Meaning.FallTrial && policy.TrialDecides) return value.Number;
            if (meaning is Meaning.FallScore) score = value.Number;
        }

        return score;
    }

    private static ImpactMeasure? Felt(DeviceModel model, ReadOnlySpan<ChannelValue> values)
    {
        double? peak = null, fell = null, still = null;
        foreach (var value in values)
        {
            if (value.Kind is not ValueKind.Number) continue;
            switch (model.MeaningOf(value.Channel))
            {
                case Meaning.ImpactPeak: peak = value.Number; break;
                case Meaning.FreeFall: fell = value.Number; break;
                case Meaning.Stillness: still = value.Number; break;
            }
        }

        return peak is { } g && fell is { } ms && still is { } s ? new ImpactMeasure(g, ms, s) : null;
    }
}
