using System.Buffers.Binary;
using System.Numerics;

namespace SmartCare.Grains.Store;

/// <summary>CRC-32C (Castagnoli, RFC 3720 B.4), which the processor computes: eight bytes in a step. It finds damage; it keeps nobody from forging.</summary>
public static class Crc32C
{
    /// <summary>What <see cref="Add"/> begins with.</summary>
    public const uint Begin = uint.MaxValue;

    public static uint Of(ReadOnlySpan<byte> bytes) => ~Add(Begin, bytes);

    public static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes) crc = BitOperations.Crc32C(crc, b);
        return crc;
    }
}
