using System.Buffers;

namespace SmartCare.Mqtt.Packets;

internal enum FrameStatus { Incomplete, Complete, Malformed, TooLarge }

/// <summary>Cuts one control packet off the front of what has been received.</summary>
internal static class Frame
{
    /// <summary>First byte and four bytes of length.</summary>
    public const int HeaderMax = 5;

    /// <summary>
    /// On <see cref="FrameStatus.Complete"/> the packet is gone from <paramref name="buffer"/>; on anything else it is untouched.
    /// </summary>
    /// <param name="packetMax">Longest packet taken, header included. Judged as soon as the length is known, before the body
    /// arrives.</param>
    public static FrameStatus TryRead(ref ReadOnlySequence<byte> buffer, int packetMax, out byte first, out ReadOnlySequence<byte> body)
    {
        body = default;
        var status = TryReadHeader(buffer, out first, out var header, out var length);
        if (status is not FrameStatus.Complete) return status;
        if (header + length > packetMax) return FrameStatus.TooLarge;
        if (buffer.Length < header + length) return FrameStatus.Incomplete;
        body = buffer.Slice(header, length);
        buffer = buffer.Slice(header + length);
        return FrameStatus.Complete;
    }

    /// <summary>The fixed header alone: what kind of packet, and how long.</summary>
    /// <param name="header">Bytes of the fixed header.</param>
    /// <param name="length">Bytes of what follows it.</param>
    public static FrameStatus TryReadHeader(in ReadOnlySequence<byte> buffer, out byte first, out int header, out int length)
    {
        (first, header, length) = (0, 0, 0);
        scoped var head = buffer.FirstSpan;
        Span<byte> joined = stackalloc byte[HeaderMax];
        if (head.Length < HeaderMax && !buffer.IsSingleSegment)
        {
            var start = buffer.Slice(0, Math.Min(HeaderMax, buffer.Length));
            start.CopyTo(joined);
            head = joined[..(int)start.Length];
        }
        if (head.IsEmpty) return FrameStatus.Incomplete;

        first = head[0];
        if (!PacketTypes.HasValidFlags(first)) return FrameStatus.Malformed;
        for (var i = 1; ; i++)
        {
            // [MQTT-1.5.5-1] four bytes at most, and the fewest that hold the length: a last byte of 0 has added nothing.
            if (i == HeaderMax) return FrameStatus.Malformed;
            if (i >= head.Length) return FrameStatus.Incomplete;
            length |= (head[i] & 0x7F) << (7 * (i - 1));
            if ((head[i] & 0x80) != 0) continue;
            if (head[i] == 0 && i > 1) return FrameStatus.Malformed;
            header = 1 + i;
            return FrameStatus.Complete;
        }
    }
}
