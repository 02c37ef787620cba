using SmartCare.Mqtt.Sessions;

namespace SmartCare.Mqtt.Topics;

/// <summary>
/// All subscriptions by the levels of their filters. Reads and writes take one lock; publishers do not feel it, because a
/// connection keeps the route of each topic and asks again only when <see cref="Version"/> has moved.
/// </summary>
internal sealed class SubscriptionTree
{
    private readonly Lock _lock = new();
    private readonly Node _root = new();
    private int _version;

    public int Version => Volatile.Read(ref _version);

    // [MQTT-3.8.4-3] an identical filter of the same session replaces the old subscription.
    public void Add(Subscription subscription)
    {
        lock (_lock)
        {
            var node = _root;
            foreach (var level in subscription.Filter.Filter.Split('/')) node = node.Child(level);
            node.Here.RemoveAll(s => s.SameAs(subscription));
            node.Here.Add(subscription);
            _version++;
        }
    }

    public void Remove(Subscription subscription)
    {
        lock (_lock)
        {
            Remove(_root, subscription.Filter.Filter, subscription);
            _version++;
        }
    }

    public Route Find(string topic)
    {
        lock (_lock)
        {
            var found = new List<Subscription>();
            // [MQTT-4.7.2-1] wildcards in the first level do not match topics that start with "$".
            Collect(_root, topic, wildcards: !topic.StartsWith('$'), found);
            return Route.Of(found, _version);
        }
    }

    private static void Collect(Node node, ReadOnlySpan<char> rest, bool wildcards, List<Subscription> found)
    {
        var level = TopicFilter.Level(ref rest, out var last);
        if (wildcards && node.Child("#", out var hash)) found.AddRange(hash.Here);
        if (node.Child(level, out var exact)) Descend(exact, rest, last, found);
        if (wildcards && node.Child("+", out var plus)) Descend(plus, rest, last, found);
    }

    private static void Descend(Node node, ReadOnlySpan<char> rest, bool last, List<Subscription> found)
    {
        if (!last)
        {
            Collect(node, rest, wildcards: true, found);
            return;
        }
        found.AddRange(node.Here);
        // 4.7.1.2: "#" stands for the parent level too.
        if (node.Child("#", out var hash)) found.AddRange(hash.Here);
    }

    /// <summary>
    /// True when the node is empty afterwards, so that its parent forgets it: filters that come and go leave nothing behind.
    /// </summary>
    private static bool Remove(Node node, ReadOnlySpan<char> rest, Subscription subscription)
    {
        var level = TopicFilter.Level(ref rest, out var last);
        if (!node.Child(level, out var child)) return false;
        if (last) child.Here.RemoveAll(s => s.SameAs(subscription));
        else if (!Remove(child, rest, subscription)) return false;
        if (!child.IsEmpty) return false;
        node.Forget(level);
        return node.IsEmpty;
    }

    private sealed class Node
    {
        private Dictionary<string, Node>? _children;

        public List<Subscription> Here { get; } = [];
        public bool IsEmpty => Here.Count == 0 && (_children is null || _children.Count == 0);

        public Node Child(string level)
        {
            _children ??= new(StringComparer.Ordinal);
            if (!_children.TryGetValue(level, out var child)) _children.Add(level, child = new Node());
            return child;
        }

        public bool Child(ReadOnlySpan<char> level, out Node child)
        {
            child = null!;
            return _children is not null && _children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(level, out child!);
        }

        public void Forget(ReadOnlySpan<char> level) => _children?.GetAlternateLookup<ReadOnlySpan<char>>().Remove(level);
    }
}
