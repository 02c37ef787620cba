using System.Globalization;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>Where the one who calls is, as far as the device can tell: degrees for the alert's note.</summary>
/// <remarks>0, 0 is what a receiver says that has not found itself yet; it lies in the sea.</remarks>
public static class PositionRule
{
    /// <summary>The position of this message, else the last one known; null when there is none.</summary>
    public static string? NoteOf(ReadOnlySpan<ChannelValue> news, ReadOnlySpan<ChannelValue> kept) =>
        Of(news) is { } now ? Phrase.Of("position", ("position", now)) : Of(kept) is { } last ? Phrase.Of("lastPosition", ("position", last)) : null;

    private static string? Of(ReadOnlySpan<ChannelValue> values)
    {
        double? latitude = null, longitude = null;
        foreach (var value in values)
        {
            if (value.Kind is not ValueKind.Number) continue;
            if (value.Channel == Channels.Latitude) latitude = value.Number;
            if (value.Channel == Channels.Longitude) longitude = value.Number;
        }

        return latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180 && (latitude, longitude) is not (0, 0)
            ? string.Create(CultureInfo.InvariantCulture, $"{latitude:0.00000}, {longitude:0.00000}")
            : null;
    }
}
