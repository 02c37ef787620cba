using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Sessions;

namespace SmartCare.Mqtt.Server;

/// <summary>The house's side of one connection. Called one call at a time, from the connection's loop; must not block.</summary>
public abstract class MqttClientSession
{
    /// <summary>
    /// Who it is, if the house knows: the same client id of two names is two sessions. Null: nobody in particular, and client ids
    /// are anybody's.
    /// </summary>
    public virtual string? Name => null;

    /// <summary>
    /// Whose rate it counts towards: all connections of one such name share one. Asked once. Null: the connection has a rate of its own.
    /// </summary>
    public virtual string? RatedAs => null;

    /// <summary>
    /// Judge one PUBLISH. The will is judged here too (<see cref="MqttInboundPublish.IsWill"/>): when the connection breaks, before
    /// <see cref="OnGone"/>; a will with a delay (5.0) when it is due, which is after OnGone.
    /// </summary>
    public abstract MqttVerdict OnPublish(in MqttInboundPublish publish, MqttReceipt receipt);

    /// <summary>Everything that had come was judged: what the house has gathered may go on its way. Called after one or more OnPublish.</summary>
    public virtual void OnRead() { }

    /// <summary>A part of the topics that it shares with few. Asked more than once, answered always the same. Null: it has none.</summary>
    public virtual MqttSpace? Space => null;

    /// <summary>May this client subscribe? The filter comes without its "$share/name/".</summary>
    public abstract bool MaySubscribe(string topicFilter);

    /// <summary>
    /// May it have a message on this topic now? Its filter may match more than was meant for it, and rights change after SUBSCRIBE. Asked for each
    /// message when it is sent, also one that has waited; from any thread.
    /// </summary>
    public virtual bool MayHear(string topic) => true;

    /// <summary>Called once when the connection is gone.</summary>
    public virtual void OnGone() { }
}

/// <summary>One PUBLISH, valid during the call only: copy what is kept.</summary>
public readonly ref struct MqttInboundPublish
{
    /// <summary>
    /// The same topic on the same connection is the same instance (up to a few thousand topics), so it can be a cache key by
    /// reference.
    /// </summary>
    public string Topic { get; internal init; }
    public ReadOnlySpan<byte> Payload { get; internal init; }
    public byte Qos { get; internal init; }
    public bool Retain { get; internal init; }

    /// <summary>The sender says that it may have sent this before.</summary>
    public bool Dup { get; internal init; }

    /// <summary>0 for QoS 0 and wills.</summary>
    public ushort PacketId { get; internal init; }
    public bool IsWill { get; internal init; }
}

/// <summary>
/// The claim to one acknowledgement. QoS 0 has one too: it counts as in flight until completed, so that what waits is bounded.
/// Never completed: the acknowledgement is withheld and the client will send again on its next connection.
/// </summary>
public readonly struct MqttReceipt
{
    private readonly InboundRing? _ring;
    private readonly long _sequence;

    internal MqttReceipt(InboundRing ring, long sequence) => (_ring, _sequence) = (ring, sequence);

    /// <summary>
    /// From any thread, in any order, once. Cheap; acknowledgements leave in the order of the PUBLISHes, many in one write. A reason of
    /// 0x80 or more goes into the acknowledgement (5.0); 3.1.1 has no negative one and gets a positive. After the client has gone
    /// it is a no-op on the wire. Of a will: a no-op.
    /// </summary>
    public void Complete(MqttReason reason = MqttReason.Success) => _ring?.Complete(_sequence, reason);
}

/// <summary>What becomes of a PUBLISH.</summary>
public readonly record struct MqttVerdict
{
    internal enum Kind : byte { Accepted, Pending, Refused, Busy }

    internal Kind What { get; private init; }
    internal MqttReason Reason { get; private init; }

    /// <summary>Acknowledged at once and routed to subscribers.</summary>
    public static MqttVerdict Accepted => default;

    /// <summary>Routed at once; acknowledged when the receipt is completed. PUBACK for QoS 1. For QoS 2 the PUBREC waits, because after it
    /// the sender has nothing left to send again; so PUBCOMP means committed too.</summary>
    public static MqttVerdict Pending => new() { What = Kind.Pending };

    /// <summary>Never routed. [MQTT-3.3.5-2] (3.1.1) a refused PUBLISH gets a positive acknowledgement or the connection is closed: it gets
    /// the acknowledgement; in 5.0 with the reason.</summary>
    public static MqttVerdict Refused(MqttReason reason) => new() { What = Kind.Refused, Reason = reason };

    /// <summary>
    /// The house cannot take it now. To acknowledge would be a lie and to drop it a lost alarm, so neither is done: the connection is
    /// closed (5.0: DISCONNECT 0x89) and the client, which still has the message, sends it again on its next one. Counted.
    /// </summary>
    public static MqttVerdict Busy => new() { What = Kind.Busy };
}
