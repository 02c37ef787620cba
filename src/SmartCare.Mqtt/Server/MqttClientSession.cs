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

    /// <summary>
    /// It tells much at once: its PUBLISHes may have <see cref="MqttOptions.LongPacketMax"/>, and one that is longer still is passed over in place of
    /// ending the connection. Asked more than once, answered always the same.
    /// </summary>
    public virtual bool MayBeLong => false;

    /// <summary>A PUBLISH was passed over: too long, or too many long ones at once. Answered with 0x97; its payload is gone.</summary>
    /// <param name="topic">Empty when an alias stood for it.</param>
    public virtual void OnPassedOver(string topic, long bytes) { }

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
    /// <param name="isBroken">The client did not say goodbye, and it is not we who stop or another connection of the same session that took its place.</param>
    public virtual void OnGone(bool isBroken) { }
}

/// <summary>One PUBLISH, valid during the call only: copy what is kept.</summary>
public readonly ref struct MqttInboundPublish
{
    /// <summary>
    /// The same topic on the same connection is the same instance (up to a few thousand topics), so it can be a cache key by
    /// reference.
    /// </summary>
    public string Topic { get; init; }
    public ReadOnlySpan<byte> Payload { get; init; }
    public byte Qos { get; init; }
    public bool Retain { get; init; }

    /// <summary>The sender says that it may have sent this before.</summary>
    public bool Dup { get; init; }

    /// <summary>It comes from the retained store of a broker at which we are the subscriber: a state of unknown age. Never of a PUBLISH to our own endpoint.</summary>
    public bool IsReplayed { get; init; }

    /// <summary>0 for QoS 0 and wills.</summary>
    public ushort PacketId { get; init; }
    public bool IsWill { get; init; }

    /// <summary>When its last bytes were read from the connection, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>; 0 for wills.</summary>
    public long ReceivedAt { get; init; }
}

/// <summary>
/// The claim to one acknowledgement. QoS 0 has one too: it counts as in flight until completed, so that what waits is bounded.
/// Never completed: the acknowledgement is withheld and the client will send again on its next connection.
/// </summary>
public readonly struct MqttReceipt
{
    private readonly IMqttReceiptSink? _sink;
    private readonly long _sequence;

    /// <param name="sink">Told once when the message is safe: the connection it came by, or whoever hands in messages that came by another way.</param>
    public MqttReceipt(IMqttReceiptSink sink, long sequence) => (_sink, _sequence) = (sink, sequence);

    /// <summary>
    /// From any thread, in any order, once. Cheap; acknowledgements leave in the order of the PUBLISHes, many in one write. A reason of
    /// 0x80 or more goes into the acknowledgement (5.0); 3.1.1 has no negative one and gets a positive. After the client has gone
    /// it is a no-op on the wire. Of a will: a no-op.
    /// </summary>
    public void Complete(MqttReason reason = MqttReason.Success) => _sink?.Complete(_sequence, reason);
}

/// <summary>Where a message's acknowledgement goes. Called from any thread; must not block.</summary>
public interface IMqttReceiptSink
{
    void Complete(long sequence, MqttReason reason);
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
