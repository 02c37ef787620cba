using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>A wearable that says no word of a fall but what it felt: nothing held her, then she hit something, then she lay still.</summary>
/// <remarks>All three, for each alone is daily life: sitting down hard, a hand on the table, a nap. It is a suspicion, as the word "impact" is; movement
/// after the impact is none, and takes nothing back.</remarks>
public static class ImpactRule
{
    /// <param name="kept">What each channel said last: the same three numbers again are a cached state.</param>
    public static bool IsFall(DeviceModel model, ReadOnlySpan<ChannelValue> values, ReadOnlySpan<ChannelValue> kept, Policy policy) =>
        Felt(model, values) is { } felt
        && felt.PeakG >= policy.ImpactAtLeastG && felt.FreeFallMs >= policy.FreeFallAtLeastMs && felt.StillS >= policy.StillAtLeastS
        && Felt(model, kept) != felt;

    private static (double PeakG, double FreeFallMs, double StillS)? Felt(DeviceModel model, ReadOnlySpan<ChannelValue> values)
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

        return peak is { } g && fell is { } ms && still is { } s ? (g, ms, s) : null;
    }
}
