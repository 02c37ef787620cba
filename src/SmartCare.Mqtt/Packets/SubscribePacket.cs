using System.Text;

namespace SmartCare.Mqtt.Packets;

/// <summary>Subscription options, 3.8.3.1.</summary>
internal readonly record struct SubscribeOptions(byte Qos, bool NoLocal = false, bool RetainAsPublished = false, byte RetainHandling = 0)
{
    public byte Encoded => (byte)(Qos | (NoLocal ? 4 : 0) | (RetainAsPublished ? 8 : 0) | (RetainHandling << 4));

    public static bool TryDecode(byte options, byte level, out SubscribeOptions decoded)
    {
        decoded = new((byte)(options & 3), (options & 4) != 0, (options & 8) != 0, (byte)((options >> 4) & 3));
        // 3.1.1 [MQTT-3.8.3-4]: QoS 0 to 2 and nothing else. 5.0 [MQTT-3.8.3-5]: two reserved bits; QoS 3 and retain handling 3 are errors.
        return decoded.Qos != 3 && (level == 5 ? (options & 0xC0) == 0 && decoded.RetainHandling != 3 : options <= 2);
    }
}

/// <summary>SUBSCRIBE, 3.8.</summary>
internal sealed record SubscribePacket(
    ushort PacketId, uint SubscriptionId, IReadOnlyList<(string Filter, SubscribeOptions Options)> Filters)
{
    public static MqttReason TryRead(ReadOnlySpan<byte> body, byte level, out SubscribePacket? packet)
    {
        packet = null;
        var reader = new SpanReader(body);
        var packetId = reader.UInt16();
        if (packetId == 0) return MqttReason.MalformedPacket;
        Properties properties = default;
        if (level == 5 && Properties.TryRead(ref reader, PacketType.Subscribe, out properties) is var fault and not MqttReason.Success)
            return fault;
        // [MQTT-3.8.3-2] (3.1.1: 3.8.3-3) at least one filter.
        if (reader.Remaining == 0) return reader.Failed ? MqttReason.MalformedPacket : MqttReason.ProtocolError;
        var filters = new List<(string, SubscribeOptions)>();
        while (reader.Remaining > 0)
        {
            var filter = Encoding.UTF8.GetString(reader.Text());
            var valid = SubscribeOptions.TryDecode(reader.Byte(), level, out var options);
            if (reader.Failed || !valid) return MqttReason.MalformedPacket;
            filters.Add((filter, options));
        }
        packet = new SubscribePacket(packetId, properties.Number(PropertyId.SubscriptionId, 0), filters);
        return MqttReason.Success;
    }
}

/// <summary>UNSUBSCRIBE, 3.10.</summary>
internal sealed record UnsubscribePacket(ushort PacketId, IReadOnlyList<string> Filters)
{
    public static MqttReason TryRead(ReadOnlySpan<byte> body, byte level, out UnsubscribePacket? packet)
    {
        packet = null;
        var reader = new SpanReader(body);
        var packetId = reader.UInt16();
        if (packetId == 0) return MqttReason.MalformedPacket;
        if (level == 5 && Properties.TryRead(ref reader, PacketType.Unsubscribe, out _) is var fault and not MqttReason.Success)
            return fault;
        // [MQTT-3.10.3-2] at least one filter.
        if (reader.Remaining == 0) return reader.Failed ? MqttReason.MalformedPacket : MqttReason.ProtocolError;
        var filters = new List<string>();
        while (reader.Remaining > 0) filters.Add(Encoding.UTF8.GetString(reader.Text()));
        if (reader.Failed) return MqttReason.MalformedPacket;
        packet = new UnsubscribePacket(packetId, filters);
        return MqttReason.Success;
    }
}
