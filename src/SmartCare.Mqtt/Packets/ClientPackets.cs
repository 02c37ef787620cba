using System.Buffers;

namespace SmartCare.Mqtt.Packets;

/// <summary>What a client puts into its CONNECT.</summary>
internal sealed record ConnectOut(
    byte Level, string ClientId, bool CleanStart, ushort KeepAliveS, string? UserName, byte[]? Password, WillPacket? Will,
    uint SessionExpiryS = 0, ushort ReceiveMaximum = ushort.MaxValue, ushort TopicAliasMaximum = 0);

/// <summary>Packets that only a client writes.</summary>
internal static class ClientPackets
{
    /// <summary>3.1</summary>
    public static void WriteConnect(IBufferWriter<byte> output, ConnectOut connect)
    {
        var (level, will) = (connect.Level, connect.Will);
        var scratch = new byte[64 + Size(connect.ClientId) + Size(connect.UserName) + (connect.Password?.Length ?? 0)
            + (will is null ? 0 : Size(will.Topic) + will.Payload.Length + will.PassedOn.Length)];
        var body = new SpanWriter(scratch);
        body.Text("MQTT");
        body.Byte(level);
        body.Byte((byte)((connect.CleanStart ? 2 : 0) | (connect.UserName is null ? 0 : 0x80) | (connect.Password is null ? 0 : 0x40)
            | (will is null ? 0 : 4 | will.Qos << 3 | (will.Retain ? 0x20 : 0))));
        body.UInt16(connect.KeepAliveS);
        if (level == 5)
        {
            Span<byte> block = stackalloc byte[16];
            var properties = new SpanWriter(block);
            if (connect.SessionExpiryS > 0) properties.Property(PropertyId.SessionExpiry, connect.SessionExpiryS);
            if (connect.ReceiveMaximum != ushort.MaxValue) properties.Property(PropertyId.ReceiveMaximum, connect.ReceiveMaximum);
            if (connect.TopicAliasMaximum > 0) properties.Property(PropertyId.TopicAliasMaximum, connect.TopicAliasMaximum);
            body.VarInt((uint)properties.Written);
            body.Raw(block[..properties.Written]);
        }
        body.Text(connect.ClientId);
        if (will is not null) WriteWill(ref body, will, level);
        if (connect.UserName is not null) body.Text(connect.UserName);
        if (connect.Password is not null) body.Binary(connect.Password);
        Send(output, (int)PacketType.Connect << 4, scratch.AsSpan(0, body.Written));
    }

    /// <summary>3.8</summary>
    public static void WriteSubscribe(
        IBufferWriter<byte> output, ushort packetId, ReadOnlySpan<(string Filter, SubscribeOptions Options)> filters, uint subscriptionId,
        byte level)
    {
        var size = 16;
        foreach (var (filter, _) in filters) size += Size(filter) + 1;
        var scratch = new byte[size];
        var body = new SpanWriter(scratch);
        body.UInt16(packetId);
        if (level == 5)
        {
            body.VarInt(subscriptionId == 0 ? 0 : 1 + (uint)SpanWriter.VarIntSize(subscriptionId));
            if (subscriptionId > 0) body.Property(PropertyId.SubscriptionId, subscriptionId);
        }
        foreach (var (filter, options) in filters)
        {
            body.Text(filter);
            body.Byte(level == 5 ? options.Encoded : options.Qos);
        }
        Send(output, (int)PacketType.Subscribe << 4 | 2, scratch.AsSpan(0, body.Written));
    }

    /// <summary>3.10</summary>
    public static void WriteUnsubscribe(IBufferWriter<byte> output, ushort packetId, ReadOnlySpan<string> filters, byte level)
    {
        var size = 3;
        foreach (var filter in filters) size += Size(filter);
        var scratch = new byte[size];
        var body = new SpanWriter(scratch);
        body.UInt16(packetId);
        if (level == 5) body.VarInt(0);
        foreach (var filter in filters) body.Text(filter);
        Send(output, (int)PacketType.Unsubscribe << 4 | 2, scratch.AsSpan(0, body.Written));
    }

    private static void WriteWill(ref SpanWriter body, WillPacket will, byte level)
    {
        if (level == 5)
        {
            var length = (will.DelayS > 0 ? 5 : 0) + (will.ExpiryS is null ? 0 : 5) + will.PassedOn.Length;
            body.VarInt((uint)length);
            if (will.DelayS > 0) body.Property(PropertyId.WillDelay, will.DelayS);
            if (will.ExpiryS is { } expiry) body.Property(PropertyId.MessageExpiry, expiry);
            body.Raw(will.PassedOn);
        }
        body.Text(will.Topic);
        body.Binary(will.Payload);
    }

    private static int Size(string? text) => text is null ? 0 : SpanWriter.TextSize(text);

    private static void Send(IBufferWriter<byte> output, int first, ReadOnlySpan<byte> body)
    {
        var writer = new SpanWriter(output.GetSpan(Frame.HeaderMax + body.Length));
        writer.Header(first, body.Length);
        writer.Raw(body);
        output.Advance(writer.Written);
    }
}
