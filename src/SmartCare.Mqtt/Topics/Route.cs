using SmartCare.Mqtt.Sessions;

namespace SmartCare.Mqtt.Topics;

/// <summary>Who gets a topic: the tree's answer, grouped once so that a session with overlapping filters gets one copy.</summary>
internal sealed class Route
{
    private Route(IReadOnlyList<Subscription[]> perSession, IReadOnlyList<SharedGroup> groups, int version)
    {
        PerSession = perSession;
        Groups = groups;
        Version = version;
    }

    /// <summary>Subscriptions that are not shared; each array is of one session.</summary>
    public IReadOnlyList<Subscription[]> PerSession { get; }
    public IReadOnlyList<SharedGroup> Groups { get; }
    public int Version { get; }
    public bool IsEmpty => PerSession.Count == 0 && Groups.Count == 0;

    public static Route Of(List<Subscription> found, int version)
    {
        if (found.Count == 0) return new Route([], [], version);
        var perSession = found.Where(s => s.Filter.ShareName is null).GroupBy(s => s.Session).Select(g => g.ToArray()).ToArray();
        // [MQTT-4.8.2-3] Same share name and same filter: one group. Each group gets its own copy.
        var groups = found.Where(s => s.Filter.ShareName is not null).GroupBy(s => s.Filter).Select(g => new SharedGroup([.. g])).ToArray();
        return new Route(perSession, groups, version);
    }
}

/// <summary>The members of one shared subscription; each message goes to one of them in turn.</summary>
internal sealed class SharedGroup(Subscription[] members)
{
    public TopicFilter Filter => members[0].Filter;

    /// <summary>
    /// 4.8.2: the server is free to choose. Whoever is connected and may have it comes first, so that work does not wait for one who is away; then
    /// whoever is away, so that it is not lost with one who may not.
    /// </summary>
    public Subscription Next(string topic)
    {
        var start = members[0].NextTurn();
        return Find(start, topic, static (s, topic) => s.Hears(topic)) ?? Find(start, topic, static (s, _) => !s.IsConnected)
            ?? members[start % (uint)members.Length];
    }

    private Subscription? Find(uint start, string topic, Func<Session, string, bool> fits)
    {
        for (uint i = 0; i < members.Length; i++)
            if (members[(start + i) % (uint)members.Length] is var candidate && fits(candidate.Session, topic)) return candidate;
        return null;
    }
}
