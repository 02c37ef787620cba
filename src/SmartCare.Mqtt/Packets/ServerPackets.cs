using System.Buffers;

namespace SmartCare.Mqtt.Packets;

/// <summary>Packets that only a server writes.</summary>
internal static class ServerPackets
{
    /// <summary>3.2</summary>
    /// <param name="packetMax">The longest packet that the client takes.</param>
    /// <returns>False, and nothing written, when it is longer: what it grants cannot be told in less.</returns>
    public static bool TryWriteConnack(IBufferWriter<byte> output, ConnackPacket connack, byte level, uint packetMax)
    {
        // Flags, code and every fixed-size property with its id fit in 64 bytes; the header needs 5.
        var assigned = connack.AssignedClientId;
        Span<byte> block = stackalloc byte[64 + (assigned is null ? 0 : SpanWriter.TextSize(assigned))];
        var properties = new SpanWriter(block);
        if (connack.SessionExpiryS is { } expiry) properties.Property(PropertyId.SessionExpiry, expiry);
        if (connack.ReceiveMaximum != ushort.MaxValue) properties.Property(PropertyId.ReceiveMaximum, connack.ReceiveMaximum);
        if (connack.PacketMax != uint.MaxValue) properties.Property(PropertyId.MaximumPacketSize, connack.PacketMax);
        if (assigned is not null) properties.Property(PropertyId.AssignedClientId, assigned);
        if (connack.TopicAliasMaximum > 0) properties.Property(PropertyId.TopicAliasMaximum, connack.TopicAliasMaximum);
        if (connack.ServerKeepAliveS is { } keepAlive) properties.Property(PropertyId.ServerKeepAlive, keepAlive);
        var length = properties.Written;
        var remaining = 2 + (level == 5 ? SpanWriter.VarIntSize((uint)length) + length : 0);
        if (SizeOf(remaining) > packetMax) return false;
        var writer = new SpanWriter(output.GetSpan(Frame.HeaderMax + remaining));
        writer.Header((int)PacketType.Connack << 4, remaining);
        // [MQTT-3.2.2-6] (3.1.1: 3.2.2-4) a refusal never claims a session.
        writer.Byte((byte)(connack.SessionPresent && connack.Reason is MqttReason.Success ? 1 : 0));
        writer.Byte(level == 5 ? (byte)connack.Reason : connack.ReturnCode);
        if (level == 5)
        {
            writer.VarInt((uint)length);
            writer.Raw(block[..length]);
        }
        output.Advance(writer.Written);
        return true;
    }

    /// <summary>Bytes of a SUBACK or UNSUBACK on the wire.</summary>
    public static int SizeOfAnswer(int codes, byte level) => SizeOf(AfterHeader(codes, level));

    /// <summary>3.9. [MQTT-3.8.4-6] one code per filter, in the order of the filters. 3.1.1 knows one failure, 0x80.</summary>
    public static void WriteSuback(IBufferWriter<byte> output, ushort packetId, ReadOnlySpan<MqttReason> reasons, byte level)
    {
        var writer = Begin(output, PacketType.Suback, packetId, reasons.Length, level);
        foreach (var reason in reasons) writer.Byte(level == 4 && (byte)reason >= 0x80 ? (byte)0x80 : (byte)reason);
        output.Advance(writer.Written);
    }

    /// <summary>3.11. [MQTT-3.11.3-1] one code per filter; a 3.1.1 UNSUBACK has no payload.</summary>
    public static void WriteUnsuback(IBufferWriter<byte> output, ushort packetId, ReadOnlySpan<MqttReason> reasons, byte level)
    {
        if (level == 4) reasons = [];
        var writer = Begin(output, PacketType.Unsuback, packetId, reasons.Length, level);
        foreach (var reason in reasons) writer.Byte((byte)reason);
        output.Advance(writer.Written);
    }

    private static SpanWriter Begin(IBufferWriter<byte> output, PacketType type, ushort packetId, int codes, byte level)
    {
        var remaining = AfterHeader(codes, level);
        var writer = new SpanWriter(output.GetSpan(Frame.HeaderMax + remaining));
        writer.Header((int)type << 4, remaining);
        writer.UInt16(packetId);
        if (level == 5) writer.VarInt(0);
        return writer;
    }

    private static int AfterHeader(int codes, byte level) => 2 + (level == 5 ? 1 : 0) + codes;

    private static int SizeOf(int remaining) => 1 + SpanWriter.VarIntSize((uint)remaining) + remaining;
}
