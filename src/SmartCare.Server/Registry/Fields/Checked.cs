using SmartCare.Domain.Registry;

namespace SmartCare.Server.Registry.Fields;

/// <summary>Why a record cannot be taken.</summary>
/// <param name="Field">Which is wrong; null: the whole.</param>
/// <param name="IsConflict">It makes sense, and something else stands against it.</param>
internal sealed record FieldTrouble(string? Field, string Message, bool IsConflict = false);

/// <summary>A record that may be written, or why not.</summary>
internal readonly record struct Checked(RegistryRecord? Record, FieldTrouble? Trouble)
{
    public static Checked Of(RegistryRecord record) => new(record, null);

    public static Checked No(string? field, string message) => new(null, new FieldTrouble(field, message));

    public static Checked Conflict(string field, string message) => new(null, new FieldTrouble(field, message, IsConflict: true));
}

/// <summary>What a record is judged by besides itself.</summary>
/// <param name="IsPerson">Does somebody sign in under this name?</param>
/// <param name="HasLevel">Is there such a level, which is in use?</param>
internal sealed record CheckContext(IRegistryView Registry, ContactRules Contacts, Func<string, bool> IsPerson, Func<string, bool> HasFallModel, Func<string, bool> HasLevel, DateTimeOffset Now)
{
    public DateOnly TodayAt(Site? site) => DateOnly.FromDateTime(SiteClock.LocalOf(Now, site?.TimeZone ?? SiteClock.Utc).DateTime);
}

/// <summary>Lengths of what people write.</summary>
internal static class FieldText
{
    public const int LongestName = 100;

    /// <summary>Allergies, first aid: a card that is read on the way.</summary>
    public const int LongestNote = 1_000;

    public static bool IsName(string? text) => text is { Length: <= LongestName } && !string.IsNullOrWhiteSpace(text);

    /// <summary>Nothing, in whatever way it was written, is null.</summary>
    public static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
