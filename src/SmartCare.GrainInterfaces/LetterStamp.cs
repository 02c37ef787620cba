using SmartCare.Domain.Words;

namespace SmartCare.GrainInterfaces;

/// <summary>Who sent a letter, and where it stands among the letters of that sender.</summary>
/// <param name="SenderKind">A <see cref="SubjectKind"/>.</param>
/// <param name="Number">Grows with each letter of the sender; a receiver that had this or a later one drops it.</param>
/// <param name="After">The letter to the same receiver that must be had first; 0 when none has to be.</param>
[GenerateSerializer, Immutable, Alias("smartcare.letter-stamp")]
public readonly record struct LetterStamp(
    [property: Id(0)] byte SenderKind, [property: Id(1)] string SenderKey, [property: Id(2)] long Number, [property: Id(3)] long After)
{
    /// <summary>What led to the letter came in there; only measured.</summary>
    [Id(4)]
    public Origin? Origin { get; init; }

    public Subject Sender => new((SubjectKind)SenderKind, SenderKey);
}
