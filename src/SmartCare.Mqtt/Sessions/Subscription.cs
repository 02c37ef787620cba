using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Topics;

namespace SmartCare.Mqtt.Sessions;

internal sealed class Subscription(Session session, TopicFilter filter, SubscribeOptions options, uint id)
{
    private uint _turn;

    public Session Session => session;
    public TopicFilter Filter => filter;
    public SubscribeOptions Options => options;

    /// <summary>The subscription identifier of 5.0, ready for the PUBLISH; empty when there is none.</summary>
    public uint[] Ids { get; } = id == 0 ? [] : [id];

    /// <summary>The same under another filter.</summary>
    public Subscription As(TopicFilter another) => new(session, another, options, id);

    public bool SameAs(Subscription other) => ReferenceEquals(session, other.Session) && filter == other.Filter;

    /// <summary>A message by a shared subscription.</summary>
    public bool Take(Message message)
    {
        // [MQTT-4.8.2-3] the QoS granted to the member that gets it.
        var qos = Math.Min(message.Qos, options.Qos);
        return session.Deliver(new Outgoing(message, qos, options.RetainAsPublished && message.Retain, Ids) { Share = filter });
    }

    /// <summary>The turn of a shared subscription stands in its first member: routes are many and short-lived.</summary>
    public uint NextTurn() => Interlocked.Increment(ref _turn);
}
