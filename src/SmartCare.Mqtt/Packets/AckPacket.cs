namespace SmartCare.Mqtt.Packets;

/// <summary>PUBACK, PUBREC, PUBREL and PUBCOMP (3.4 to 3.7): one layout, four meanings.</summary>
internal readonly record struct AckPacket(ushort PacketId, MqttReason Reason)
{
    public static MqttReason TryRead(PacketType type, ReadOnlySpan<byte> body, byte level, out AckPacket packet)
    {
        var reader = new SpanReader(body);
        var packetId = reader.UInt16();
        // 3.4.2.1: with two bytes only, the reason is success.
        var reason = level == 5 && reader.Remaining > 0 ? (MqttReason)reader.Byte() : MqttReason.Success;
        packet = new AckPacket(packetId, reason);
        if (reader.Failed || packetId == 0) return MqttReason.MalformedPacket;
        if (level == 5 && reader.Remaining > 0)
        {
            var fault = Properties.TryRead(ref reader, type, out _);
            if (fault is not MqttReason.Success) return fault;
        }
        return reader.Remaining > 0 || !IsAllowed(type, reason) ? MqttReason.MalformedPacket : MqttReason.Success;
    }

    // [MQTT-3.4.2-1] [MQTT-3.5.2-1] [MQTT-3.6.2-1] [MQTT-3.7.2-1] only the codes that the standard lists for the packet.
    private static bool IsAllowed(PacketType type, MqttReason reason) => reason is MqttReason.Success || type switch
    {
        PacketType.Pubrel or PacketType.Pubcomp => reason is MqttReason.PacketIdentifierNotFound,
        _ => reason is MqttReason.NoMatchingSubscribers or MqttReason.UnspecifiedError or MqttReason.ImplementationSpecificError
            or MqttReason.NotAuthorized or MqttReason.TopicNameInvalid or MqttReason.PacketIdentifierInUse
            or MqttReason.QuotaExceeded or MqttReason.PayloadFormatInvalid,
    };
}
