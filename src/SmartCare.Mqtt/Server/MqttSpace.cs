namespace SmartCare.Mqtt.Server;

/// <summary>
/// First levels of topics that some clients have to themselves: whoever names the same key shares it, and for everyone else it is not there. The
/// clients see no difference; inside the broker their topics and filters have the key in front of them, in the tree as in the retained store.
/// </summary>
/// <param name="Key">Whose they are; without U+0001 and slashes.</param>
/// <param name="Levels">The first levels, as the clients write them.</param>
public sealed record MqttSpace(string Key, params string[] Levels)
{
    private const char End = '\u0001';

    // [MQTT-4.7.2-1] no wildcard reaches a first level that begins with "$".
    private readonly string _front = $"${Key}{End}";

    /// <summary>A client's topic or filter as the broker has it.</summary>
    internal string Inside(string topic)
    {
        foreach (var level in Levels)
            if (topic.StartsWith(level, StringComparison.Ordinal) && (topic.Length == level.Length || topic[level.Length] == '/'))
                return _front + topic;
        return topic;
    }

    /// <summary>The broker's topic or filter as a client writes it, whosever it is.</summary>
    internal static string Outside(string topic) => topic is ['$', ..] && topic.IndexOf(End) is > 0 and var end ? topic[(end + 1)..] : topic;
}
