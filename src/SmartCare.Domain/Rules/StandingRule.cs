using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>A state that a device may tell of on several channels (fault_alarm and fault_state; silence and muted): does it stand?</summary>
/// <remarks>The newest word of each channel counts, and one that says yes outweighs the others: they are often sent in turns.</remarks>
public static class StandingRule
{
    /// <param name="kept">The last values from before.</param>
    /// <param name="says">What one value says; null when it says nothing.</param>
    /// <returns>Null when the news say nothing about it.</returns>
    public static bool? Now(
        DeviceModel model, Meaning meaning, ReadOnlySpan<ChannelValue> kept, ReadOnlySpan<ChannelValue> news, Func<ChannelValue, bool?> says)
    {
        bool? now = null;
        foreach (var value in news)
            if (model.MeaningOf(value.Channel) == meaning && says(value) is { } said)
                now = said || now is true;
        if (now is not false) return now;
        foreach (var value in kept)
            if (model.MeaningOf(value.Channel) == meaning && says(value) is true && !Tells(news, value.Channel))
                return true;
        return false;
    }

    public static bool? OfFlag(ChannelValue value) => value.Kind is ValueKind.Bool ? value.IsTrue : null;

    private static bool Tells(ReadOnlySpan<ChannelValue> values, string channel)
    {
        foreach (var value in values)
            if (value.Channel == channel)
                return true;
        return false;
    }
}
