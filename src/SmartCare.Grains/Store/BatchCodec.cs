using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;

namespace SmartCare.Grains.Store;

/// <summary>
/// The bytes of a journal batch: version (1), count, then per entry the time as a difference to the entry before, the grain, the
/// message's own bytes; a CRC-32C over it all at the end, so that a torn or rotten blob is found and never half believed.
/// </summary>
public static class BatchCodec
{
    private const byte Version = 1;

    /// <summary>The kind of an entry that is for no grain: since when the silo listens. Journals of 0.1 hold one for each tick of their clock.</summary>
    private const byte Listening = 0;

    /// <summary>Writes the head; entries follow, then <see cref="Seal"/>.</summary>
    internal static void Begin(ArrayBufferWriter<byte> to)
    {
        to.GetSpan(1)[0] = Version;
        to.Advance(1);
    }

    /// <exception cref="ArgumentException">It is longer than an entry may be.</exception>
    internal static void Add(ArrayBufferWriter<byte> to, long sinceMs, Subject grain, ReadOnlySpan<byte> body) => Add(to, sinceMs, (byte)grain.Kind, grain.Key, body);

    internal static void AddListening(ArrayBufferWriter<byte> to, long sinceMs, long listeningSinceMs)
    {
        Span<byte> body = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(body, listeningSinceMs);
        Add(to, sinceMs, Listening, "", body);
    }

    internal static byte[] Seal(ArrayBufferWriter<byte> to)
    {
        var blob = new byte[to.WrittenCount + 4];
        to.WrittenSpan.CopyTo(blob);
        BinaryPrimitives.WriteUInt32LittleEndian(blob.AsSpan(to.WrittenCount), Crc32C.Of(to.WrittenSpan));
        return blob;
    }

    /// <summary>The bytes of a batch are those that were written.</summary>
    public static bool IsSound(ReadOnlySpan<byte> blob) => blob.Length >= 5 && BinaryPrimitives.ReadUInt32LittleEndian(blob[^4..]) == Crc32C.Of(blob[..^4]);

    /// <summary>The entries of a batch, numbered from its first.</summary>
    /// <exception cref="InvalidDataException">The bytes are not what was written, or of a version this program does not know.</exception>
    public static List<JournalEntry> Read(JournalBatch batch)
    {
        var blob = batch.Body.Span;
        if (!IsSound(blob))
            throw new InvalidDataException($"Journal batch {batch.Stream}/{batch.First} is damaged.");
        if (blob[0] != Version) throw new InvalidDataException($"Journal batch {batch.Stream}/{batch.First} is of version {blob[0]}.");
        var rest = blob[1..^4];
        var entries = new List<JournalEntry>(batch.Count);
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
            entries.Add(kind == Listening
                ? new JournalEntry(number, at, default, null, BinaryPrimitives.ReadInt64LittleEndian(body))
                : new JournalEntry(number, at, new Subject((SubjectKind)kind, key), CareCodec.Decode(body), 0));
        }

        if (entries.Count != batch.Count)
            throw new InvalidDataException($"Journal batch {batch.Stream}/{batch.First} holds {entries.Count} entries instead of {batch.Count}.");
        return entries;
    }

    private static void Add(ArrayBufferWriter<byte> to, long sinceMs, byte kind, string grainKey, ReadOnlySpan<byte> body)
    {
        if (body.Length > Limits.BodyBytes) throw new ArgumentException($"A message of {body.Length} bytes is longer than {Limits.BodyBytes}.");
        var span = to.GetSpan(Limits.KeyBytes + 32);
        var used = Varint.Write(span, (ulong)sinceMs);
        span[used++] = kind;
        if (!Encoding.UTF8.TryGetBytes(grainKey, span.Slice(used + 2, Limits.KeyBytes), out var key))
            throw new ArgumentException($"A grain's key is longer than {Limits.KeyBytes} bytes.");
        BinaryPrimitives.WriteUInt16LittleEndian(span[used..], (ushort)key);
        used += 2 + key;
        used += Varint.Write(span[used..], (ulong)body.Length);
        to.Advance(used);
        to.Write(body);
    }
}
