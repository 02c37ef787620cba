using System.Numerics;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Learning.Models;

namespace SmartCare.Learning.Falls;

/// <summary>One learned model of one wearing place. Any number of threads may ask it; it holds nothing that changes.</summary>
internal sealed class FallScorer(ModelManifest manifest, FallTrees trees)
{
    public ModelManifest Manifest { get; } = manifest;

    public WearingPlace Place { get; } = Enum.Parse<WearingPlace>(manifest.Place, ignoreCase: true);

    public FallModelCard Card => new(Id, Place, Manifest.Experimental, Manifest.People, Manifest.Figures);

    public FallTrees Trees { get; } = trees;

    public string Id { get; } = $"{manifest.Place}/{manifest.Version}";

    /// <summary>Microseconds, and nothing on the heap: the window and the features stand on the stack.</summary>
    public FallScore? Score(MotionBurst burst)
    {
        Span<Vector3> room = stackalloc Vector3[MotionWindow.Length];
        if (!MotionWindow.TryCut(burst, room, out var window)) return null;
        Span<float> features = stackalloc float[FallFeatures.Count];
        FallFeatures.Write(window, features);
        return new FallScore(Value(Trees.Raw(features), burst.Rate), Id, FallFeatures.Why(features));
    }

    /// <summary>The same odds as the calibrated probability, moved so that the model's own threshold is 0.5 at every rate.</summary>
    public double Value(double raw, double rate) => 1 / (1 + Math.Exp(-Manifest.Calibration.Slope * (raw - ThresholdAt(rate))));

    public double ThresholdAt(double rate)
    {
        var threshold = Manifest.Thresholds[0].Raw;
        foreach (var of in Manifest.Thresholds)
            if (rate >= of.FromHz)
                threshold = of.Raw;
        return threshold;
    }
}
