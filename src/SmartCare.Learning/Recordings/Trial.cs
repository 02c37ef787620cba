using SmartCare.Domain.Readings;

namespace SmartCare.Learning.Recordings;

/// <summary>One recording of one person doing one thing.</summary>
/// <param name="Activity">The set's own code.</param>
internal sealed record Trial(string Person, bool IsElder, string Activity, bool IsFall, MotionBurst Motion)
{
    /// <summary>As a slower sensor, or one that cannot feel more than so many g, would have recorded it.</summary>
    public Trial Through(SensorKind sensor)
    {
        var axes = Motion.Axes;
        if (sensor.RateHz < Motion.Rate)
        {
            var (step, count) = (Motion.Rate / sensor.RateHz, (int)((Motion.Count - 1) * sensor.RateHz / Motion.Rate) + 1);
            var thin = new float[3 * count];
            for (var i = 0; i < count; i++)
            {
                var (left, share) = ((int)(i * step), (float)(i * step % 1));
                var right = Math.Min(left + 1, Motion.Count - 1);
                for (var axis = 0; axis < 3; axis++) thin[3 * i + axis] = axes[3 * left + axis] * (1 - share) + axes[3 * right + axis] * share;
            }

            axes = thin;
        }

        return this with { Motion = new MotionBurst([.. axes.Select(a => Math.Clamp(a, -sensor.RangeG, sensor.RangeG))], Math.Min(sensor.RateHz, Motion.Rate)) };
    }
}

/// <summary>What a sensor can tell: how often, and up to how many g.</summary>
internal readonly record struct SensorKind(string Name, double RateHz, float RangeG)
{
    public static readonly SensorKind[] All = [new("50 Hz", 50, 16), new("20 Hz", 20, 16), new("50 Hz, 4 g", 50, 4)];
}
