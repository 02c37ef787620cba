using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;

namespace SmartCare.GrainInterfaces;

/// <summary>A room or a dwelling; the key is the place's id.</summary>
[Alias("smartcare.place")]
public interface IPlaceGrain : ICareGrain
{
    /// <param name="by">Who wrote it; null: the silo itself.</param>
    [Alias("register")]
    Task<CommandOutcome> Register([Immutable] Place record, string? by = null);

    [Alias("move-in")]
    Task MoveIn(LetterStamp stamp, [Immutable] LivesHere letter);

    [Alias("move-out")]
    Task MoveOut(LetterStamp stamp, [Immutable] MovedOut letter);

    [Alias("gain-source")]
    Task GainSource(LetterStamp stamp, [Immutable] SourceIs letter);

    [Alias("lose-source")]
    Task LoseSource(LetterStamp stamp, [Immutable] SourceLeft letter);

    /// <summary>A device that watches the place: this was sensed.</summary>
    [Alias("sense")]
    Task Sense(LetterStamp stamp, [Immutable] Sensed letter);
}
