using System.Text.Json;

namespace SmartCare.Domain.Readings;

/// <summary>The other nested value that is read: what a worn accelerometer felt, <c>"acceleration":[[x,y,z],...]</c> in g, <c>"rate"</c> times a second.
/// It becomes three numbers, which other devices send flat.</summary>
/// <remarks>The limits of this file say what is measured; how much of it is a fall is the rule's.</remarks>
internal sealed class BurstReader
{
    /// <summary>Twelve seconds at 50 Hz, six at 100: the fall and the stillness after it. Bounds the work of one message.</summary>
    public const int MostSamples = 600;

    /// <summary>Slower ones do not see a fall of a tenth of a second; faster ones see no more of it.</summary>
    private const double RateMin = 20, RateMax = 1_000;

    /// <summary>What a sensor can feel, in g; beyond it is no acceleration.</summary>
    private const double MostG = 1_000;

    /// <summary>Below, in g: nothing holds the wearer (the lower fall threshold of Bourke 2007, at the thigh).</summary>
    private const double FreeFallBelow = 0.6;

    /// <summary>A fall from standing takes less, so what fell longer ago did not end in this impact.</summary>
    private const double ImpactWithinS = 1;

    /// <summary>Standard deviation in g over all axes: breathing and the sensor's own noise stay below, turning over does not.</summary>
    private const double StillBelow = 0.1;

    private readonly List<(double X, double Y, double Z)> _samples = [];

    private BurstReader()
    {
    }

    /// <summary>Leaves the reader at the end of the value, whatever stood in it; null when that was no burst.</summary>
    public static BurstReader? Read(ref Utf8JsonReader json, ref string? trouble)
    {
        var burst = new BurstReader();
        var depth = json.CurrentDepth;
        var (bad, axes) = (false, 0);
        Span<double> sample = stackalloc double[3];
        while (json.Read() && json.CurrentDepth > depth)
        {
            var isSample = json.CurrentDepth == depth + 1;
            if (isSample && json.TokenType is JsonTokenType.StartArray) axes = 0;
            else if (isSample && json.TokenType is JsonTokenType.EndArray && axes == 3)
            {
                if (burst._samples.Count <= MostSamples) burst._samples.Add((sample[0], sample[1], sample[2]));
            }
            else if (!isSample && json.TokenType is JsonTokenType.Number && axes < 3 && json.TryGetDouble(out var g) && Math.Abs(g) <= MostG) sample[axes++] = g;
            else bad = true;
        }

        if (bad || burst._samples.Count == 0) trouble = "acceleration: samples of [x,y,z] in g expected";
        else if (burst._samples.Count > MostSamples) trouble = $"acceleration: more than {MostSamples} samples";
        else return burst;
        return null;
    }

    /// <returns>Peak in g, the longest free fall before it in ms, the stillness at the end in s; null when the rate makes no sense.</returns>
    public (ChannelValue Peak, ChannelValue FreeFall, ChannelValue Still)? Reduce(double? rate, ref string? trouble)
    {
        if (rate is not (>= RateMin and <= RateMax) || rate is not { } hertz)
        {
            trouble = $"acceleration: rate of {RateMin} to {RateMax} Hz expected";
            return null;
        }

        var peak = 0;
        for (var i = 1; i < _samples.Count; i++)
            if (Size(i) > Size(peak))
                peak = i;
        return (
            ChannelValue.Of(Channels.AccelerationPeak, Math.Round(Size(peak), 3)),
            ChannelValue.Of(Channels.FreeFallMs, Math.Round(FreeFallBefore(peak, hertz) * 1000 / hertz)),
            ChannelValue.Of(Channels.StillS, Math.Round(StillAfter(peak) / hertz, 2)));
    }

    private double Size(int i) => Math.Sqrt(_samples[i].X * _samples[i].X + _samples[i].Y * _samples[i].Y + _samples[i].Z * _samples[i].Z);

    private int FreeFallBefore(int peak, double rate)
    {
        var (longest, run) = (0, 0);
        for (var i = 0; i < peak; i++)
        {
            run = Size(i) < FreeFallBelow ? run + 1 : 0;
            if ((peak - i) / rate <= ImpactWithinS) longest = Math.Max(longest, run);
        }

        return longest;
    }

    /// <summary>How many of the last samples hardly differ, back to the impact at most.</summary>
    private int StillAfter(int peak)
    {
        // Welford: mean and sum of squares of the differences, grown from the end.
        var (count, meanX, meanY, meanZ, spread) = (0, 0.0, 0.0, 0.0, 0.0);
        for (var i = _samples.Count - 1; i > peak; i--)
        {
            var (x, y, z) = _samples[i];
            var (offX, offY, offZ) = (x - meanX, y - meanY, z - meanZ);
            var next = count + 1;
            (meanX, meanY, meanZ) = (meanX + offX / next, meanY + offY / next, meanZ + offZ / next);
            spread += offX * (x - meanX) + offY * (y - meanY) + offZ * (z - meanZ);
            if (spread / next >= StillBelow * StillBelow) break;
            count = next;
        }

        return count;
    }
}
