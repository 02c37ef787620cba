using System.Numerics;
using SmartCare.Domain.Readings;

namespace SmartCare.Learning.Tests.Support;

/// <summary>Made motions, by seed: no recording of a person. Enough to see that the parts do what they say, and nothing about how good a model is.</summary>
internal static class Motions
{
    /// <summary>Stands, falls for a third of a second, knocks, lies turned and still.</summary>
    public static MotionBurst Fall(int seed, double rate = 50) => Make(seed, rate, t => t switch
    {
        < 4.65 => Vector3.UnitY,
        < 5.0 => 0.3f * Vector3.UnitY,
        < 5.08 => new Vector3(3.2f, 1.5f, 0.8f),
        _ => Vector3.UnitX,
    }, noise: t => t < 5.08 ? 0.08f : 0.01f);

    /// <summary>Sits down hard, and goes on as before.</summary>
    public static MotionBurst Seat(int seed, double rate = 50) => Make(seed, rate, t => t is >= 5.0 and < 5.08 ? 2.2f * Vector3.UnitY : Vector3.UnitY, noise: _ => 0.08f);

    /// <summary>The same felt by a sensor that is fixed some other way round.</summary>
    public static MotionBurst Turned(MotionBurst motion, Quaternion by)
    {
        var axes = new float[motion.Axes.Length];
        for (var i = 0; i < motion.Count; i++) Vector3.Transform(new Vector3(motion.Axes.AsSpan(3 * i, 3)), by).CopyTo(axes, 3 * i);
        return motion with { Axes = axes };
    }

    private static MotionBurst Make(int seed, double rate, Func<double, Vector3> felt, Func<double, float> noise)
    {
        var random = new Random(seed);
        var axes = new float[3 * (int)(12 * rate)];
        var strength = 0.8f + 0.4f * random.NextSingle();
        for (var i = 0; i < axes.Length / 3; i++)
        {
            var at = i / rate;
            var spread = noise(at);
            var value = felt(at);
            if (value.Length() > 1.6f) value *= strength;
            (value + new Vector3(Noise(), Noise(), Noise())).CopyTo(axes, 3 * i);
            float Noise() => spread * (2 * random.NextSingle() - 1);
        }

        return new MotionBurst(axes, rate);
    }
}
