using System.Text.Json.Serialization;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;

namespace SmartCare.Grains.Core;

/// <summary>What a decision tells another grain, until that has answered.</summary>
/// <param name="Number">Grows with each letter of its sender.</param>
/// <param name="After">The letter to the same receiver that had not been answered when this was written; 0 when there was none.</param>
public sealed record Letter(long Number, long After, Subject To, CareMessage Message)
{
    /// <summary>What led to it came in there. Not on disk: who sends it after a crash starts no measurement anew.</summary>
    [JsonIgnore]
    public Origin? Origin { get; init; }
}
