using System.Text;

namespace SmartCare.Mqtt.Topics;

internal static class TopicName
{
    /// <summary>4.7: at least one character, no wildcard, no NUL (the codec has refused it); and our own limits.</summary>
    // [MQTT-3.3.2-2] [MQTT-4.7.1-1] a topic name has no wildcards; [MQTT-4.7.3-1] it has at least one character.
    public static bool IsValid(ReadOnlySpan<byte> topic) =>
        !topic.IsEmpty && topic.Length <= Limits.TopicBytesMax && topic.IndexOfAny((byte)'+', (byte)'#') < 0
        && topic.Count((byte)'/') < Limits.TopicLevelsMax;

    public static bool IsValid(string topic) => IsValid(Encoding.UTF8.GetBytes(topic)) && !topic.Contains('\0');
}
