namespace SmartCare.Mqtt.Server;

/// <summary>
/// Topic aliases towards one client: the first topics it is sent get the numbers it allows, and keep them for the connection.
/// </summary>
internal sealed class OutboundAliases(int max)
{
    private Dictionary<string, ushort>? _aliases;

    /// <summary>
    /// 0 when there is none. <paramref name="known"/>: the client has seen this alias with its topic, so the name can be left out.
    /// </summary>
    // [MQTT-3.3.2-8] never 0 on the wire; [MQTT-3.1.2-26] never above the client's maximum, none when that is 0.
    public ushort For(string topic, out bool known)
    {
        known = false;
        if (max == 0) return 0;
        _aliases ??= new(StringComparer.Ordinal);
        if (_aliases.TryGetValue(topic, out var alias))
        {
            known = true;
            return alias;
        }
        if (_aliases.Count >= max) return 0;
        return _aliases[topic] = (ushort)(_aliases.Count + 1);
    }

    /// <summary>The packet that would have told the client was not sent after all.</summary>
    public void Forget(string topic) => _aliases?.Remove(topic);
}
