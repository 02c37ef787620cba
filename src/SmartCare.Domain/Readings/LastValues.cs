namespace SmartCare.Domain.Readings;

/// <summary>The newest value of each channel of a device, at most <see cref="PayloadDecoder.MostChannels"/>.</summary>
public static class LastValues
{
    /// <summary>What a flag said last; null when it never did, or said nothing.</summary>
    public static bool? BoolOf(ReadOnlySpan<ChannelValue> kept, string channel)
    {
        foreach (var value in kept)
            if (value.Channel == channel)
                return value.Kind is ValueKind.Bool ? value.IsTrue : null;
        return null;
    }

    /// <summary>What a number said last; null when it never did, or said nothing.</summary>
    public static double? NumberOf(ReadOnlySpan<ChannelValue> kept, string channel)
    {
        foreach (var value in kept)
            if (value.Channel == channel)
                return value.Kind is ValueKind.Number ? value.Number : null;
        return null;
    }

    /// <summary>What was known, with what is new. Availability is no value of a channel and is left out; a clip belongs to its event, and to those who may look at it.</summary>
    public static ChannelValue[] Merge(ChannelValue[] kept, ChannelValue[] news)
    {
        // A device says the same channels every time: then the news is all there is.
        if (ChannelValue.AreOfTheSameChannels(kept, news)) return news;
        var merged = kept.ToList();
        foreach (var value in news)
        {
            if (value.Channel is Channels.Availability or Channels.Clip) continue;
            var index = merged.FindIndex(v => v.Channel == value.Channel);
            if (index >= 0) merged[index] = value;
            else if (merged.Count < PayloadDecoder.MostChannels) merged.Add(value);
        }

        return [.. merged];
    }
}
