using System.IO.Compression;
using System.Numerics;
using SmartCare.Domain.Readings;
using SmartCare.Learning.Falls;

namespace SmartCare.Learning.Site;

/// <summary>The six seconds around a knock, as a model looks at them, in some seven hundred bytes.</summary>
/// <remarks>Axis after axis, each sample as its difference from the one before, then Brotli. The step is what a common sensor (ADXL345: 3.9 mg) tells apart, so of such a one
/// nothing is lost; at 1 mg the noise of the sensor would be most of what is kept.</remarks>
public static class BurstCodec
{
    public const float StepG = 1f / 256;

    private const int Samples = MotionWindow.Length;

    /// <summary>Of one number: 1,000 g are 256,000 steps, which take three bytes.</summary>
    private const int MostBytesOfNumber = 3, MostBytes = 3 * Samples * MostBytesOfNumber;

    /// <summary>Of Brotli: 9 of 11, beyond which it takes ten times as long for 1 % less; a window of 4 KB holds all of it.</summary>
    private const int Quality = 9, WindowBits = 12;

    /// <returns>Null: nothing in it knocks, or too little was heard around the knock.</returns>
    public static byte[]? Pack(MotionBurst burst)
    {
        Span<Vector3> room = stackalloc Vector3[Samples];
        if (!MotionWindow.TryCut(burst, room, out _)) return null;
        Span<byte> plain = stackalloc byte[MostBytes];
        var length = 0;
        for (var axis = 0; axis < 3; axis++)
        {
            var before = 0;
            foreach (var sample in room)
            {
                var now = (int)MathF.Round(sample[axis] / StepG);
                length += Put(plain[length..], now - before);
                before = now;
            }
        }

        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(length)];
        return BrotliEncoder.TryCompress(plain[..length], packed, out var written, Quality, WindowBits) ? packed[..written] : null;
    }

    /// <returns>The window, 50 samples a second, its knock in the middle of the second second; null: this is none.</returns>
    public static MotionBurst? Unpack(ReadOnlySpan<byte> packed)
    {
        Span<byte> plain = stackalloc byte[MostBytes];
        if (!BrotliDecoder.TryDecompress(packed, plain, out var length)) return null;
        ReadOnlySpan<byte> rest = plain[..length];
        var axes = new float[3 * Samples];
        for (var axis = 0; axis < 3; axis++)
        {
            var now = 0;
            for (var i = 0; i < Samples; i++)
            {
                if (!TryTake(ref rest, out var step)) return null;
                now += step;
                axes[3 * i + axis] = now * StepG;
            }
        }

        return rest.IsEmpty ? new MotionBurst(axes, MotionWindow.Rate) : null;
    }

    /// <summary>Small numbers of either sign are small: 0, -1, 1, -2 become 0, 1, 2, 3; seven bits a byte.</summary>
    private static int Put(Span<byte> to, int number)
    {
        var (zigzag, at) = ((uint)(number << 1 ^ number >> 31), 0);
        for (; zigzag > 127; zigzag >>= 7) to[at++] = (byte)(zigzag & 127 | 128);
        to[at++] = (byte)zigzag;
        return at;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> from, out int number)
    {
        var zigzag = 0u;
        number = 0;
        for (var i = 0; i < MostBytesOfNumber; i++)
        {
            if (i >= from.Length) return false;
            zigzag |= (uint)(from[i] & 127) << (7 * i);
            if (from[i] > 127) continue;
            from = from[(i + 1)..];
            number = (int)(zigzag >> 1) ^ -(int)(zigzag & 1);
            return true;
        }

        return false;
    }
}
