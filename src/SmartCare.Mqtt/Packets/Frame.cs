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
        first = 0;
        body = default;
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
        var length = 0;
        for (var i = 1; ; i++)
        {
            // 1.5.5: at most four bytes; a continuation bit in the fourth is malformed.
            if (i == HeaderMax) return FrameStatus.Malformed;
            if (i >= head.Length) return FrameStatus.Incomplete;
            length |= (head[i] & 0x7F) << (7 * (i - 1));
            if ((head[i] & 0x80) != 0) continue;
            var total = 1 + i + length;
            if (total > packetMax) return FrameStatus.TooLarge;
            if (buffer.Length < total) return FrameStatus.Incomplete;
            body = buffer.Slice(1 + i, length);
            buffer = buffer.Slice(total);
            return FrameStatus.Complete;
        }
    }
}
