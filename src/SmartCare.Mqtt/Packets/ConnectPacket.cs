using System.Text;

namespace SmartCare.Mqtt.Packets;

internal sealed record WillPacket(string Topic, byte[] Payload, byte Qos, bool Retain, uint DelayS, uint? ExpiryS, byte[] PassedOn);

/// <summary>CONNECT, 3.1 of both standards. Read once per connection, so it may allocate.</summary>
internal sealed class ConnectPacket
{
    public byte Level { get; private init; }
    public string ClientId { get; private set; } = "";
    public bool CleanStart { get; private init; }
    public ushort KeepAliveS { get; private init; }
    public string? UserName { get; private set; }
    public byte[]? Password { get; private set; }
    public WillPacket? Will { get; private set; }

    /// <summary>Seconds; 0xFFFFFFFF never ends. 3.1.1 has no such number: a session that is not clean never ends by itself.</summary>
    public uint SessionExpiryS { get; private set; }
    public ushort ReceiveMaximum { get; private set; } = ushort.MaxValue;
    public uint PacketMax { get; private set; } = uint.MaxValue;
    public ushort TopicAliasMaximum { get; private set; }
    public string? AuthMethod { get; private set; }

    /// <param name="level">The protocol level that was asked for, also when it is refused; the refusal is written in it.</param>
    public static MqttReason TryRead(ReadOnlySpan<byte> body, out byte level, out ConnectPacket? packet)
    {
        packet = null;
        var reader = new SpanReader(body);
        var name = reader.Text();
        level = reader.Byte();
        if (reader.Failed) return MqttReason.MalformedPacket;
        // [MQTT-3.1.2-1] another name may be closed or answered; the ancestor "MQIsdp" (3.1) gets the answer it understands.
        if (name.SequenceEqual("MQIsdp"u8)) return MqttReason.UnsupportedProtocolVersion;
        if (!name.SequenceEqual("MQTT"u8)) return MqttReason.MalformedPacket;
        // [MQTT-3.1.2-2] a level other than 4 or 5 is answered with "unsupported protocol version" and closed.
        if (level is not (4 or 5)) return MqttReason.UnsupportedProtocolVersion;

        var flags = reader.Byte();
        var keepAlive = reader.UInt16();
        if (reader.Failed || !AreFlagsValid(flags, level)) return MqttReason.MalformedPacket;
        var read = new ConnectPacket { Level = level, CleanStart = (flags & 0x02) != 0, KeepAliveS = keepAlive };
        if (!read.CleanStart && level == 4) read.SessionExpiryS = uint.MaxValue;
        if (level == 5 && read.ReadProperties(ref reader) is var reason and not MqttReason.Success) return reason;
        var fault = read.ReadPayload(ref reader, flags);
        if (fault is MqttReason.Success) packet = read;
        return fault;
    }

    private static bool AreFlagsValid(byte flags, byte level)
    {
        var (willQos, hasWill) = ((flags >> 3) & 3, (flags & 0x04) != 0);
        // [MQTT-3.1.2-3] the reserved bit is 0; [MQTT-3.1.2-12] will QoS is not 3; [MQTT-3.1.2-11] [MQTT-3.1.2-13] without a will its
        // QoS and retain are 0; [MQTT-3.1.2-22] (3.1.1 only) no password without a user name.
        return (flags & 0x01) == 0 && willQos != 3 && (hasWill || (flags & 0x38) == 0) && (level == 5 || (flags & 0xC0) != 0x40);
    }

    private MqttReason ReadProperties(ref SpanReader reader)
    {
        var fault = Properties.TryRead(ref reader, PacketType.Connect, out var properties);
        if (fault is not MqttReason.Success) return fault;
        SessionExpiryS = properties.Number(PropertyId.SessionExpiry, 0);
        ReceiveMaximum = (ushort)properties.Number(PropertyId.ReceiveMaximum, ushort.MaxValue);
        PacketMax = properties.Number(PropertyId.MaximumPacketSize, uint.MaxValue);
        TopicAliasMaximum = (ushort)properties.Number(PropertyId.TopicAliasMaximum, 0);
        AuthMethod = properties.Text(PropertyId.AuthMethod);
        // 3.1.2.11.10: authentication bytes without a method are a protocol error.
        return AuthMethod is null && properties.Has(PropertyId.AuthBytes) ? MqttReason.ProtocolError : MqttReason.Success;
    }

    // [MQTT-3.1.3-1] client id, will properties, will topic, will payload, user name, password: in this order.
    private MqttReason ReadPayload(ref SpanReader reader, byte flags)
    {
        ClientId = Encoding.UTF8.GetString(reader.Text());
        if ((flags & 0x04) != 0)
        {
            var fault = ReadWill(ref reader, flags);
            if (fault is not MqttReason.Success) return fault;
        }
        if ((flags & 0x80) != 0) UserName = Encoding.UTF8.GetString(reader.Text());
        if ((flags & 0x40) != 0) Password = reader.Binary().ToArray();
        return reader.Failed || reader.Remaining > 0 ? MqttReason.MalformedPacket : MqttReason.Success;
    }

    private MqttReason ReadWill(ref SpanReader reader, byte flags)
    {
        Properties properties = default;
        if (Level == 5 && Properties.TryRead(ref reader, PacketType.Will, out properties) is var fault and not MqttReason.Success)
            return fault;
        var topic = Encoding.UTF8.GetString(reader.Text());
        var payload = reader.Binary().ToArray();
        if (reader.Failed) return MqttReason.MalformedPacket;
        uint? expiry = properties.Has(PropertyId.MessageExpiry) ? properties.Number(PropertyId.MessageExpiry, 0) : null;
        Will = new WillPacket(topic, payload, (byte)((flags >> 3) & 3), (flags & 0x20) != 0,
            properties.Number(PropertyId.WillDelay, 0), expiry, properties.PassedOn());
        return MqttReason.Success;
    }
}
