namespace SmartCare.Learning.Recordings;

/// <summary>Days of one person's life as a house would have heard them.</summary>
/// <param name="Set">Whose recording: the name of its folder.</param>
/// <param name="Signs">In order of time, at most one a minute and kind.</param>
internal sealed record LifeRecording(string Set, string Person, LifeSign[] Signs);

/// <param name="At">The wall clock's time of the recording, as if it were UTC.</param>
/// <param name="Door">The door to the outside: true when it closed, false when it opened, null for movement.</param>
internal readonly record struct LifeSign(DateTimeOffset At, bool? Door);
