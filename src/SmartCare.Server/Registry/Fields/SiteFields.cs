using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Registry.Fields;

/// <summary>What people write of a site.</summary>
internal sealed record SiteFields(string? Name, string? NameEn, string? TimeZone, string? District, string? LevelId, string? Phone, string? FallModel, bool? Archived)
{
    public static SiteFields Of(Site s) => new(s.Name, s.NameEn, s.TimeZone, s.District, s.LevelId?.Value, s.Phone, s.FallModel, s.Archived);

    public static Checked Check(string id, SiteFields f, Site? before, CheckContext context)
    {
        if (!FieldText.IsName(f.Name)) return Checked.No("name", "name and nameEn are needed, at most 100 characters.");
        if (!FieldText.IsName(f.NameEn)) return Checked.No("nameEn", "name and nameEn are needed, at most 100 characters.");
        if (f.TimeZone is null || !TimeZoneInfo.TryFindSystemTimeZoneById(f.TimeZone, out _)) return Checked.No("timeZone", "timeZone is an IANA name, like Asia/Shanghai.");
        if (f.District is { Length: > FieldText.LongestName }) return Checked.No("district", "district has at most 100 characters.");
        if (f.LevelId is { Length: > 0 } level && level != before?.LevelId?.Value && !context.HasLevel(level)) return Checked.No("levelId", "levelId is the id of a level that is not archived (GET /api/levels), or empty.");
        if (f.Phone is { Length: > 0 } phone && !IsPhone(phone)) return Checked.No("phone", "phone has 3 to 30 digits, with + - ( ) and spaces between.");
        if (f.FallModel is { Length: > 0 } model && model != before?.FallModel && !context.HasFallModel(model))
            return Checked.No("fallModel", "fallModel is the id of a learned model that this house has (GET /api/fall-models), or empty: the threshold rule decides.");
        if (Archiving.Trouble(before, f.Archived, before?.Archived) is { } trouble) return trouble;
        return Checked.Of((before ?? new Site(SiteId.Of(id), "", "", "")) with
        {
            Name = f.Name!, NameEn = f.NameEn!, TimeZone = f.TimeZone, Archived = f.Archived ?? false,
            District = FieldText.OrNull(f.District), LevelId = FieldText.OrNull(f.LevelId) is { } at ? Domain.Words.LevelId.Of(at) : null, Phone = FieldText.OrNull(f.Phone), FallModel = FieldText.OrNull(f.FallModel),
        });
    }

    /// <summary>What a telephone can dial from a link.</summary>
    private static bool IsPhone(string text) => text.Length <= 30 && text.Count(char.IsAsciiDigit) >= 3 && text.All(c => char.IsAsciiDigit(c) || "+-() ".Contains(c));
}

/// <summary>What is archived is brought back before it is written, and what is not is archived by a call of its own; a new record may come in as it was elsewhere.</summary>
internal static class Archiving
{
    public static Checked? Trouble(RegistryRecord? before, bool? wanted, bool? was) => before is null || (wanted ?? false) == was ? null
        : Checked.Conflict("archived", was is true ? "It is archived: POST .../restore brings it back." : "POST .../archive archives it.");
}
