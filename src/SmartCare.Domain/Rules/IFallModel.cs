using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>What learned models say of seconds that a worn sensor felt. The port: the domain knows no model, only its word.</summary>
public interface IFallModel
{
    /// <param name="chosen">The model that decides at the wearer's site; null: none does.</param>
    /// <returns>The word of the chosen model, when it is for this wearing place; and that of the newest one of the place, when it is another: on trial. Null each: no
    /// such model, nothing in the burst knocks, or too little was heard around the knock.</returns>
    (FallScore? Decides, FallScore? OnTrial) Score(MotionBurst burst, WearingPlace place, string? chosen);
}

/// <param name="Value">0 to 1; 0.5 is where the model says fall by its own threshold for the sensor's rate.</param>
/// <param name="ModelId">Wearing place and version: <c>waist/2026-11-26-101500</c>.</param>
public readonly record struct FallScore(double Value, string ModelId, FallReason Why)
{
    /// <summary>As values of the reading, so that decisions, journal and rehearsals need no model.</summary>
    public static IEnumerable<ChannelValue> Values(FallScore? decides, FallScore? onTrial)
    {
        if (decides is { } score)
        {
            yield return ChannelValue.Of(Channels.FallScore, Math.Round(score.Value, 4));
            yield return ChannelValue.Of(Channels.FallModel, score.ModelId);
            yield return ChannelValue.Of(Channels.FallWhy, score.Why.ToString());
        }

        if (onTrial is { } trial)
        {
            yield return ChannelValue.Of(Channels.FallTrial, Math.Round(trial.Value, 4));
            yield return ChannelValue.Of(Channels.FallTrialModel, trial.ModelId);
        }
    }
}
