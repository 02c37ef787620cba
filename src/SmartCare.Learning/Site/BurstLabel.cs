using SmartCare.Domain.Words;

namespace SmartCare.Learning.Site;

/// <summary>What a burst of the house teaches.</summary>
public enum BurstLabel
{
    /// <summary>Nothing: nobody has said what it was, or what was said is of no use.</summary>
    None,
    Fall, DailyLife,
}

/// <summary>What is known of a burst afterwards.</summary>
/// <param name="Rang">A fall alert rang for it.</param>
/// <param name="Raised">That alert began with it; false: it stood already, and rang once more.</param>
/// <param name="Outcome">What people said when they resolved the alert; null: nobody has yet.</param>
/// <param name="SaidFall">A model, on or on trial, called it a fall.</param>
/// <param name="HasElder">It is known who wears the device.</param>
/// <param name="NeedNearby">Within an hour of it a fall or a call for help rang that may have been of the same elder.</param>
/// <param name="HourIsOver">All alerts of the hour after it are known.</param>
public readonly record struct BurstStory(bool Rang, bool Raised, Outcome? Outcome, bool Drill, bool SaidFall, bool HasElder, bool NeedNearby, bool HourIsOver);

/// <summary>Only what people said is a fall. Silence is daily life, where nothing at all speaks against it.</summary>
/// <remarks>A fall that teaches as daily life is worse than a thousand bursts that teach nothing: what is doubtful is left out. So a burst that a model called a fall and that led to no alert
/// teaches nothing either: she may have lain there, and nobody looked.</remarks>
public static class BurstLabelRule
{
    public static BurstLabel Of(in BurstStory story) => story switch
    {
        { Rang: true, Drill: true } => BurstLabel.None,
        { Rang: true, Outcome: Outcome.False } => BurstLabel.DailyLife,
        // Of an alert that rang again the later bursts may be her getting up.
        { Rang: true, Outcome: Outcome.Real, Raised: true } => BurstLabel.Fall,
        { Rang: true } => BurstLabel.None,
        { HasElder: true, HourIsOver: true, SaidFall: false, NeedNearby: false } => BurstLabel.DailyLife,
        _ => BurstLabel.None,
    };
}
