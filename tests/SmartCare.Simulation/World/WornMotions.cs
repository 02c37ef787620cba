using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Learning.Falls;
using SmartCare.Learning.Recordings;
using SmartCare.Learning.Training;

namespace SmartCare.Simulation.World;

/// <summary>What the sensors at people's waists felt in recordings, as the readings that a silo would make of it: each elder of a run wears such a sensor, and knocks
/// about as these people did.</summary>
/// <param name="Judge">What decides about a burst: <c>rule</c> or <c>model</c>.</param>
internal sealed record WornMotions(string Judge, ChannelValue[][] Falls, ChannelValue[][] Daily)
{
    /// <summary>Of an elder's day. A guess: what the two judges make of the same knocks is compared, not how many there are.</summary>
    public const int KnocksPerDay = 20;

    /// <returns>The same knocks under the threshold rule and under a model. Every second person has taught it; the others are those who knock.</returns>
    /// <exception cref="InvalidDataException">There are no recordings of the waist.</exception>
    public static WornMotions[] Read(string folder)
    {
        var set = RecordingFolder.Sets.First(s => s.Place is WearingPlace.Waist);
        var trials = RecordingFolder.Read(folder, set);
        string[] people = [.. trials.Select(t => t.Person).Distinct()];
        var taught = people.Where((_, i) => i % 2 == 0).ToHashSet();
        var models = Directory.CreateTempSubdirectory("smartcare-models-");
        try
        {
            var manifest = FallTraining.Run(folder, WearingPlace.Waist, models.FullName, DateTimeOffset.UnixEpoch, taught.Contains);
            var (model, id) = (FallModels.Open(models.FullName), $"{manifest.Place}/{manifest.Version}");
            var knocks = trials.Where(t => !taught.Contains(t.Person)).SelectMany(Bursts).ToList();
            return
            [
                Of("rule", knocks, _ => null),
                Of("model", knocks, burst => model.Score(burst, WearingPlace.Waist, id).Decides),
            ];
        }
        finally
        {
            models.Delete(recursive: true);
        }
    }

    /// <summary>Of a fall the hardest knock, of daily life each.</summary>
    private static IEnumerable<(bool IsFall, MotionBurst Burst)> Bursts(Trial trial)
    {
        var knocks = Knocks.Of(trial.Motion);
        if (trial.IsFall && knocks.Count > 0) knocks = [knocks.MaxBy(trial.Motion.Size)];
        return knocks.Select(knock => (trial.IsFall, Knocks.Burst(trial.Motion, knock)));
    }

    private static WornMotions Of(string judge, List<(bool IsFall, MotionBurst Burst)> knocks, Func<MotionBurst, FallScore?> score)
    {
        ChannelValue[][] All(bool fall) => [.. knocks.Where(k => k.IsFall == fall).Select(k => Values(k.Burst, score(k.Burst)))];
        return new WornMotions(judge, All(fall: true), All(fall: false));
    }

    private static ChannelValue[] Values(MotionBurst burst, FallScore? score)
    {
        var (peakG, freeFallMs, stillS) = ImpactMeasure.Of(burst);
        return
        [
            ChannelValue.Of(Channels.AccelerationPeak, peakG), ChannelValue.Of(Channels.FreeFallMs, freeFallMs), ChannelValue.Of(Channels.StillS, stillS),
            .. FallScore.Values(score, onTrial: null),
        ];
    }
}
