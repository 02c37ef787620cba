using SmartCare.Domain.Registry;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api;
using SmartCare.Server.Registry;

namespace SmartCare.Server.District;

/// <summary>Whose levels and sites an official sees: their level's and what is below it. What they do not see does not exist for them.</summary>
internal sealed class DistrictSight(LevelBook levels, RegistryIndex registry)
{
    /// <summary>Before anything is looked up.</summary>
    public static IResult? MayNot(Viewer viewer) =>
        viewer.Account.Role is Role.Admin or Role.Officer ? null : Problems.Forbidden("Only officials and admin look above sites.");

    public static IResult Missing(string id) => Problems.NotFound($"There is no level {id}.");

    public bool Sees(Viewer viewer, string? level) => viewer.IsAdmin || viewer.LevelId is { } own && levels.IsWithin(level, own);

    public bool IsBelow(string level, string above) => levels.IsWithin(level, above);

    public Level? Find(Viewer viewer, string id) => Sees(viewer, id) ? levels.Find(id) : null;

    /// <summary>A site whose sums they see; people of the site themselves see more than that.</summary>
    public bool SeesSite(Viewer viewer, Site site) => viewer.SeesSite(site.Id.Value) || Sees(viewer, site.LevelId?.Value);

    /// <summary>By whose clock months of a level begin: that of its first site.</summary>
    public string TimeZoneOf(string? level) => SitesOf(level).FirstOrDefault()?.TimeZone ?? SiteClock.Utc;

    /// <summary>Sites in use at or below a level; null: all that are counted to any.</summary>
    public IEnumerable<Site> SitesOf(string? level) => registry.Sites.Where(s => !s.Archived && s.LevelId is not null && (level is null || levels.Holds(level, s)));
}
