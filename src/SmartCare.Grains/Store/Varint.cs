namespace SmartCare.Grains.Store;

/// <summary>Unsigned LEB128: seven bits a byte, the lowest first.</summary>
internal static class Varint
{
    internal static int Write(Span<byte> to, ulong value)
    {
        var used = 0;
        for (; value >= 0x80; value >>= 7) to[used++] = (byte)(value | 0x80);
        to[used++] = (byte)value;
        return used;
    }

    internal static ulong Read(ref ReadOnlySpan<byte> from)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            if (from.IsEmpty || shift > 63) throw new InvalidDataException("A number in the journal does not end.");
            var b = from[0];
            from = from[1..];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
    }
}
