using System.Text;
using SmartCare.Mqtt.Packets;

namespace SmartCare.Mqtt.Topics;

/// <summary>A subscription's filter, with the share name taken off its front.</summary>
internal readonly record struct TopicFilter(string Filter, string? ShareName)
{
    private const string SharePrefix = "$share/";

    /// <summary>As it was subscribed.</summary>
    public string Text => ShareName is null ? Filter : $"{SharePrefix}{ShareName}/{Filter}";
    public bool HasWildcard => Filter.AsSpan().IndexOfAny('+', '#') >= 0;

    public static bool TryParse(string text, out TopicFilter parsed) => Read(text, out parsed) is MqttReason.Success;

    /// <returns>Malformed: its packet breaks the protocol. Invalid: this one filter cannot be granted.</returns>
    public static MqttReason Read(string text, out TopicFilter parsed)
    {
        parsed = new TopicFilter(text, null);
        if (text.StartsWith(SharePrefix, StringComparison.Ordinal))
        {
            // [MQTT-4.8.2-1] $share/{name}/{filter}, the name of one character or more; [MQTT-4.8.2-2] without "/", "+" or "#".
            var slash = text.IndexOf('/', SharePrefix.Length);
            if (slash <= SharePrefix.Length) return MqttReason.MalformedPacket;
            var name = text[SharePrefix.Length..slash];
            if (name.AsSpan().IndexOfAny('+', '#') >= 0) return MqttReason.MalformedPacket;
            parsed = new TopicFilter(text[(slash + 1)..], name);
        }
        // [MQTT-4.7.3-1] one character or more.
        if (parsed.Filter.Length == 0) return MqttReason.MalformedPacket;
        return Encoding.UTF8.GetByteCount(text) <= Limits.TopicBytesMax && IsValid(parsed.Filter) ? MqttReason.Success : MqttReason.TopicFilterInvalid;
    }

    private static bool IsValid(ReadOnlySpan<char> filter)
    {
        if (filter.Contains('\0') || filter.Count('/') >= Limits.TopicLevelsMax) return false;
        foreach (var range in filter.Split('/'))
        {
            var level = filter[range];
            // [MQTT-4.7.1-2] "#" stands alone in a level, which is the last; [MQTT-4.7.1-3] "+" fills its level.
            if (level.Contains('#') && (level.Length > 1 || range.End.GetOffset(filter.Length) != filter.Length)) return false;
            if (level.Contains('+') && level.Length > 1) return false;
        }
        return true;
    }

    /// <summary>Does the filter (without share name) match the topic? For retained messages; live ones go through the tree.</summary>
    public static bool Matches(ReadOnlySpan<char> filter, ReadOnlySpan<char> topic)
    {
        // [MQTT-4.7.2-1] a filter that starts with a wildcard does not match a topic that starts with "$".
        if (topic is ['$', ..] && filter is ['+' or '#', ..]) return false;
        while (true)
        {
            var wanted = Level(ref filter, out var lastWanted);
            if (wanted is "#") return true;
            var found = Level(ref topic, out var lastFound);
            if (wanted is not "+" && !wanted.SequenceEqual(found)) return false;
            if (lastFound) return lastWanted || filter is "#"; // 4.7.1.2: "sport/#" matches "sport" too.
            if (lastWanted) return false;
        }
    }

    internal static ReadOnlySpan<char> Level(ref ReadOnlySpan<char> rest, out bool last)
    {
        var slash = rest.IndexOf('/');
        last = slash < 0;
        var level = last ? rest : rest[..slash];
        rest = last ? default : rest[(slash + 1)..];
        return level;
    }
}
