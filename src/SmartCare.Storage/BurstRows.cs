namespace SmartCare.Storage;

/// <summary>What a worn device felt, with what was known at once. No names: ids alone.</summary>
/// <param name="Model">Of the device: who makes it.</param>
/// <param name="WornAt">waist or wrist.</param>
/// <param name="RateHz">Of the sensor, before it was brought to the rate of the window.</param>
/// <param name="Samples">The window around the knock, packed.</param>
/// <param name="Score">0 to 1, of the model that is on; <paramref name="Trial"/> of one that is tried.</param>
public sealed record BurstRow(
    long AtMs, string Device, string Model, string? Elder, string Site, string Place, string WornAt, double RateHz, byte[] Samples,
    double? Score, string? ScoredBy, double? Trial, string? TriedBy);

/// <summary>A fall or a call for help rang.</summary>
/// <param name="Raised">The alert began with it, or was opened again; false: it stood, and rang once more.</param>
public sealed record RungRow(string Alert, bool IsFall, string? Device, string? Elder, string? Place, string Site, long AtMs, bool Raised);

/// <summary>How an alert stands: what people said it was, null while nobody did.</summary>
public sealed record OutcomeRow(string Alert, string? Outcome, bool Drill);

/// <summary>A burst, and what came of it.</summary>
/// <param name="Alert">The fall alert that rang for it; null: none did.</param>
/// <param name="NeedNearby">Within an hour of it something rang that may have been of the same elder.</param>
/// <param name="HourIsOver">Every alert of the hour after it is known.</param>
public sealed record KeptBurst(BurstRow Burst, string? Alert, bool Raised, string? Outcome, bool Drill, bool NeedNearby, bool HourIsOver);
