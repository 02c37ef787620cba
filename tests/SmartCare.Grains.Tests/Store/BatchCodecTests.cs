using System.Buffers;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Words;
using SmartCare.Grains.Store;

namespace SmartCare.Grains.Tests.Store;

/// <summary>The bytes of a batch: read back as written, or refused.</summary>
public sealed class BatchCodecTests
{
    [Fact]
    public void Any_batch_comes_back_as_it_was()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var (batch, entries) = Batch(new Random(seed));
            Assert.Equivalent(entries, BatchCodec.Read(batch), strict: true);
        }
    }

    [Fact]
    public void Every_flipped_bit_is_refused()
    {
        var (batch, _) = Batch(new Random(1));
        for (var bit = 0; bit < batch.Body.Length * 8; bit++)
        {
            var body = batch.Body.ToArray();
            body[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<InvalidDataException>(() => BatchCodec.Read(batch with { Body = body }));
        }
    }

    [Fact]
    public void Every_torn_batch_is_refused()
    {
        var (batch, _) = Batch(new Random(2));
        for (var length = 0; length < batch.Body.Length; length++)
            Assert.Throws<InvalidDataException>(() => BatchCodec.Read(batch with { Body = batch.Body[..length] }));
        Assert.Throws<InvalidDataException>(() => BatchCodec.Read(batch with { Body = (byte[])[.. batch.Body.Span, 0] }));
    }

    [Fact]
    public void A_batch_of_another_count_is_refused()
    {
        var (batch, entries) = Batch(new Random(3));
        Assert.Throws<InvalidDataException>(() => BatchCodec.Read(batch with { Count = entries.Count + 1 }));
    }

    [Fact]
    public void A_batch_of_a_later_version_is_refused()
    {
        var bytes = new ArrayBufferWriter<byte>();
        bytes.Write<byte>([2]);
        var error = Assert.Throws<InvalidDataException>(() => BatchCodec.Read(new JournalBatch(0, 1, 0, 0, BatchCodec.Seal(bytes))));
        Assert.Contains("version 2", error.Message);
    }

    [Fact] public void A_message_that_is_too_long_is_refused()
    {
        var bytes = new ArrayBufferWriter<byte>();
        BatchCodec.Begin(bytes);
        var grain = new Subject(SubjectKind.Device, "d");
        Assert.Throws<ArgumentException>(() => BatchCodec.Add(bytes, 0, grain, new byte[Limits.BodyBytes + 1]));
        Assert.Throws<ArgumentException>(() => BatchCodec.Add(bytes, 0, grain with { Key = new string('k', Limits.KeyBytes + 1) }, default));
    }

    [Theory, InlineData(0ul), InlineData(127ul), InlineData(128ul), InlineData(16_384ul), InlineData(ulong.MaxValue)]
    public void Numbers_of_any_size_come_back(ulong number)
    {
        var bytes = new byte[10];
        ReadOnlySpan<byte> written = bytes.AsSpan(0, Varint.Write(bytes, number));
        Assert.Equal(number, Varint.Read(ref written));
        Assert.True(written.IsEmpty);
    }

    [Fact] public void A_number_that_does_not_end_is_refused()
    {
        foreach (var bytes in new byte[][] { [], [0x80], [.. Enumerable.Repeat((byte)0xFF, 11)] })
        {
            Assert.Throws<InvalidDataException>(() =>
            {
                ReadOnlySpan<byte> rest = bytes;
                Varint.Read(ref rest);
            });
        }
    }

    private static (JournalBatch Batch, List<JournalEntry> Entries) Batch(Random random)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var entries = new List<JournalEntry>();
        var (first, at) = (random.NextInt64(1, 1L << 40), random.NextInt64(0, 4_000_000_000_000));
        var start = at;
        BatchCodec.Begin(bytes);
        for (var i = random.Next(1, 20); i > 0; i--)
        {
            var later = random.Next(3) == 0 ? random.NextInt64(1L << 33) : 0;
            at += later;
            var number = first + entries.Count;
            if (random.Next(4) == 0)
            {
                var since = random.NextInt64();
                BatchCodec.AddListening(bytes, later, since);
                entries.Add(new JournalEntry(number, at, default, null, since));
                continue;
            }

            var grain = new Subject((SubjectKind)random.Next(1, 5), random.Next(2) == 0 ? "房间-101" : new string('k', random.Next(Limits.KeyBytes)));
            var message = Message(random, grain.Key);
            var body = new ArrayBufferWriter<byte>();
            CareCodec.Encode(message, body);
            BatchCodec.Add(bytes, later, grain, body.WrittenSpan);
            entries.Add(new JournalEntry(number, at, grain, message, 0));
        }

        return (new JournalBatch(3, first, entries.Count, start, BatchCodec.Seal(bytes)), entries);
    }

    private static CareMessage Message(Random random, string key) => random.Next(2) == 0
        ? new VisitDone(new string('求', random.Next(200)), null)
        : new DeviceSpoke(new Reading(DeviceId.Of(key), random.NextInt64(), (ulong)random.NextInt64(), false, 7, [ChannelValue.Of("smoke", true), ChannelValue.Of("battery", 87)]));
}
