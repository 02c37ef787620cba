using System.Buffers;
using System.Text;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Tests.Support;

namespace SmartCare.Mqtt.Tests.Packets;

public sealed class CodecTests
{
    [Theory, MemberData(nameof(Samples.Data), MemberType = typeof(Samples))]
    public void A_valid_packet_is_read_whole_and_wherever_it_is_split(string name, byte level, string hex)
    {
        var bytes = RawClient.Bytes(hex);
        for (var at = 0; at <= bytes.Length; at++)
        {
            var buffer = AnyPacket.Split(bytes, at);
            Assert.Equal(FrameStatus.Complete, Frame.TryRead(ref buffer, 1 << 20, out var first, out var body));
            Assert.True(buffer.IsEmpty);
            Assert.True(AnyPacket.Decode(first, body.ToArray(), level) is MqttReason.Success, name);
        }
    }

    [Theory, MemberData(nameof(Samples.Data), MemberType = typeof(Samples))]
    public void A_packet_that_is_not_all_there_is_incomplete_and_untouched(string name, byte level, string hex)
    {
        var bytes = RawClient.Bytes(hex);
        for (var length = 0; length < bytes.Length; length++)
        {
            var buffer = new ReadOnlySequence<byte>(bytes, 0, length);
            Assert.True(Frame.TryRead(ref buffer, 1 << 20, out _, out _) is FrameStatus.Incomplete, $"{name} {level} cut at {length}");
            Assert.Equal(length, buffer.Length);
        }
    }

    [Theory, MemberData(nameof(Samples.Data), MemberType = typeof(Samples))]
    public void A_body_that_is_cut_short_never_throws(string name, byte level, string hex)
    {
        var bytes = RawClient.Bytes(hex);
        var head = bytes.Length < 3 ? bytes.Length : 2;
        for (var length = head; length < bytes.Length; length++) AnyPacket.Decode(bytes[0], bytes.AsSpan(head, length - head), level);
        Assert.NotEmpty(name);
    }

    [Fact]
    public void A_publish_comes_back_as_it_was_written()
    {
        var output = new ArrayBufferWriter<byte>();
        PacketWriter.WritePublish(output, new PublishOut
        {
            Topic = "屋/烟", Payload = "hot"u8, Qos = 2, Retain = true, Dup = true, PacketId = 513, Alias = 3, ExpiryS = 9,
            SubscriptionIds = [1, 300_000], PassedOn = [0x01, 0x01],
        }, 5);
        var buffer = new ReadOnlySequence<byte>(output.WrittenMemory);
        Assert.Equal(FrameStatus.Complete, Frame.TryRead(ref buffer, 1000, out var first, out var body));
        Assert.Equal(MqttReason.Success, PublishPacket.TryRead(first, body.ToArray(), 5, out var read));
        Assert.Equal("屋/烟", Encoding.UTF8.GetString(read.Topic));
        Assert.Equal("hot"u8, read.Payload);
        Assert.Equal((2, true, true, 513), (read.Qos, read.Retain, read.Dup, read.PacketId));
        Assert.Equal(3u, read.Properties.Number(PropertyId.TopicAlias, 0));
        Assert.Equal(9u, read.Properties.Number(PropertyId.MessageExpiry, 0));
        Assert.Equal([1u, 300_000u], read.Properties.SubscriptionIds());
        Assert.Equal([0x01, 0x01], read.Properties.PassedOn());
    }

    [Fact]
    public void A_connect_is_read_with_all_that_it_says()
    {
        var bytes = RawClient.Bytes(Samples.All.Single(x => x.Name == "CONNECT 5.0 with all").Hex);
        Assert.Equal(MqttReason.Success, ConnectPacket.TryRead(bytes.AsSpan(2), out var level, out var read));
        Assert.Equal((5, "c", true, 60, "u"), (level, read!.ClientId, read.CleanStart, read.KeepAliveS, read.UserName!));
        Assert.Equal((10u, 20, 65_536u, 5), (read.SessionExpiryS, read.ReceiveMaximum, read.PacketMax, read.TopicAliasMaximum));
        Assert.Equal("p"u8, read.Password!);
        Assert.Equal(("will", 1, false, 5u, 10u), (read.Will!.Topic, read.Will.Qos, read.Will.Retain, read.Will.DelayS, read.Will.ExpiryS ?? 0));
        Assert.Equal("bye"u8, read.Will.Payload);
        Assert.Equal(RawClient.Bytes("03 0001 74 26 0001 61 0001 62"), read.Will.PassedOn);
    }

    [Theory]
    [InlineData("00 00")] // type 0 is reserved
    [InlineData("41 02 0007")] // flags on PUBACK
    [InlineData("60 02 0007")] // PUBREL without 0010
    [InlineData("80 05 0001 0000 00")] // SUBSCRIBE without 0010
    [InlineData("C1 00")]
    [InlineData("30 FF FF FF FF 01")] // five bytes of length
    [InlineData("C0 80 00")] // length in more bytes than it needs
    [InlineData("30 85 80 00 0003 61622F")]
    public void A_header_that_the_standard_forbids_is_malformed(string hex)
    {
        var buffer = new ReadOnlySequence<byte>(RawClient.Bytes(hex));
        Assert.Equal(FrameStatus.Malformed, Frame.TryRead(ref buffer, 1 << 28, out _, out _));
    }

    [Fact]
    public void A_packet_over_the_limit_is_told_before_its_body_arrives()
    {
        var buffer = new ReadOnlySequence<byte>(RawClient.Bytes("30 80 80 01"));
        Assert.Equal(FrameStatus.TooLarge, Frame.TryRead(ref buffer, 10_000, out _, out _));
    }

    [Theory]
    [InlineData(4, "36 07 0003 612F62 0001", 0x81)] // QoS 3
    [InlineData(4, "38 05 0003 612F62", 0x81)] // DUP on QoS 0
    [InlineData(4, "32 07 0003 612F62 0000", 0x81)] // packet id 0
    [InlineData(4, "30 05 0003 61C328", 0x81)] // bad UTF-8
    [InlineData(4, "30 05 0003 EDA080", 0x81)] // a surrogate
    [InlineData(4, "30 05 0003 610062", 0x81)] // NUL
    [InlineData(5, "30 0A 0003 612F62 04 01 01 01 01", 0x82)] // a property twice
    [InlineData(5, "30 08 0003 612F62 02 01 02", 0x82)] // a flag of 2
    [InlineData(5, "30 09 0003 612F62 03 21 0001", 0x81)] // receive maximum in a PUBLISH
    [InlineData(5, "30 08 0003 612F62 02 7F 00", 0x81)] // unknown property
    [InlineData(5, "30 07 0003 612F62 80 00", 0x81)] // length in more bytes than it needs
    [InlineData(4, "82 05 0001 0001 61", 0x81)] // no options byte
    [InlineData(4, "82 06 0001 0001 61 03", 0x81)] // QoS 3
    [InlineData(4, "82 06 0001 0001 61 04", 0x81)] // reserved bits
    [InlineData(5, "82 07 0001 00 0001 61 C0", 0x81)] // reserved bits
    [InlineData(5, "82 07 0001 00 0001 61 30", 0x81)] // retain handling 3
    [InlineData(4, "82 02 0001", 0x82)] // nothing to subscribe to
    [InlineData(4, "A2 02 0001", 0x82)]
    [InlineData(4, "82 06 0000 0001 61 00", 0x81)] // packet id 0
    [InlineData(5, "82 09 0001 02 0B 00 0001 61 00", 0x82)] // subscription id 0
    [InlineData(4, "40 03 0001 00", 0x81)] // a reason in 3.1.1
    [InlineData(5, "40 03 0001 42", 0x81)] // a reason that does not exist
    [InlineData(4, "10 0D 0004 4D515454 04 03 003C 0001 72", 0x81)] // reserved connect flag
    [InlineData(4, "10 0D 0004 4D515454 04 1A 003C 0001 72", 0x81)] // will QoS 3 without will
    [InlineData(4, "10 0D 0004 4D515454 04 22 003C 0001 72", 0x81)] // will retain without will
    [InlineData(4, "10 10 0004 4D515454 04 42 003C 0001 72 0001 70", 0x81)] // password without user
    [InlineData(4, "10 0D 0004 4D515455 04 02 003C 0001 72", 0x81)] // not MQTT
    [InlineData(4, "10 0D 0004 4D515454 06 02 003C 0001 72", 0x84)] // level 6
    [InlineData(4, "10 0F 0006 4D5149736470 03 02 003C 0001 72", 0x84)] // MQIsdp
    [InlineData(5, "10 11 0004 4D515454 05 02 003C 03 21 0000 0001 72", 0x82)] // receive maximum 0
    [InlineData(5, "10 13 0004 4D515454 05 02 003C 05 27 00000000 0001 72", 0x82)] // packet size 0
    [InlineData(5, "10 12 0004 4D515454 05 02 003C 04 16 0001 61 0001 72", 0x82)] // auth bytes without a method
    [InlineData(4, "10 0E 0004 4D515454 04 02 003C 0001 72 00", 0x81)] // a byte too many
    [InlineData(4, "E0 01 00", 0x81)] // DISCONNECT with a body in 3.1.1
    public void What_the_standard_forbids_has_the_standards_reason(byte level, string hex, byte reason)
    {
        var buffer = new ReadOnlySequence<byte>(RawClient.Bytes(hex));
        Assert.Equal(FrameStatus.Complete, Frame.TryRead(ref buffer, 1 << 20, out var first, out var body));
        Assert.True(buffer.IsEmpty, "the sample's length is wrong");
        Assert.Equal((MqttReason)reason, AnyPacket.Decode(first, body.ToArray(), level));
    }

    [Theory]
    [InlineData(0u, 1)]
    [InlineData(127u, 1)]
    [InlineData(128u, 2)]
    [InlineData(16_383u, 2)]
    [InlineData(16_384u, 3)]
    [InlineData(2_097_151u, 3)]
    [InlineData(2_097_152u, 4)]
    [InlineData(268_435_455u, 4)]
    public void A_variable_length_number_comes_back_from_as_few_bytes_as_hold_it(uint value, int size)
    {
        Span<byte> bytes = stackalloc byte[5];
        var writer = new SpanWriter(bytes);
        writer.VarInt(value);
        Assert.Equal((size, size), (writer.Written, SpanWriter.VarIntSize(value)));
        var reader = new SpanReader(bytes[..size]);
        Assert.Equal(value, reader.VarInt());
        Assert.False(reader.Failed);
    }
}
