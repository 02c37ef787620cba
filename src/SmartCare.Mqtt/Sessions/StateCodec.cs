using System.Text;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Topics;

namespace SmartCare.Mqtt.Sessions;

/// <summary>
/// State items as bytes. Deadlines are Unix milliseconds there, because the endpoint's own clock starts anew with the process; 0 is
/// none. Reading throws <see cref="IOException"/> or <see cref="InvalidDataException"/> on bytes that it did not write.
/// </summary>
internal static class StateCodec
{
    public static StateKey SessionKey(string clientId) => new(StateKind.Session, clientId, "");
    public static StateKey SubscriptionKey(string clientId, string filter) => new(StateKind.Subscription, clientId, filter);
    public static StateKey MessageKey(string clientId, long number) => new(StateKind.Message, clientId, Text(number));
    public static StateKey SentKey(string clientId, long number) => new(StateKind.Sent, clientId, Text(number));
    public static StateKey InboundKey(string clientId, ushort packetId) => new(StateKind.InboundQos2, clientId, Text(packetId));
    public static StateKey WillKey(string clientId) => new(StateKind.Will, clientId, "");
    public static StateKey RetainedKey(string topic) => new(StateKind.Retained, "", topic);

    public static long Number(StateKey key) => long.Parse(key.Item, System.Globalization.CultureInfo.InvariantCulture);

    /// <param name="ExpiresAtMs">Null while its client is connected.</param>
    public readonly record struct KeptSession(uint ExpiryS, long? ExpiresAtMs);

    public static byte[] Encode(KeptSession session, IClock clock) => Bytes(w =>
    {
        w.Write(session.ExpiryS);
        w.Write(ToUnix(session.ExpiresAtMs, clock));
    });

    public static KeptSession DecodeSession(byte[] bytes, IClock clock)
    {
        using var r = Reader(bytes);
        var expiryS = r.ReadUInt32();
        return new KeptSession(expiryS, FromUnix(r.ReadInt64(), clock));
    }

    public static byte[] Encode(SubscribeOptions options, uint id) => Bytes(w =>
    {
        w.Write(options.Encoded);
        w.Write(id);
    });

    public static (SubscribeOptions Options, uint Id) DecodeSubscription(byte[] bytes)
    {
        using var r = Reader(bytes);
        if (!SubscribeOptions.TryDecode(r.ReadByte(), 5, out var options)) throw new InvalidDataException("subscription options");
        return (options, r.ReadUInt32());
    }

    public static byte[] Encode(ushort packetId, bool released) => [(byte)(packetId >> 8), (byte)packetId, released ? (byte)1 : (byte)0];

    public static (ushort PacketId, bool Released) DecodeSent(byte[] bytes) => bytes is [var high, var low, var released]
        ? ((ushort)((high << 8) | low), released == 1)
        : throw new InvalidDataException("sent message");

    public static byte[] Encode(in Outgoing outgoing, IClock clock)
    {
        var (o, message) = (outgoing, outgoing.Message);
        return Bytes(w =>
        {
            w.Write(o.Qos);
            w.Write(o.Retain);
            w.Write(o.Share?.Text ?? "");
            w.Write((ushort)o.SubscriptionIds.Length);
            foreach (var id in o.SubscriptionIds) w.Write(id);
            Write(w, message, clock);
        });
    }

    public static Outgoing DecodeOutgoing(byte[] bytes, IClock clock)
    {
        using var r = Reader(bytes);
        var (qos, retain) = (r.ReadByte(), r.ReadBoolean());
        TopicFilter? share = TopicFilter.TryParse(r.ReadString(), out var filter) ? filter : null;
        var ids = new uint[r.ReadUInt16()];
        for (var i = 0; i < ids.Length; i++) ids[i] = r.ReadUInt32();
        return new Outgoing(Read(r, clock), qos, retain, ids) { Share = share };
    }

    public static byte[] Encode(Message message, IClock clock) => Bytes(w => Write(w, message, clock));

    public static Message DecodeMessage(byte[] bytes, IClock clock)
    {
        using var r = Reader(bytes);
        return Read(r, clock);
    }

    public static byte[] Encode(PendingWill will, IClock clock) => Bytes(w =>
    {
        w.Write(ToUnix(will.DueAtMs, clock));
        w.Write(will.ClientName is not null);
        w.Write(will.ClientName ?? "");
        Write(w, will.Message, clock);
    });

    public static PendingWill DecodeWill(byte[] bytes, IClock clock)
    {
        using var r = Reader(bytes);
        var (due, isNamed, name) = (FromUnix(r.ReadInt64(), clock), r.ReadBoolean(), r.ReadString());
        return new PendingWill(Read(r, clock), isNamed ? name : null, ClientSession: null, due ?? clock.NowMs);
    }

    private static void Write(BinaryWriter w, Message message, IClock clock)
    {
        w.Write(message.Topic);
        w.Write(message.Qos);
        w.Write(message.Retain);
        w.Write(ToUnix(message.ExpiresAtMs, clock));
        w.Write(message.PassedOn.Length);
        w.Write(message.PassedOn);
        w.Write(message.Payload.Length);
        w.Write(message.Payload.Span);
    }

    private static Message Read(BinaryReader r, IClock clock)
    {
        var (topic, qos, retain, expiresAtMs) = (r.ReadString(), r.ReadByte(), r.ReadBoolean(), FromUnix(r.ReadInt64(), clock));
        if (qos > 2) throw new InvalidDataException("QoS");
        var passedOn = Take(r);
        return new Message(topic, Take(r), qos, retain) { PassedOn = passedOn, ExpiresAtMs = expiresAtMs };
    }

    private static byte[] Take(BinaryReader r)
    {
        var length = r.ReadInt32();
        if (length < 0 || length > r.BaseStream.Length) throw new InvalidDataException("length");
        var bytes = r.ReadBytes(length);
        return bytes.Length == length ? bytes : throw new EndOfStreamException();
    }

    private static long ToUnix(long? atMs, IClock clock) => atMs is { } at ? clock.UnixMs + at - clock.NowMs : 0;

    private static long? FromUnix(long unixMs, IClock clock) => unixMs == 0 ? null : unixMs - clock.UnixMs + clock.NowMs;

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static BinaryReader Reader(byte[] bytes) => new(new MemoryStream(bytes), Encoding.UTF8);

    private static byte[] Bytes(Action<BinaryWriter> write)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        write(writer);
        return stream.ToArray();
    }
}
