using System.Collections.Concurrent;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Topics;

namespace SmartCare.Mqtt.Sessions;

/// <summary>The last retained message of each topic.</summary>
/// <remarks>A wildcard reads all of them: 200,000 take about 10 ms, once per SUBSCRIBE, and no lock is held.</remarks>
internal sealed class RetainedStore(MqttOptions options, IClock clock)
{
    private readonly ConcurrentDictionary<string, Message> _messages = new(StringComparer.Ordinal);
    private readonly Lock _write = new();
    private long _bytes;
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>False when the store has its fill; the message is then routed but not kept.</summary>
    public bool TrySet(Message message)
    {
        lock (_write)
        {
            // [MQTT-3.3.1-6] an empty payload removes what is kept; [MQTT-3.3.1-7] it is not kept itself.
            if (message.Payload.IsEmpty)
            {
                Remove(message.Topic);
                return true;
            }
            // [MQTT-3.3.1-5] the new message replaces the old one.
            Remove(message.Topic);
            if (_count >= options.RetainedMax || _bytes + message.Payload.Length > options.RetainedBytesMax) return false;
            _messages[message.Topic] = message;
            _count++;
            _bytes += message.Payload.Length;
            return true;
        }
    }

    public List<Message> Matching(TopicFilter filter)
    {
        var found = new List<Message>();
        var now = clock.NowMs;
        if (!filter.HasWildcard)
        {
            if (_messages.TryGetValue(filter.Filter, out var one) && !one.IsExpired(now)) found.Add(one);
            return found;
        }
        foreach (var (topic, message) in _messages)
            if (TopicFilter.Matches(filter.Filter, topic) && !message.IsExpired(now)) found.Add(message);
        return found;
    }

    /// <summary>Forgets what has expired.</summary>
    public void Sweep()
    {
        var now = clock.NowMs;
        foreach (var (topic, message) in _messages)
        {
            if (!message.IsExpired(now)) continue;
            lock (_write)
                if (_messages.TryGetValue(topic, out var current) && ReferenceEquals(current, message)) Remove(topic);
        }
    }

    private void Remove(string topic)
    {
        if (!_messages.TryRemove(topic, out var old)) return;
        _count--;
        _bytes -= old.Payload.Length;
    }
}
