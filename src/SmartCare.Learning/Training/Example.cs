using System.Numerics;
using Microsoft.ML.Data;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Rules;
using SmartCare.Learning.Falls;
using SmartCare.Learning.Recordings;

namespace SmartCare.Learning.Training;

/// <summary>One knock of one trial, as the model sees it. The class is public to Microsoft.ML alone.</summary>
internal sealed class Example
{
    public float[] Features { get; init; } = [];

    public bool Label { get; init; }

    /// <summary>Index of its trial.</summary>
    [NoColumn]
    public int Trial { get; init; }

    /// <summary>Of a fall only the hardest knock is the fall; what she did before it is neither a fall nor daily life.</summary>
    [NoColumn]
    public bool Teaches { get; init; }

    /// <summary>What the threshold rule says of the same burst.</summary>
    [NoColumn]
    public bool RuleSaysFall { get; init; }

    public static IEnumerable<Example> Of(Trial trial, int index)
    {
        var (motion, room) = (trial.Motion, new Vector3[MotionWindow.Length]);
        var knocks = Knocks.Of(motion);
        var hardest = knocks.Count == 0 ? -1 : knocks.MaxBy(motion.Size);
        foreach (var knock in knocks)
        {
            if (!MotionWindow.TryCutAt(motion, knock, room, out var window)) continue;
            var features = new float[FallFeatures.Count];
            FallFeatures.Write(window, features);
            yield return new Example
            {
                Features = features, Label = trial.IsFall, Trial = index, Teaches = !trial.IsFall || knock == hardest,
                RuleSaysFall = ImpactRule.IsFall(ImpactMeasure.Of(Knocks.Burst(motion, knock)), Policy.Default),
            };
        }
    }
}
