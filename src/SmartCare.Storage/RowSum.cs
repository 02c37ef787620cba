using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Microsoft.Data.Sqlite;
using SmartCare.Grains.Store;

namespace SmartCare.Storage;

/// <summary>
/// The checksum that stands in a row, over the columns that it covers: a byte that was damaged on the disk is not believed. The same is a function
/// of SQL, <c>row_sum(...)</c>, on every connection that this program opens.
/// </summary>
internal static class RowSum
{
    /// <summary>Before each value, so that neither kinds nor neighbours can be taken for each other.</summary>
    private const byte Null = 0, Integer = 1, Text = 2, Blob = 3;

    public static long Of(params ReadOnlySpan<object?> values)
    {
        var crc = Crc32C.Begin;
        foreach (var value in values)
            crc = value switch
            {
                null or DBNull => Crc32C.Add(crc, [Null]),
                long number => Of(crc, number),
                int number => Of(crc, number),
                byte number => Of(crc, number),
                string text => Of(crc, text),
                byte[] blob => Crc32C.Add(Head(crc, Blob, blob.Length), blob),
                // A double or the like: damage made of a whole number. No sum of ours fits it.
                _ => Crc32C.Add(crc, Encoding.UTF8.GetBytes(value.GetType().Name)),
            };
        return ~crc;
    }

    public static void Register(SqliteConnection connection) =>
        connection.CreateFunction("row_sum", static (object?[] values) => Of(values), isDeterministic: true);

    private static uint Of(uint crc, long number) => Head(crc, Integer, number);

    private static uint Of(uint crc, string text)
    {
        const int Short = 256;
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = most > Short ? ArrayPool<byte>.Shared.Rent(most) : null;
        var bytes = rented ?? stackalloc byte[Short];
        var used = Encoding.UTF8.GetBytes(text, bytes);
        crc = Crc32C.Add(Head(crc, Text, used), bytes[..used]);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return crc;
    }

    private static uint Head(uint crc, byte kind, long number)
    {
        Span<byte> head = stackalloc byte[9];
        head[0] = kind;
        BinaryPrimitives.WriteInt64LittleEndian(head[1..], number);
        return Crc32C.Add(crc, head);
    }
}
