using System.Collections.Concurrent;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Topics;

namespace SmartCare.Mqtt.Sessions;

/// <summary>The last retained message of each topic.</summary>
/// <remarks>A wildcard reads all of them: 200,000 take about 10 ms, once per SUBSCRIBE, and no lock is held.</remarks>
internal sealed class RetainedStore(MqttOptions options, IClock clock, StateWriter? state)
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
                if (Remove(message.Topic)) state?.Remove(StateCodec.RetainedKey(message.Topic));
                return true;
            }
            // [MQTT-3.3.1-5] the new message replaces the old one.
            var isNew = !Remove(message.Topic);
            if (_count >= options.RetainedMax || _bytes + message.Payload.Length > options.RetainedBytesMax)
            {
                if (!isNew) state?.Remove(StateCodec.RetainedKey(message.Topic));
                return false;
            }
            Keep(message);
            state?.Put(StateCodec.RetainedKey(message.Topic), StateCodec.Encode(message, clock), isNew);
            return true;
        }
    }

    public void Restore(Message message)
    {
        lock (_write) Keep(message);
    }

    public void Clear()
    {
        lock (_write)
        {
            _messages.Clear();
            (_count, _bytes) = (0, 0);
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
                if (_messages.TryGetValue(topic, out var current) && ReferenceEquals(current, message) && Remove(topic))
                    state?.Remove(StateCodec.RetainedKey(topic));
        }
    }

    private void Keep(Message message)
    {
        _messages[message.Topic] = message;
        _count++;
        _bytes += message.Payload.Length;
    }

    private bool Remove(string topic)
    {
        if (!_messages.TryRemove(topic, out var old)) return false;
        _count--;
        _bytes -= old.Payload.Length;
        return true;
    }
}
