using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace SmartCare.Grains;

/// <summary>
/// The bytes of a journal batch: version (1), count, then per entry the time as a difference to the entry before, the grain, the
/// message's own bytes; a CRC-32C over it all at the end, so that a torn or rotten blob is found and never half believed.
/// </summary>
public static class BatchCodec
{
    private const byte Version = 1;

    /// <summary>Writes the head; entries follow, then <see cref="Seal"/>.</summary>
    internal static void Begin(ArrayBufferWriter<byte> to)
    {
        to.GetSpan(1)[0] = Version;
        to.Advance(1);
    }

    internal static void Add(ArrayBufferWriter<byte> to, long sinceMs, GrainId grain, ReadOnlySpan<byte> body)
    {
        if (body.Length > Limits.BodyBytes) throw new ArgumentException($"A message of {body.Length} bytes is longer than {Limits.BodyBytes}.");
        var span = to.GetSpan(Limits.KeyBytes + 32);
        var used = Varint.Write(span, (ulong)sinceMs);
        span[used++] = grain.Kind;
        if (!Encoding.UTF8.TryGetBytes(grain.Key, span.Slice(used + 2, Limits.KeyBytes), out var key))
            throw new ArgumentException($"A grain's key is longer than {Limits.KeyBytes} bytes.");
        BinaryPrimitives.WriteUInt16LittleEndian(span[used..], (ushort)key);
        used += 2 + key;
        used += Varint.Write(span[used..], (ulong)body.Length);
        to.Advance(used);
        to.Write(body);
    }

    internal static byte[] Seal(ArrayBufferWriter<byte> to)
    {
        var blob = new byte[to.WrittenCount + 4];
        to.WrittenSpan.CopyTo(blob);
        BinaryPrimitives.WriteUInt32LittleEndian(blob.AsSpan(to.WrittenCount), Crc32C(to.WrittenSpan));
        return blob;
    }

    /// <summary>The entries of a batch, numbered from its first.</summary>
    /// <exception cref="InvalidDataException">The bytes are not what was written, or of a version this program does not know.</exception>
    public static List<Entry<TMessage>> Read<TMessage, TEffect>(JournalBatch batch, IGrainCatalog<TMessage, TEffect> catalog)
    {
        var blob = batch.Body.Span;
        if (blob.Length < 5 || BinaryPrimitives.ReadUInt32LittleEndian(blob[^4..]) != Crc32C(blob[..^4]))
            throw new InvalidDataException($"Journal batch {batch.Shard}/{batch.First} is damaged.");
        if (blob[0] != Version) throw new InvalidDataException($"Journal batch {batch.Shard}/{batch.First} is of version {blob[0]}.");
        var rest = blob[1..^4];
        var entries = new List<Entry<TMessage>>(batch.Count);
        var at = batch.AtMs;
        while (!rest.IsEmpty)
        {
            at += (long)Varint.Read(ref rest);
            var kind = rest[0];
            var keyLength = BinaryPrimitives.ReadUInt16LittleEndian(rest[1..]);
            var key = Encoding.UTF8.GetString(rest.Slice(3, keyLength));
            rest = rest[(3 + keyLength)..];
            var bodyLength = (int)Varint.Read(ref rest);
            var body = rest[..bodyLength];
            rest = rest[bodyLength..];
            var number = batch.First + entries.Count;
            entries.Add(kind == 0
                ? new Entry<TMessage>(number, at, GrainId.Clock, default, BinaryPrimitives.ReadInt64LittleEndian(body))
                : new Entry<TMessage>(number, at, new GrainId(kind, key), catalog.Decode(body), 0));
        }

        if (entries.Count != batch.Count)
            throw new InvalidDataException($"Journal batch {batch.Shard}/{batch.First} holds {entries.Count} entries instead of {batch.Count}.");
        return entries;
    }

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
