using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Registry.Fields;

/// <summary>What people write of a place.</summary>
internal sealed record PlaceFields(string? SiteId, string? Name, PlaceKind? Kind, int? Beds, bool? Archived)
{
    /// <summary>More than any dormitory has.</summary>
    public const int MostBeds = 100;

    public static PlaceFields Of(Place p) => new(p.SiteId.Value, p.Name, p.Kind, p.Beds, p.Archived);

    public static Checked Check(string id, PlaceFields f, Place? before, CheckContext context)
    {
        if (!FieldText.IsName(f.Name)) return Checked.No("name", "name is needed, at most 100 characters.");
        if (f.SiteId is null || context.Registry.Site(f.SiteId) is not { } site) return Checked.No("siteId", "siteId is the id of a site.");
        if (before is not null && before.SiteId != site.Id) return Checked.No("siteId", "A place stays at its site.");
        if (f.Beds is < 0 or > MostBeds) return Checked.No("beds", $"beds is 0 to {MostBeds}.");
        if (Archiving.Trouble(before, f.Archived, before?.Archived) is { } trouble) return trouble;
        var place = (before ?? new Place(Domain.Words.PlaceId.Of(id), site.Id, "", PlaceKind.Room)) with
        {
            Name = f.Name!, Kind = f.Kind ?? PlaceKind.Room, Beds = f.Beds, Archived = f.Archived ?? false,
        };
        if (site.Archived && !place.Archived) return Checked.Conflict("siteId", "That site is archived: restore it first.");
        foreach (var elder in context.Registry.LodgersOf(place.Id))
            if (Lodging.Trouble(place, elder) is { } why) return Checked.Conflict(why.Field, $"{elder.Name} ({elder.Id}) lives there: {why.Message}");
        return Checked.Of(place);
    }
}

/// <summary>May somebody live in such a place, in such a bed?</summary>
internal static class Lodging
{
    /// <returns>The elder's field, and why not; null: they may.</returns>
    public static (string Field, string Message)? Trouble(Place place, Elder elder)
    {
        if (!place.MayBeLivedIn) return ("placeId", "elders live in a room, a bedroom, a home or a dwelling.");
        if (place.Archived) return ("placeId", "the place is archived: restore it first.");
        return elder.Bed is { } bed && place.Beds is { } beds && bed > beds ? ("bed", $"the place has {beds} beds.") : null;
    }
}
