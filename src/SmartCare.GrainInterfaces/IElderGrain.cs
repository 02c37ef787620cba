using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;

namespace SmartCare.GrainInterfaces;

/// <summary>An elder; the key is the elder's id.</summary>
[Alias("smartcare.elder")]
public interface IElderGrain : ICareGrain
{
    /// <param name="by">Who wrote it; null: the silo itself.</param>
    [Alias("register")]
    Task<CommandOutcome> Register([Immutable] Elder record, string? by = null);

    /// <summary>A person says what is to be expected of her home.</summary>
    [Alias("set-mode")]
    Task<CommandOutcome> SetMode([Immutable] SetMode command);

    [Alias("visit")]
    Task<CommandOutcome> Visit([Immutable] VisitDone command);

    /// <summary>What has been learned of her; nothing is decided by asking.</summary>
    [Alias("read-habit")]
    Task<KnownHabit> ReadHabit();

    /// <summary>A device of hers, or her place: this was sensed.</summary>
    [Alias("sense")]
    Task Sense(LetterStamp stamp, [Immutable] Sensed letter);

    [Alias("gain-source")]
    Task GainSource(LetterStamp stamp, [Immutable] SourceIs letter);

    [Alias("lose-source")]
    Task LoseSource(LetterStamp stamp, [Immutable] SourceLeft letter);

    /// <summary>Her place says who and what else is in it.</summary>
    [Alias("know-place")]
    Task KnowPlace(LetterStamp stamp, [Immutable] PlaceIs letter);

    /// <summary>Her site says what it is.</summary>
    [Alias("know-site")]
    Task KnowSite(LetterStamp stamp, [Immutable] SiteIs letter);
}
