namespace SmartCare.Mqtt.Packets;

/// <summary>PUBLISH, 3.3. A view of the received bytes: nothing is copied, so it must not outlive them.</summary>
internal readonly ref struct PublishPacket
{
    public byte Qos { get; private init; }
    public bool Retain { get; private init; }
    public bool Dup { get; private init; }
    public ushort PacketId { get; private init; }

    /// <summary>UTF-8. Well-formed, but not yet judged as a topic name; empty when an alias stands for it.</summary>
    public ReadOnlySpan<byte> Topic { get; private init; }
    public Properties Properties { get; private init; }
    public ReadOnlySpan<byte> Payload { get; private init; }

    public static MqttReason TryRead(byte first, ReadOnlySpan<byte> body, byte level, out PublishPacket packet)
    {
        packet = default;
        var qos = (byte)((first >> 1) & 3);
        var dup = (first & 0x08) != 0;
        // [MQTT-3.3.1-4] both QoS bits set is malformed; [MQTT-3.3.1-2] DUP is 0 on QoS 0.
        if (qos == 3 || (qos == 0 && dup)) return MqttReason.MalformedPacket;
        var reader = new SpanReader(body);
        var topic = reader.Text();
        ushort packetId = 0;
        // [MQTT-2.2.1-2] no packet id on QoS 0; [MQTT-2.2.1-3] a non-zero one otherwise.
        if (qos > 0 && (packetId = reader.UInt16()) == 0) return MqttReason.MalformedPacket;
        if (reader.Failed) return MqttReason.MalformedPacket;
        Properties properties = default;
        if (level == 5 && Properties.TryRead(ref reader, PacketType.Publish, out properties) is var fault and not MqttReason.Success)
            return fault;
        packet = new PublishPacket
        {
            Qos = qos, Retain = (first & 0x01) != 0, Dup = dup, PacketId = packetId, Topic = topic, Properties = properties,
            Payload = reader.Rest,
        };
        return MqttReason.Success;
    }
}
