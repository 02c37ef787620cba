using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Trainers.LightGbm;
using SmartCare.Learning.Falls;
using SmartCare.Learning.Recordings;
using SmartCare.Learning.Training;

namespace SmartCare.Benchmarks.Falls;

/// <summary>FastTree, which the product uses, beside LightGBM with as many trees and leaves: falls that each misses, by the trials of daily life in which it may ring.</summary>
internal static class TrainerTable
{
    /// <summary>Of SisFall's 1,840 trials nine are 0.995; of WEDA-FALL's 440 twenty are 0.955.</summary>
    private static readonly int[] s_allowed = [3, 5, 7, 9, 15, 20];

    public static int Run(string data)
    {
        Console.WriteLine($"| set, sensor | trainer | falls | {string.Join(" | ", s_allowed.Select(n => $"missed at {n} false"))} | s, folds and all |");
        Console.WriteLine($"|---|---|---|{string.Concat(s_allowed.Select(_ => "---|"))}---|");
        foreach (var set in RecordingFolder.Sets)
        {
            var trials = RecordingFolder.Read(data, set);
            // Two people of a set are too few to leave some out.
            if (trials.Select(t => t.Person).Distinct().Count() < 10) continue;
            foreach (var (name, learn) in ((string, Func<IEnumerable<Example>, RawScore>)[])[("FastTree", FallTrainer.Learn), ("LightGBM", LearnLightGbm)])
            {
                var began = Stopwatch.GetTimestamp();
                foreach (var judged in OutOfFold.Judge(trials, SensorKind.All, learn)) Print(set.Name, name, judged, Stopwatch.GetElapsedTime(began));
            }
        }

        return 0;
    }

    private static void Print(string set, string trainer, Judged judged, TimeSpan took)
    {
        double[] daily = [.. judged.Score.Where((_, i) => !judged.Trials[i].IsFall).OrderDescending()];
        double[] falls = [.. judged.Score.Where((_, i) => judged.Trials[i].IsFall)];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {set}, {judged.Sensor.Name} | {trainer} | {falls.Length} | {string.Join(" | ", s_allowed.Select(n => falls.Count(f => f <= daily[n])))} | {took.TotalSeconds:0} |"));
    }

    private static RawScore LearnLightGbm(IEnumerable<Example> examples)
    {
        var ml = new MLContext(FallTrainer.Seed);
        var options = new LightGbmBinaryTrainer.Options
        {
            NumberOfIterations = 150, NumberOfLeaves = 12, MinimumExampleCountPerLeaf = 40, LearningRate = 0.1, UnbalancedSets = true, Seed = FallTrainer.Seed, NumberOfThreads = 1,
            Booster = new GradientBooster.Options { FeatureFraction = 0.7 },
        };
        return FallTrainer.Trees(ml.BinaryClassification.Trainers.LightGbm(options).Fit(FallTrainer.Data(ml, examples)).Model.SubModel.TrainedTreeEnsemble).Raw;
    }
}
