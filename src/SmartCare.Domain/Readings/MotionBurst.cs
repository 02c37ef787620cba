namespace SmartCare.Domain.Readings;

/// <summary>What a worn accelerometer felt for some seconds: samples evenly spaced in time, x, y, z after each other, in g with gravity.</summary>
/// <param name="Axes">Three numbers a sample.</param>
/// <param name="Rate">Samples a second.</param>
public sealed record MotionBurst(float[] Axes, double Rate)
{
    public int Count => Axes.Length / 3;

    public double Seconds => Count / Rate;

    /// <summary>Length of the vector, in g: 1 at rest.</summary>
    public float Size(int sample)
    {
        var axes = Axes.AsSpan(3 * sample, 3);
        return MathF.Sqrt(axes[0] * axes[0] + axes[1] * axes[1] + axes[2] * axes[2]);
    }
}
