using SmartCare.Domain.Registry;
using SmartCare.Learning.Recordings;
using SmartCare.Learning.Site;
using SmartCare.Learning.Tests.Support;
using SmartCare.Learning.Training;
using Xunit.Abstractions;

namespace SmartCare.Learning.Tests.Site;

/// <summary>On recordings, where they are: people who did not teach measure as those who did, as long as their sensors do. A burst is a knock, as a device sends it.</summary>
public sealed class RecordedDriftTests(ITestOutputHelper output)
{
    [Fact]
    public void People_left_out_are_the_same_and_a_sensor_that_measures_a_quarter_too_much_is_another()
    {
        if (Support.Recordings.Folder(output) is not { } folder) return;
        var trials = RecordingFolder.Read(folder, RecordingFolder.Sets[0]);
        bool Teaches(Trial trial) => string.CompareOrdinal(trial.Person, "SA16") < 0;
        var ends = FeatureDeciles.Of(SensorKind.All.SelectMany(s => OutOfFold.Heard([.. trials.Where(Teaches)], s).Examples))!;
        Assert.False(Drift("adults", t => !Teaches(t) && !t.IsElder, 1).IsAnother);
        Assert.False(Drift("elders", t => t.IsElder, 1).IsAnother);
        Assert.True(Drift("adults, a quarter too much", t => !Teaches(t) && !t.IsElder, 1.25f).IsAnother);
        Assert.True(Drift("elders, a quarter too much", t => t.IsElder, 1.25f).IsAnother);

        FeatureDrift Drift(string who, Func<Trial, bool> whose, float scale)
        {
            var drift = FeatureDrift.Of(
            [
                .. trials.Where(t => !t.IsFall && whose(t)).SelectMany(t => Knocks.Of(t.Motion).Select(k => Knocks.Burst(t.Motion, k)))
                    .Select(m => BurstCodec.Pack(m with { Axes = [.. m.Axes.Select(a => a * scale)] })).OfType<byte[]>()
                    .Select(p => new SiteBurst("e", "s", "wearable", WearingPlace.Waist, 50, BurstCodec.Unpack(p)!, BurstLabel.None, default)),
            ], ends);
            output.WriteLine($"{who}: {drift.Differing.Count} of {drift.Index.Count} features differ, {drift.Bursts} bursts");
            return drift;
        }
    }
}
