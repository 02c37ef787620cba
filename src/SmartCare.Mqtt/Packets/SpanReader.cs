using System.Buffers.Binary;
using System.Text.Unicode;

namespace SmartCare.Mqtt.Packets;

/// <summary>
/// Reads the standard's data types off the front of a span. Failure is sticky: a read past the end or of a bad value sets
/// <see cref="Failed"/>, and every later read gives the default, so a decoder asks once, at its end.
/// </summary>
internal ref struct SpanReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public bool Failed { get; private set; }
    public readonly int Remaining => _rest.Length;
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public byte Byte() => Take(1) is [var b] ? b : (byte)0;

    public ushort UInt16() => Take(2) is { Length: 2 } s ? BinaryPrimitives.ReadUInt16BigEndian(s) : (ushort)0;

    public uint UInt32() => Take(4) is { Length: 4 } s ? BinaryPrimitives.ReadUInt32BigEndian(s) : 0;

    /// <summary>[MQTT-1.5.5-1] The encoded value uses the fewest bytes that hold it, four at most.</summary>
    public uint VarInt()
    {
        uint value = 0;
        for (var i = 0; i < 4; i++)
        {
            var b = Byte();
            if (Failed) return 0;
            value |= (uint)(b & 0x7F) << (7 * i);
            if ((b & 0x80) != 0) continue;
            if (b == 0 && i > 0) break;
            return value;
        }
        Fail();
        return 0;
    }

    public ReadOnlySpan<byte> Binary() => Take(UInt16());

    /// <summary>
    /// [MQTT-1.5.4-1] well-formed UTF-8 without surrogates; [MQTT-1.5.4-2] without U+0000; [MQTT-1.5.4-3] a byte order mark is
    /// a character like any other and stays.
    /// </summary>
    public ReadOnlySpan<byte> Text()
    {
        var text = Binary();
        if (text.Contains((byte)0) || !Utf8.IsValid(text)) Fail();
        return Failed ? default : text;
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (Failed || (uint)count > (uint)_rest.Length)
        {
            Fail();
            return default;
        }
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public void Fail()
    {
        Failed = true;
        _rest = default;
    }
}
