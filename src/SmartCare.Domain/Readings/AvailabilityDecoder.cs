using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Readings;

/// <summary>The availability topic: a word, or a JSON object that has one. Every firmware has its own; each says there or gone.</summary>
public static class AvailabilityDecoder
{
    /// <summary>zigbee2mqtt says state, others the rest.</summary>
    private static readonly string[] s_keys = ["state", "status", "online", "connected", "available"];

    /// <summary>A longer text says something else.</summary>
    private const int LongestWord = 32;

    public static Decoded Decode(ReadOnlySpan<byte> payload)
    {
        var isOnline = payload.Contains((byte)'{') ? OfObject(payload) : payload.Length <= LongestWord ? OfWord(System.Text.Encoding.UTF8.GetString(payload)) : null;
        return isOnline is { } online
            ? new Decoded([ChannelValue.Of(Channels.Availability, online ? Channels.Online : Channels.Offline)], null, null)
            : new Decoded([], null, "availability is neither online nor offline");
    }

    private static bool? OfObject(ReadOnlySpan<byte> payload)
    {
        foreach (var value in PayloadDecoder.Decode(payload, s_nothing).Values)
            if (Array.Exists(s_keys, key => key.Equals(value.Channel, StringComparison.OrdinalIgnoreCase)))
                return value.Kind switch
                {
                    ValueKind.Bool or ValueKind.Number => value.Number != 0,
                    ValueKind.Text => OfWord(value.Text!),
                    _ => null,
                };
        return null;
    }

    private static bool? OfWord(string word) => AlarmWords.Plain(word.Trim('"', '\'')).Trim('"', '\'') switch
    {
        "online" or "true" or "1" or "on" or "connected" or "available" or "alive" or "up" or "yes" => true,
        "offline" or "false" or "0" or "off" or "disconnected" or "unavailable" or "dead" or "down" or "lost" or "no" or "gone" => false,
        _ => null,
    };

    /// <summary>A device without any alarm: its words are words.</summary>
    private static readonly DeviceModel s_nothing = Models.All["gateway"];
}
