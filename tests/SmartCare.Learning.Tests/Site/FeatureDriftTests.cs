using SmartCare.Domain.Readings;
using SmartCare.Learning.Site;
using SmartCare.Learning.Tests.Support;
using SmartCare.Learning.Recordings;

namespace SmartCare.Learning.Tests.Site;

/// <summary>A sensor that measures otherwise than those the model was taught with is seen in what its bursts look like.</summary>
public sealed class FeatureDriftTests(LearnedModel learned) : IClassFixture<LearnedModel>
{
    private static readonly float[] s_ends = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    [Theory]
    [InlineData("0.5 1.5 2.5 3.5 4.5 5.5 6.5 7.5 8.5 9.5", 0.0)]
    [InlineData("0.5 0.5 2.5 3.5 4.5 5.5 6.5 7.5 8.5 9.5", 0.76)]
    [InlineData("9.5 9.5 9.5 9.5 9.5 9.5 9.5 9.5 9.5 9.5", 8.29)]
    public void The_index_grows_with_what_fell_elsewhere(string felt, double index) =>
        Assert.Equal(index, FeatureDrift.IndexOf(Numbers(felt), s_ends), 0.01);

    /// <summary>A feature that is mostly 0, one that never changes, and one that is mostly as high as it gets.</summary>
    [Theory]
    [InlineData("0 0 0 0 0 0 1.5 2.5 3.5 4.5", "0 0 0 0 0 0 0 2 3 4 5", 0.0)]
    [InlineData("4 4 4 4 4 4 4 4 4 4", "4 4 4 4 4 4 4 4 4 4 4", 0.0)]
    [InlineData("0.5 1.5 4 4 4 4 4 4 4 4", "0 1 2 4 4 4 4 4 4 4 4", 0.0)]
    [InlineData("4 4 4 4 4 4 4 4 4 9", "4 4 4 4 4 4 4 4 4 4 4", 0.7)]
    [InlineData("1 4 4 4 4 4 4 4 4 4", "4 4 4 4 4 4 4 4 4 4 4", 0.7)]
    public void Tenths_that_end_at_the_same_number_are_one_bin(string felt, string ends, double index) => Assert.Equal(index, FeatureDrift.IndexOf(Numbers(felt), Numbers(ends)), 0.01);

    [Fact] public void The_same_kind_of_sensor_is_not_another() => Assert.Empty(Of(Seats(), 250).Differing);

    /// <summary>Planted: it measures in other units than it says, a fifth too much.</summary>
    [Fact] public void One_that_measures_a_fifth_too_much_is_another() => Assert.True(Of(Seats(scale: 1.2f), 250).IsAnother);

    [Fact] public void Fewer_than_two_hundred_bursts_say_nothing() => Assert.False(Of(Seats(scale: 1.2f), FeatureDrift.LeastBursts - 1).IsAnother);

    private static float[] Numbers(string text) => [.. text.Split(' ').Select(n => float.Parse(n, System.Globalization.CultureInfo.InvariantCulture))];

    private FeatureDrift Of(IEnumerable<MotionBurst> motions, int count) => FeatureDrift.Of(
        [.. motions.Take(count).Select(m => HouseBursts.Burst("e", m, BurstLabel.None, HouseBursts.Day))], learned.Manifest.FeatureDeciles!);

    /// <summary>Through the kinds of sensor that the recordings were heard through, in turns.</summary>
    private static IEnumerable<MotionBurst> Seats(float scale = 1)
    {
        for (var seed = 50_000; ; seed++)
        {
            var motion = new Trial("e", false, "D07", false, Motions.Seat(seed)).Through(SensorKind.All[seed % 3]).Motion;
            yield return motion with { Axes = [.. motion.Axes.Select(a => a * scale)] };
        }
    }
}
