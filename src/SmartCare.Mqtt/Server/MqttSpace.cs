namespace SmartCare.Mqtt.Server;

/// <summary>
/// A first level of topics that some clients have to themselves: whoever names the same key shares it, and for everyone else it is not there. The
/// clients see no difference; inside the broker their topics and filters have the key in front of them, in the tree as in the retained store.
/// </summary>
/// <param name="Level">The first level, as the clients write it.</param>
/// <param name="Key">Whose it is; without U+0001 and slashes.</param>
public sealed record MqttSpace(string Level, string Key)
{
    private const char End = '\u0001';

    // [MQTT-4.7.2-1] no wildcard reaches a first level that begins with "$".
    private readonly string _front = $"${Key}{End}";

    /// <summary>A client's topic or filter as the broker has it.</summary>
    internal string Inside(string topic) =>
        topic.StartsWith(Level, StringComparison.Ordinal) && (topic.Length == Level.Length || topic[Level.Length] == '/') ? _front + topic : topic;

    /// <summary>The broker's topic or filter as a client writes it, whosever it is.</summary>
    internal static string Outside(string topic) => topic is ['$', ..] && topic.IndexOf(End) is > 0 and var end ? topic[(end + 1)..] : topic;
}
