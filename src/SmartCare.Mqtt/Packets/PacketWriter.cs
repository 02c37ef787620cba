using System.Buffers;

namespace SmartCare.Mqtt.Packets;

/// <summary>Packets of a server that have a twin on the other side: arguments in, bytes out. Knows no policy; sizes are computed before the first byte.</summary>
internal static class PacketWriter
{
    /// <summary>PUBACK, PUBREC, PUBREL, PUBCOMP. 3.4.2.1: reason success is left out; 3.1.1 has no reasons.</summary>
    public static void WriteAck(IBufferWriter<byte> output, PacketType type, ushort packetId, MqttReason reason, byte level)
    {
        var withReason = level == 5 && reason is not MqttReason.Success;
        var span = output.GetSpan(5);
        span[0] = (byte)((int)type << 4 | (type is PacketType.Pubrel ? 2 : 0));
        span[1] = (byte)(withReason ? 3 : 2);
        span[2] = (byte)(packetId >> 8);
        span[3] = (byte)packetId;
        span[4] = (byte)reason;
        output.Advance(withReason ? 5 : 4);
    }

    /// <summary>3.13</summary>
    public static void WritePingresp(IBufferWriter<byte> output)
    {
        var span = output.GetSpan(2);
        (span[0], span[1]) = ((int)PacketType.Pingresp << 4, 0);
        output.Advance(2);
    }

    /// <summary>3.14. Of a 5.0 server, which always has a reason.</summary>
    public static void WriteDisconnect(IBufferWriter<byte> output, MqttReason reason)
    {
        var span = output.GetSpan(3);
        (span[0], span[1], span[2]) = ((int)PacketType.Disconnect << 4, 1, (byte)reason);
        output.Advance(3);
    }

    /// <summary>Bytes a PUBLISH will take on the wire, header included.</summary>
    public static int SizeOf(in PublishOut publish, byte level) => Sizes(publish, level) is var (_, _, remaining)
        ? 1 + SpanWriter.VarIntSize((uint)remaining) + remaining : 0;

    /// <summary>3.3</summary>
    public static void WritePublish(IBufferWriter<byte> output, in PublishOut publish, byte level)
    {
        var (topic, properties, remaining) = Sizes(publish, level);
        var writer = new SpanWriter(output.GetSpan(Frame.HeaderMax + remaining));
        writer.Header((int)PacketType.Publish << 4 | (publish.Dup ? 8 : 0) | publish.Qos << 1 | (publish.Retain ? 1 : 0), remaining);
        if (topic == 2) writer.UInt16(0);
        else writer.Text(publish.Topic);
        if (publish.Qos > 0) writer.UInt16(publish.PacketId);
        if (level == 5)
        {
            writer.VarInt((uint)properties);
            if (publish.Alias > 0) writer.Property(PropertyId.TopicAlias, publish.Alias);
            if (publish.ExpiryS is { } expiry) writer.Property(PropertyId.MessageExpiry, expiry);
            foreach (var id in publish.SubscriptionIds) writer.Property(PropertyId.SubscriptionId, id);
            writer.Raw(publish.PassedOn);
        }
        writer.Raw(publish.Payload);
        output.Advance(writer.Written);
    }

    private static (int Topic, int Properties, int Remaining) Sizes(in PublishOut publish, byte level)
    {
        var topic = publish.TopicByAlias ? 2 : SpanWriter.TextSize(publish.Topic);
        var remaining = topic + (publish.Qos > 0 ? 2 : 0) + publish.Payload.Length;
        if (level == 4) return (topic, 0, remaining);
        var properties = (publish.Alias > 0 ? 3 : 0) + (publish.ExpiryS is null ? 0 : 5) + publish.PassedOn.Length;
        foreach (var id in publish.SubscriptionIds) properties += 1 + SpanWriter.VarIntSize(id);
        return (topic, properties, remaining + SpanWriter.VarIntSize((uint)properties) + properties);
    }
}

/// <summary>A PUBLISH to be written.</summary>
internal ref struct PublishOut
{
    public string Topic;

    /// <summary>0: none. With <see cref="TopicByAlias"/> the name itself is left out.</summary>
    public ushort Alias;
    public bool TopicByAlias;
    public ReadOnlySpan<byte> Payload;
    public byte Qos;
    public bool Retain;
    public bool Dup;
    public ushort PacketId;
    public uint? ExpiryS;
    public ReadOnlySpan<uint> SubscriptionIds;
    public ReadOnlySpan<byte> PassedOn;
}
