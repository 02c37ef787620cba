using System.Numerics;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Learning.Falls;
using SmartCare.Learning.Recordings;
using SmartCare.Learning.Training;

namespace SmartCare.Learning.Site;

/// <summary>A burst that the house has kept.</summary>
/// <param name="Person">The elder's id, or the device's where nobody has said whose it is.</param>
/// <param name="Make">The device's model.</param>
/// <param name="RateHz">Of the sensor.</param>
/// <param name="Window">Six seconds around the knock, at the rate of the window.</param>
public sealed record SiteBurst(string Person, string Site, string Make, WearingPlace WornAt, double RateHz, MotionBurst Window, BurstLabel Label, DateTimeOffset At)
{
    internal bool IsFall => Label is BurstLabel.Fall;

    internal float[] Features()
    {
        var (room, features) = (new Vector3[MotionWindow.Length], new float[FallFeatures.Count]);
        if (MotionWindow.TryCutAt(Window, MotionWindow.Before, room, out var window)) FallFeatures.Write(window, features);
        return features;
    }

    internal Trial AsTrial() => new(Person, IsElder: true, "house", IsFall, Window);

    /// <summary>One knock a burst: the device has looked for it already.</summary>
    internal Example AsExample(int trial) => new()
    {
        Features = Features(), Label = IsFall, Trial = trial, Teaches = true, RuleSaysFall = ImpactRule.IsFall(ImpactMeasure.Of(Window), Policy.Default),
    };
}
