using System.Text.Json;

namespace SmartCare.Domain.Readings;

/// <summary>One of the two nested values that are read: where a worn device is, <c>{"latitude":39.9,"longitude":116.4}</c> or <c>[39.9,116.4]</c>.
/// It becomes the two channels that other devices send flat.</summary>
internal static class PositionReader
{
    /// <summary>Leaves the reader at the end of the value, whatever stood in it; null when that was no position.</summary>
    public static (ChannelValue Latitude, ChannelValue Longitude)? Read(ref Utf8JsonReader json)
    {
        var depth = json.CurrentDepth;
        var isArray = json.TokenType is JsonTokenType.StartArray;
        double? latitude = null, longitude = null;
        var index = 0;
        var key = isArray ? null : "";
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.CurrentDepth > depth + 1) continue;
            if (json.TokenType is JsonTokenType.PropertyName) key = json.GetString();
            else if (json.TokenType is JsonTokenType.Number && json.TryGetDouble(out var number) && double.IsFinite(number))
            {
                if (key is "latitude" or "lat" || isArray && index == 0) latitude = number;
                if (key is "longitude" or "lon" or "lng" || isArray && index == 1) longitude = number;
                index++;
            }
        }

        return latitude is { } north && longitude is { } east
            ? (ChannelValue.Of(Channels.Latitude, north), ChannelValue.Of(Channels.Longitude, east))
            : null;
    }
}
