using SmartCare.Domain.Decisions;

namespace SmartCare.GrainInterfaces;

/// <summary>What became of a command.</summary>
/// <param name="Refused">Why nothing changed; null when it was carried out.</param>
/// <param name="Saved">False: it was decided and shown, but the store could not be written; it is written as soon as there is room.</param>
[GenerateSerializer, Immutable, Alias("smartcare.command-outcome")]
public readonly record struct CommandOutcome([property: Id(0)] Refusal? Refused, [property: Id(1)] bool Saved);
