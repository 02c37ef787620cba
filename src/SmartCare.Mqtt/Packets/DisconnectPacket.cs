namespace SmartCare.Mqtt.Packets;

/// <summary>DISCONNECT, 3.14; AUTH (3.15) has the same layout and is read by the same code.</summary>
internal readonly record struct DisconnectPacket(MqttReason Reason, uint? SessionExpiryS)
{
    public static MqttReason TryRead(PacketType type, ReadOnlySpan<byte> body, byte level, out DisconnectPacket packet)
    {
        packet = default;
        if (body.IsEmpty) return MqttReason.Success;
        // 3.1.1 [MQTT-3.14.1-1]: no bytes after the header.
        if (level == 4) return MqttReason.MalformedPacket;
        var reader = new SpanReader(body);
        var reason = (MqttReason)reader.Byte();
        uint? expiry = null;
        if (reader.Remaining > 0)
        {
            var fault = Properties.TryRead(ref reader, type, out var properties);
            if (fault is not MqttReason.Success) return fault;
            if (properties.Has(PropertyId.SessionExpiry)) expiry = properties.Number(PropertyId.SessionExpiry, 0);
        }
        packet = new DisconnectPacket(reason, expiry);
        return reader.Failed || reader.Remaining > 0 ? MqttReason.MalformedPacket : MqttReason.Success;
    }
}
