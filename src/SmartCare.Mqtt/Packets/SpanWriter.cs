using System.Buffers.Binary;
using System.Text;

namespace SmartCare.Mqtt.Packets;

/// <summary>Writes the standard's data types into a span that the caller has measured.</summary>
internal ref struct SpanWriter(Span<byte> target)
{
    private readonly Span<byte> _target = target;

    public int Written { get; private set; }

    public void Byte(byte value) => _target[Written++] = value;

    public void UInt16(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_target[Written..], checked((ushort)value));
        Written += 2;
    }

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_target[Written..], value);
        Written += 4;
    }

    public void VarInt(uint value)
    {
        for (; value >= 0x80; value >>= 7) Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_target[Written..]);
        Written += bytes.Length;
    }

    public void Binary(scoped ReadOnlySpan<byte> bytes)
    {
        UInt16(bytes.Length);
        Raw(bytes);
    }

    public void Text(string text)
    {
        var length = Encoding.UTF8.GetBytes(text, _target[(Written + 2)..]);
        UInt16(length);
        Written += length;
    }

    /// <summary>Type byte, length and nothing else: the caller writes the body behind it.</summary>
    public void Header(int first, int remaining)
    {
        Byte((byte)first);
        VarInt((uint)remaining);
    }

    public void Property(PropertyId id, uint value)
    {
        Byte((byte)id);
        switch (PropertyTable.KindOf((byte)id))
        {
            case PropertyKind.Flag or PropertyKind.Byte: Byte((byte)value); break;
            case PropertyKind.UInt16: UInt16((int)value); break;
            case PropertyKind.UInt32: UInt32(value); break;
            default: VarInt(value); break;
        }
    }

    public void Property(PropertyId id, string value)
    {
        Byte((byte)id);
        Text(value);
    }

    public static int VarIntSize(uint value) => value switch { < 0x80 => 1, < 0x4000 => 2, < 0x20_0000 => 3, _ => 4 };

    public static int TextSize(string text) => 2 + Encoding.UTF8.GetByteCount(text);
}
