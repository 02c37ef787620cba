using SmartCare.Domain.Alerts;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>A measure of the body or the room with the band it is watched by.</summary>
internal readonly record struct Measure(string Name, AlertKind Alarm, Band Band, TimeSpan Hold, TimeSpan Gap)
{
    public static Measure Of(SenseKind kind, CarePlan plan, Policy policy) => kind switch
    {
        SenseKind.Heart => new("heartRate", AlertKind.Vitals, plan.HeartRate ?? policy.HeartRate, policy.RateHold, policy.RateGap),
        SenseKind.Breath => new("breathingRate", AlertKind.Vitals, plan.BreathingRate ?? policy.BreathingRate, policy.RateHold, policy.RateGap),
        _ => new("temperature", AlertKind.Environment, plan.Temperature ?? policy.Temperature, policy.WarmthHold, policy.WarmthGap),
    };

    /// <summary>"heart rate 134 to 139".</summary>
    public string Say(in Sense sense) => sense.Low == sense.High
        ? Phrase.Of(Name, ("value", Math.Round(sense.Low, 1)))
        : Phrase.Of($"{Name}Range", ("low", Math.Round(sense.Low, 1)), ("high", Math.Round(sense.High, 1)));

    /// <summary>Judges, and tells the site what came of it.</summary>
    public BandWatch Judge(in BandWatch before, in Sense sense, Need need, DateTimeOffset at, IOutbox outbox)
    {
        var (after, step) = BandRule.Judge(before, sense.Low, sense.High, Band, Hold, Gap, at);
        if (step is BandStep.Raise) outbox.Tell(Subject.Of(need.SiteId), new NeedRaised(need));
        if (step is BandStep.Stand) outbox.Tell(Subject.Of(need.SiteId), new NeedStands(need));
        if (step is BandStep.Clear) outbox.Tell(Subject.Of(need.SiteId), new NeedCleared(Alarm, need.About, need.DeviceId, Phrase.All(Say(sense), Phrase.Of("inBandAgain")), Ends: false));
        return after;
    }
}
