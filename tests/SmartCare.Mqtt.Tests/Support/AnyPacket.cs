using System.Buffers;
using SmartCare.Mqtt.Packets;

namespace SmartCare.Mqtt.Tests.Support;

/// <summary>Any packet through the codec, as a server reads it.</summary>
internal static class AnyPacket
{
    public static MqttReason Decode(byte first, ReadOnlySpan<byte> body, byte level) => PacketTypes.Of(first) switch
    {
        PacketType.Connect => ConnectPacket.TryRead(body, out _, out _),
        PacketType.Publish => Publish(first, body, level),
        PacketType.Subscribe => SubscribePacket.TryRead(body, level, out _),
        PacketType.Unsubscribe => UnsubscribePacket.TryRead(body, level, out _),
        PacketType.Connack or PacketType.Suback or PacketType.Unsuback => MqttReason.ProtocolError,
        PacketType.Disconnect or PacketType.Auth => DisconnectPacket.TryRead(PacketTypes.Of(first), body, level, out _),
        PacketType.Pingreq or PacketType.Pingresp => body.IsEmpty ? MqttReason.Success : MqttReason.MalformedPacket,
        var ack => AckPacket.TryRead(ack, body, level, out _),
    };

    // Whatever a handler may ask of a block that has passed must be answerable.
    private static MqttReason Publish(byte first, ReadOnlySpan<byte> body, byte level)
    {
        var reason = PublishPacket.TryRead(first, body, level, out var publish);
        if (reason is not MqttReason.Success) return reason;
        _ = publish.Properties.PassedOn();
        _ = publish.Properties.Number(PropertyId.TopicAlias, 0) + publish.Properties.Number(PropertyId.MessageExpiry, 0);
        _ = publish.Properties.Bytes(PropertyId.ResponseTopic);
        _ = publish.Properties.UserProperties();
        _ = publish.Properties.SubscriptionIds();
        return reason;
    }

    public static ReadOnlySequence<byte> Split(byte[] bytes, int at)
    {
        var first = new Segment(bytes.AsMemory(0, at), 0);
        var last = first.Then(bytes.AsMemory(at));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long start) => (Memory, RunningIndex) = (memory, start);

        public Segment Then(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
