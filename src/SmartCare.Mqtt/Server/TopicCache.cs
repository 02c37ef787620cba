using System.Text;
using SmartCare.Mqtt.Topics;

namespace SmartCare.Mqtt.Server;

/// <summary>A topic as one connection has used it before: its text and its route, so that the next PUBLISH needs neither.</summary>
/// <param name="topic">As its client writes it.</param>
/// <param name="inside">As the broker has it: another one when it is of a <see cref="MqttSpace"/>.</param>
internal sealed class TopicEntry(byte[] utf8, string topic, string inside)
{
    private Route? _route;

    public ReadOnlySpan<byte> Utf8 => utf8;
    public string Topic => topic;
    public string Inside => inside;

    public Route RouteIn(SubscriptionTree tree) => _route is { } known && known.Version == tree.Version ? known : _route = tree.Find(inside);
}

/// <summary>Topics of one connection, from their bytes. Most devices have one, so the last is looked at first.</summary>
internal sealed class TopicCache
{
    private Dictionary<byte[], TopicEntry>? _entries;
    private TopicEntry? _last;

    /// <summary>Set before the first topic comes.</summary>
    public MqttSpace? Space { get; set; }

    /// <summary>A topic or filter of the client as the broker has it.</summary>
    public string Inside(string topic) => Space?.Inside(topic) ?? topic;

    /// <summary>Null when the bytes are not a topic name.</summary>
    public TopicEntry? Find(ReadOnlySpan<byte> topic)
    {
        if (_last is not null && _last.Utf8.SequenceEqual(topic)) return _last;
        _entries ??= new(Bytes.Comparer);
        if (_entries.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(topic, out var known)) return _last = known;
        if (!TopicName.IsValid(topic)) return null;
        if (_entries.Count >= Limits.TopicCacheMax) _entries.Clear();
        var utf8 = topic.ToArray();
        var text = Encoding.UTF8.GetString(utf8);
        var entry = new TopicEntry(utf8, text, Inside(text));
        _entries.Add(utf8, entry);
        return _last = entry;
    }

    private sealed class Bytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly Bytes Comparer = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] bytes) => GetHashCode(bytes.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
