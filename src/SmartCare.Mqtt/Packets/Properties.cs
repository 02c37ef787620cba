using System.Text;

namespace SmartCare.Mqtt.Packets;

/// <summary>
/// A property block that has been checked as a whole. Values are read again from the raw bytes on demand: blocks are short, and
/// most packets have none, so nothing is stored for what nobody asks.
/// </summary>
internal readonly ref struct Properties
{
    private readonly ulong _seen;

    private Properties(ReadOnlySpan<byte> raw, ulong seen)
    {
        Raw = raw;
        _seen = seen;
    }

    public ReadOnlySpan<byte> Raw { get; }

    public bool Has(PropertyId id) => (_seen & (1UL << (int)id)) != 0;

    /// <summary>Reads length and block off <paramref name="reader"/> and checks every property for type, place and number.</summary>
    public static MqttReason TryRead(scoped ref SpanReader reader, PacketType packet, out Properties properties)
    {
        properties = default;
        var raw = reader.Take((int)reader.VarInt());
        if (reader.Failed) return MqttReason.MalformedPacket;
        if (raw.IsEmpty) return MqttReason.Success;
        ulong seen = 0;
        var block = new SpanReader(raw);
        while (block.Remaining > 0)
        {
            var id = block.Byte();
            // An identifier that is unknown or not valid for this packet type is malformed (2.2.2.2).
            if (PropertyTable.KindOf(id) is PropertyKind.None || !PropertyTable.MayStandIn(id, packet)) return MqttReason.MalformedPacket;
            var repeatable = id is (byte)PropertyId.UserProperty || (id is (byte)PropertyId.SubscriptionId && packet is PacketType.Publish);
            if ((seen & (1UL << id)) != 0 && !repeatable) return MqttReason.ProtocolError;
            seen |= 1UL << id;
            var number = Skip(ref block, PropertyTable.KindOf(id));
            if (block.Failed) return MqttReason.MalformedPacket;
            if (!IsAllowed((PropertyId)id, number)) return MqttReason.ProtocolError;
        }
        properties = new Properties(raw, seen);
        return MqttReason.Success;
    }

    public uint Number(PropertyId id, uint absent)
    {
        if (!Has(id)) return absent;
        var block = new SpanReader(Raw);
        while (block.Remaining > 0)
        {
            var found = block.Byte();
            var number = Skip(ref block, PropertyTable.KindOf(found));
            if (found == (byte)id) return number;
        }
        return absent;
    }

    /// <summary>The bytes of a text or binary property; empty when absent.</summary>
    public ReadOnlySpan<byte> Bytes(PropertyId id)
    {
        if (!Has(id)) return default;
        var block = new SpanReader(Raw);
        while (block.Remaining > 0)
        {
            var found = block.Byte();
            if (found == (byte)id) return block.Binary();
            Skip(ref block, PropertyTable.KindOf(found));
        }
        return default;
    }

    public string? Text(PropertyId id) => Has(id) ? Encoding.UTF8.GetString(Bytes(id)) : null;

    /// <summary>All subscription identifiers, as a client sees them in a PUBLISH.</summary>
    public uint[] SubscriptionIds()
    {
        if (!Has(PropertyId.SubscriptionId)) return [];
        var ids = new List<uint>();
        var block = new SpanReader(Raw);
        while (block.Remaining > 0)
        {
            var found = block.Byte();
            var number = Skip(ref block, PropertyTable.KindOf(found));
            if (found == (byte)PropertyId.SubscriptionId) ids.Add(number);
        }
        return [.. ids];
    }

    public List<KeyValuePair<string, string>> UserProperties()
    {
        var pairs = new List<KeyValuePair<string, string>>();
        var block = new SpanReader(Raw);
        while (block.Remaining > 0)
        {
            var found = block.Byte();
            if (found == (byte)PropertyId.UserProperty)
                pairs.Add(new(Encoding.UTF8.GetString(block.Binary()), Encoding.UTF8.GetString(block.Binary())));
            else Skip(ref block, PropertyTable.KindOf(found));
        }
        return pairs;
    }

    /// <summary>
    /// What a server hands on to subscribers unaltered and in order: payload format [MQTT-3.3.2-4], content type [MQTT-3.3.2-20],
    /// response topic [MQTT-3.3.2-15], correlation data [MQTT-3.3.2-16], user properties [MQTT-3.3.2-17] [MQTT-3.3.2-18].
    /// The expiry interval is counted down and written anew; alias and will delay are between us and the sender.
    /// </summary>
    public byte[] PassedOn()
    {
        const ulong kept = 1UL << (int)PropertyId.PayloadFormat | 1UL << (int)PropertyId.ContentType | 1UL << (int)PropertyId.ResponseTopic
            | 1UL << (int)PropertyId.CorrelationData | 1UL << (int)PropertyId.UserProperty;
        if ((_seen & kept) == 0) return [];
        if ((_seen & ~kept) == 0) return Raw.ToArray();
        var passed = new byte[Raw.Length];
        var length = 0;
        var block = new SpanReader(Raw);
        while (block.Remaining > 0)
        {
            var rest = block.Rest;
            var id = block.Byte();
            Skip(ref block, PropertyTable.KindOf(id));
            if ((kept & (1UL << id)) == 0) continue;
            var one = rest[..(rest.Length - block.Remaining)];
            one.CopyTo(passed.AsSpan(length));
            length += one.Length;
        }
        return passed[..length];
    }

    private static uint Skip(ref SpanReader block, PropertyKind kind)
    {
        switch (kind)
        {
            case PropertyKind.Flag or PropertyKind.Byte: return block.Byte();
            case PropertyKind.UInt16: return block.UInt16();
            case PropertyKind.UInt32: return block.UInt32();
            case PropertyKind.VarInt: return block.VarInt();
            case PropertyKind.Binary: block.Binary(); return 0;
            case PropertyKind.Text: block.Text(); return 0;
            case PropertyKind.Pair: block.Text(); block.Text(); return 0;
            default: block.Fail(); return 0;
        }
    }

    // Flags are 0 or 1; a maximum or a subscription identifier of 0 is a protocol error (3.1.2.11.3, 3.1.2.11.4, 3.8.2.1.2).
    private static bool IsAllowed(PropertyId id, uint number) => id switch
    {
        PropertyId.ReceiveMaximum or PropertyId.MaximumPacketSize or PropertyId.SubscriptionId => number > 0,
        _ => PropertyTable.KindOf((byte)id) is not PropertyKind.Flag || number <= 1,
    };
}
