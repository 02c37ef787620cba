using System.Numerics;
using SmartCare.Domain.Readings;
using SmartCare.Learning.Falls;
using SmartCare.Learning.Tests.Support;

namespace SmartCare.Learning.Tests;

public sealed class FallFeatureTests
{
    [Fact]
    public void However_the_sensor_is_fixed_it_says_the_same()
    {
        var fall = Motions.Fall(seed: 7);
        var straight = Of(fall);
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var by = Quaternion.CreateFromYawPitchRoll(6 * random.NextSingle(), 6 * random.NextSingle(), 6 * random.NextSingle());
            var turned = Of(Motions.Turned(fall, by));
            for (var i = 0; i < straight.Length; i++) Assert.Equal(straight[i], turned[i], tolerance: 0.01 * Math.Max(1, Math.Abs(straight[i])));
        }
    }

    [Theory, InlineData(20), InlineData(50), InlineData(100), InlineData(200)]
    public void A_nurse_reads_what_happened_whatever_the_rate(double rate)
    {
        var why = FallFeatures.Why(Of(Motions.Fall(seed: 7, rate)));
        Assert.InRange(why.TurnedDegrees, 80, 100);
        Assert.InRange(why.StillS, 2.5, 3);
        Assert.InRange(why.KnockG, 2.5, 5);
    }

    [Fact]
    public void Without_enough_before_or_after_the_knock_there_is_no_window()
    {
        var fall = Motions.Fall(seed: 7);
        Assert.True(Cut(fall));
        Assert.False(Cut(Part(fall, 4.5, 12)), "half a second before");
        Assert.False(Cut(Part(fall, 0, 6.5)), "a second and a half after");
        Assert.False(Cut(Part(fall, 6, 12)), "nothing knocks");
    }

    [Fact]
    public void A_harder_knock_at_the_end_of_the_burst_does_not_hide_the_one_with_room_around_it()
    {
        var fall = Motions.Fall(seed: 7);
        var axes = (float[])fall.Axes.Clone();
        axes[^3] = 9;
        Assert.Equal(Of(fall)[0], Of(fall with { Axes = axes })[0]);
    }

    private static MotionBurst Part(MotionBurst motion, double from, double to) =>
        motion with { Axes = motion.Axes[(3 * (int)(from * motion.Rate))..(3 * (int)(to * motion.Rate))] };

    private static bool Cut(MotionBurst motion) => MotionWindow.TryCut(motion, new Vector3[MotionWindow.Length], out _);

    private static float[] Of(MotionBurst motion)
    {
        Assert.True(MotionWindow.TryCut(motion, new Vector3[MotionWindow.Length], out var window));
        var features = new float[FallFeatures.Count];
        FallFeatures.Write(window, features);
        return features;
    }
}
