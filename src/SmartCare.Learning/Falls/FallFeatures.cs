using System.Numerics;
using SmartCare.Domain.Rules;

namespace SmartCare.Learning.Falls;

/// <summary>What the model sees of a window: numbers that stay the same however the sensor sits on the body.</summary>
/// <remarks>Directions count only against gravity before the knock, so no axis has a name. Lengths in g, times in s, angles in degrees.</remarks>
internal static class FallFeatures
{
    public static readonly string[] Names =
    [
        "knock", "second_knock", "lowest_before", "light_time", "mean_falling", "hard_time", "knocks", "jerk",
        "energy_knock", "energy_before", "spread_before", "spread_after", "spread_end", "wobble_before", "wobble_after", "wobble_end",
        "turned_soon", "turned", "turned_after", "speed_down", "knock_across", "knock_along", "upright_end",
        "until_still", "still_share", "rhythm_before", "rhythm_after", "hardest_before", "hardest_after", "lowest_after",
    ];

    public static int Count => Names.Length;

    private const int Rate = MotionWindow.Rate;

    /// <summary>Standard deviation of the length in g over half a second; who breathes and lies stays below.</summary>
    private const float StillBelow = 0.06f;

    public static void Write(in MotionWindow window, Span<float> features)
    {
        Span<float> size = stackalloc float[MotionWindow.Length];
        for (var i = 0; i < size.Length; i++) size[i] = window[i - MotionWindow.Before].Length();
        var at = new Sizes(size);

        var down = Mean(window, -2.0, -0.7);
        var later = Mean(window, 0.8, 1.8);
        var end = Mean(window, 2.5, 4.0);
        var up = Unit(down);
        var feature = 0;
        void Next(Span<float> into, float value) => into[feature++] = float.IsFinite(value) ? value : 0;

        Next(features, at.Max(-0.1, 0.1));
        Next(features, at.Max(0.2, 1.5));
        Next(features, at.Min(-1.0, 0));
        Next(features, at.Below(0.75f, -1.0, 0));
        Next(features, at.Mean(-0.6, -0.1));
        Next(features, at.Above(MotionWindow.Trigger, -0.5, 0.7));
        Next(features, at.Peaks(MotionWindow.Trigger));
        Next(features, at.Jerk(-0.3, 0.5));
        Next(features, at.Energy(-0.2, 0.5));
        Next(features, at.Energy(-2.0, -0.7));
        Next(features, at.Spread(-2.0, -0.7));
        Next(features, at.Spread(1.0, 2.5));
        Next(features, at.Spread(2.5, 4.0));
        Next(features, Wobble(window, -2.0, -0.7));
        Next(features, Wobble(window, 1.0, 2.5));
        Next(features, Wobble(window, 2.5, 4.0));
        Next(features, Angle(down, later));
        Next(features, Angle(down, end));
        Next(features, Angle(later, end));
        Next(features, SpeedDown(window, up, down.Length()));
        Next(features, Across(window, up));
        Next(features, Along(window, up));
        Next(features, Vector3.Dot(Unit(end), up));
        Next(features, at.UntilStill(StillBelow));
        Next(features, at.StillShare(StillBelow, 1.0, 4.0));
        Next(features, at.Rhythm(-2.0, -0.3));
        Next(features, at.Rhythm(0.8, 4.0));
        Next(features, at.Max(-2.0, -0.7));
        Next(features, at.Max(1.5, 4.0));
        Next(features, at.Min(0.3, 2.0));
    }

    /// <summary>What a nurse can picture of the same numbers.</summary>
    public static FallReason Why(ReadOnlySpan<float> features) => new(
        Math.Round(features[s_turned]), Math.Round(features[s_still] * 3, 1), Math.Round(features[s_knock], 1));

    private static readonly int s_knock = Array.IndexOf(Names, "knock"), s_turned = Array.IndexOf(Names, "turned"), s_still = Array.IndexOf(Names, "still_share");

    private static int Sample(double seconds) => (int)Math.Round(seconds * Rate);

    private static Vector3 Mean(in MotionWindow window, double from, double to)
    {
        var (first, last) = (Sample(from), Sample(to));
        var sum = Vector3.Zero;
        for (var i = first; i <= last; i++) sum += window[i];
        return sum / (last - first + 1);
    }

    private static Vector3 Unit(Vector3 vector) => vector.LengthSquared() > 1e-6f ? Vector3.Normalize(vector) : Vector3.UnitZ;

    private static float Angle(Vector3 one, Vector3 other) => MathF.Acos(Math.Clamp(Vector3.Dot(Unit(one), Unit(other)), -1, 1)) * (180 / MathF.PI);

    /// <summary>How much the direction wanders: 0 none, 1 everywhere.</summary>
    private static float Wobble(in MotionWindow window, double from, double to)
    {
        var (first, last) = (Sample(from), Sample(to));
        var sum = Vector3.Zero;
        for (var i = first; i <= last; i++) sum += Unit(window[i]);
        return 1 - sum.Length() / (last - first + 1);
    }

    /// <summary>The fastest that the body went down in the second before the knock, in m/s: the integral of what gravity lacks.</summary>
    private static float SpeedDown(in MotionWindow window, Vector3 up, float rest)
    {
        var (speed, fastest) = (0f, 0f);
        for (var i = -Rate; i <= 0; i++)
        {
            speed = Math.Max(0, speed + (rest - Vector3.Dot(window[i], up)) * 9.81f / Rate);
            fastest = Math.Max(fastest, speed);
        }

        return fastest;
    }

    private static float Across(in MotionWindow window, Vector3 up)
    {
        var most = 0f;
        for (var i = Sample(-0.3); i <= Sample(0.3); i++) most = Math.Max(most, (window[i] - Vector3.Dot(window[i], up) * up).Length());
        return most;
    }

    private static float Along(in MotionWindow window, Vector3 up)
    {
        var most = 0f;
        for (var i = Sample(-0.3); i <= Sample(0.3); i++) most = Math.Max(most, Math.Abs(Vector3.Dot(window[i], up)));
        return most;
    }

    /// <summary>The lengths of the samples alone; times in s from the knock.</summary>
    private readonly ref struct Sizes(ReadOnlySpan<float> sizes)
    {
        private readonly ReadOnlySpan<float> _all = sizes;

        private ReadOnlySpan<float> Of(double from, double to) => _all[(MotionWindow.Before + Sample(from))..(MotionWindow.Before + Sample(to) + 1)];

        public float Max(double from, double to) => Most(Of(from, to));

        public float Min(double from, double to) => Least(Of(from, to));

        public float Mean(double from, double to) => Average(Of(from, to));

        public float Below(float limit, double from, double to)
        {
            var count = 0;
            foreach (var size in Of(from, to)) count += size < limit ? 1 : 0;
            return (float)count / Rate;
        }

        public float Above(float limit, double from, double to)
        {
            var count = 0;
            foreach (var size in Of(from, to)) count += size > limit ? 1 : 0;
            return (float)count / Rate;
        }

        /// <summary>How often it rises above the limit in the whole window.</summary>
        public float Peaks(float limit)
        {
            var count = 0;
            for (var i = 1; i < _all.Length; i++) count += _all[i] > limit && _all[i - 1] <= limit ? 1 : 0;
            return count;
        }

        /// <summary>The fastest change, in g/s.</summary>
        public float Jerk(double from, double to)
        {
            var of = Of(from, to);
            var most = 0f;
            for (var i = 1; i < of.Length; i++) most = Math.Max(most, Math.Abs(of[i] - of[i - 1]) * Rate);
            return most;
        }

        /// <summary>The mean of the squares of what differs from rest, in g².</summary>
        public float Energy(double from, double to)
        {
            var of = Of(from, to);
            var sum = 0f;
            foreach (var size in of) sum += (size - 1) * (size - 1);
            return sum / of.Length;
        }

        public float Spread(double from, double to) => Deviation(Of(from, to));

        /// <summary>Seconds after the knock until half a second is still; 4 when it never is.</summary>
        public float UntilStill(float limit)
        {
            for (var i = MotionWindow.Before + Sample(0.3); i + Rate / 2 <= _all.Length; i += 5)
                if (Deviation(_all.Slice(i, Rate / 2)) < limit)
                    return (float)(i - MotionWindow.Before) / Rate;
            return 4;
        }

        public float StillShare(float limit, double from, double to)
        {
            var of = Of(from, to);
            var (still, all) = (0, 0);
            for (var i = 0; i + Rate / 2 <= of.Length; i += 5, all++) still += Deviation(of.Slice(i, Rate / 2)) < limit ? 1 : 0;
            return (float)still / all;
        }

        /// <summary>The strongest likeness to itself between a quarter of a second and one later: steps have it, a fall has not.</summary>
        public float Rhythm(double from, double to)
        {
            var of = Of(from, to);
            var mean = Average(of);
            var power = 0f;
            foreach (var size in of) power += (size - mean) * (size - mean);
            if (power < 0.01f) return 0;
            var best = 0f;
            for (var lag = Rate / 4; lag <= Math.Min(Rate, of.Length / 2); lag++)
            {
                var sum = 0f;
                for (var i = lag; i < of.Length; i++) sum += (of[i] - mean) * (of[i - lag] - mean);
                best = Math.Max(best, sum / power * of.Length / (of.Length - lag));
            }

            return best;
        }

        private static float Most(ReadOnlySpan<float> of)
        {
            var most = float.MinValue;
            foreach (var size in of) most = Math.Max(most, size);
            return most;
        }

        private static float Least(ReadOnlySpan<float> of)
        {
            var least = float.MaxValue;
            foreach (var size in of) least = Math.Min(least, size);
            return least;
        }

        private static float Average(ReadOnlySpan<float> of)
        {
            var sum = 0f;
            foreach (var size in of) sum += size;
            return sum / of.Length;
        }

        private static float Deviation(ReadOnlySpan<float> of)
        {
            var (mean, sum) = (Average(of), 0f);
            foreach (var size in of) sum += (size - mean) * (size - mean);
            return MathF.Sqrt(sum / of.Length);
        }
    }
}
