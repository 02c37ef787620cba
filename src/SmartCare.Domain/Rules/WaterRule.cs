using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>How water was last heard to run.</summary>
/// <param name="Since">It runs without a pause since then; null: it does not.</param>
/// <param name="ToldAt">It was told as a sign of life then.</param>
public readonly record struct WaterMemory(DateTimeOffset? Since, DateTimeOffset? ToldAt);

/// <summary>Someone lets water run.</summary>
/// <remarks>A meter may report by the hour, so what its count has grown by counts as well as a flow. What runs for hours without a pause is a leak, and
/// nobody's sign; that it does not run says nothing.</remarks>
public static class WaterRule
{
    /// <returns>Null: the message says nothing of water.</returns>
    public static bool? Runs(DeviceModel model, ReadOnlySpan<ChannelValue> values, ReadOnlySpan<ChannelValue> kept)
    {
        bool? runs = null;
        foreach (var value in values)
        {
            if (value.Kind is not ValueKind.Number) continue;
            var meaning = model.MeaningOf(value.Channel);
            if (meaning is Meaning.WaterFlow) runs = runs is true || value.Number > 0;
            // The first count says how much it ever was; a lower one is of another meter.
            else if (meaning is Meaning.WaterCount && LastValues.NumberOf(kept, value.Channel) is { } before) runs = runs is true || value.Number > before;
        }

        return runs;
    }

    /// <returns>What is remembered, and whether it is told now.</returns>
    public static (WaterMemory Memory, bool Told) Judge(in WaterMemory known, bool runs, DateTimeOffset now, Policy policy)
    {
        if (!runs) return (known with { Since = null }, false);
        var since = known.Since ?? now;
        var told = now - since <= policy.WaterLasts && !(now - known.ToldAt < policy.PresenceTold);
        return (new WaterMemory(since, told ? now : known.ToldAt), told);
    }
}
