using System.Buffers;
using System.Text.Json;

namespace SmartCare.Domain.Readings;

/// <summary>The other nested value that is read: what a worn accelerometer felt, <c>"acceleration":[[x,y,z],...]</c> in g, <c>"rate"</c> times a second.</summary>
internal static class BurstReader
{
    /// <summary>Twelve seconds at 200 Hz: two before the fall, the fall, and the stillness after it. Bounds the work of one message.</summary>
    public const int MostSamples = 2_400;

    /// <summary>Slower ones do not see a fall of a tenth of a second; faster ones see no more of it.</summary>
    private const double RateMin = 20, RateMax = 1_000;

    /// <summary>What a sensor can feel, in g; beyond it is no acceleration.</summary>
    private const double MostG = 1_000;

    /// <summary>Leaves the reader at the end of the value, whatever stood in it.</summary>
    /// <returns>x, y, z after each other; null when that was no burst.</returns>
    public static float[]? Read(ref Utf8JsonReader json, ref string? trouble)
    {
        var room = ArrayPool<float>.Shared.Rent(3 * MostSamples);
        try
        {
            var depth = json.CurrentDepth;
            var (bad, axes, samples) = (false, 0, 0);
            while (json.Read() && json.CurrentDepth > depth)
            {
                var isSample = json.CurrentDepth == depth + 1;
                if (isSample && json.TokenType is JsonTokenType.StartArray) axes = 0;
                else if (isSample && json.TokenType is JsonTokenType.EndArray && axes == 3) samples++;
                else if (!isSample && json.TokenType is JsonTokenType.Number && axes < 3 && json.TryGetSingle(out var g) && Math.Abs(g) <= MostG)
                {
                    if (samples < MostSamples) room[3 * samples + axes] = g;
                    axes++;
                }
                else bad = true;
            }

            if (bad || samples == 0) trouble = "acceleration: samples of [x,y,z] in g expected";
            else if (samples > MostSamples) trouble = $"acceleration: more than {MostSamples} samples";
            else return room[..(3 * samples)];
            return null;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(room);
        }
    }

    /// <returns>Null when the rate makes no sense.</returns>
    public static MotionBurst? At(float[] axes, double? rate, ref string? trouble)
    {
        if (rate is >= RateMin and <= RateMax) return new MotionBurst(axes, rate.Value);
        trouble = $"acceleration: rate of {RateMin} to {RateMax} Hz expected";
        return null;
    }
}
