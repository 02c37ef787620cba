namespace SmartCare.Client;

/// <summary>The house can be heard.</summary>
/// <param name="Now">Its clock.</param>
/// <param name="Seq">Of its newest change.</param>
public sealed record Beat(DateTimeOffset Now, long Seq, BeatHealth Health);

/// <param name="Problems">What does not work just now, in words for people.</param>
public sealed record BeatHealth(bool Ok, IReadOnlyList<string> Problems);
