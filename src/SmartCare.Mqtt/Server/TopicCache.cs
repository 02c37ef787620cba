using System.Text;
using SmartCare.Mqtt.Topics;

namespace SmartCare.Mqtt.Server;

/// <summary>A topic as one connection has used it before: its text and its route, so that the next PUBLISH needs neither.</summary>
internal sealed class TopicEntry(byte[] utf8, string topic)
{
    private Route? _route;

    public ReadOnlySpan<byte> Utf8 => utf8;
    public string Topic => topic;

    public Route RouteIn(SubscriptionTree tree) => _route is { } known && known.Version == tree.Version ? known : _route = tree.Find(topic);
}

/// <summary>Topics of one connection, from their bytes. Most devices have one, so the last is looked at first.</summary>
internal sealed class TopicCache
{
    private Dictionary<byte[], TopicEntry>? _entries;
    private TopicEntry? _last;

    /// <summary>Null when the bytes are not a topic name.</summary>
    public TopicEntry? Find(ReadOnlySpan<byte> topic)
    {
        if (_last is not null && _last.Utf8.SequenceEqual(topic)) return _last;
        _entries ??= new(Bytes.Comparer);
        if (_entries.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(topic, out var known)) return _last = known;
        if (!TopicName.IsValid(topic)) return null;
        if (_entries.Count >= Limits.TopicCacheMax) _entries.Clear();
        var utf8 = topic.ToArray();
        var entry = new TopicEntry(utf8, Encoding.UTF8.GetString(utf8));
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
