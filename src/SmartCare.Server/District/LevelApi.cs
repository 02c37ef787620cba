using SmartCare.Domain.Words;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Registry;
using SmartCare.Server.Registry.Fields;
using SmartCare.Server.Webhooks;

namespace SmartCare.Server.District;

/// <summary>What is not named stays as it was; an empty text clears.</summary>
internal sealed record LevelInput(LevelKind? Kind, string? Name, string? NameEn, string? ParentId);

/// <summary>City, district, street, community: admin writes them, an official sees their own and what is below.</summary>
internal sealed class LevelApi(LevelBook book, RegistryIndex registry, AccountStore accounts, DistrictSight sight)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var levels = api.MapGroup("/levels");
        levels.MapGet("", (Viewer viewer, LevelApi it, bool archived = false) => DistrictSight.MayNot(viewer) ?? TypedResults.Ok(new Page<Level>(
            [.. it.Book.All.Where(l => (archived || !l.Archived) && it.Sight.Sees(viewer, l.Id))], null)))
            .Is("listLevels", Who.Officer, "Levels above the sites, the highest first; an official's own and what is below it").Gives<Page<Level>>();
        levels.MapGet("/{id}", (string id, Viewer viewer, LevelApi it) => DistrictSight.MayNot(viewer) ?? (it.Sight.Find(viewer, id) is { } level ? TypedResults.Ok(level) : DistrictSight.Missing(id)))
            .Is("getLevel", Who.Officer, "One level").Gives<Level>();
        levels.MapPut("/{id}", (string id, LevelInput input, Viewer viewer, LevelApi it) => it.Put(viewer, id, input))
            .Is("putLevel", Who.Admin, "Makes or changes a level: what is not named stays as it was").Gives<Level>().Refuses(409);
        levels.MapPost("/{id}/archive", (string id, Viewer viewer, LevelApi it) => it.Archive(viewer, id, archived: true))
            .Is("archiveLevel", Who.Admin, "A level is used no more: nothing may stand below it").Gives<Level>().Refuses(409);
        levels.MapPost("/{id}/restore", (string id, Viewer viewer, LevelApi it) => it.Archive(viewer, id, archived: false))
            .Is("restoreLevel", Who.Admin, "Brings an archived level back").Gives<Level>().Refuses(409);
    }

    private LevelBook Book => book;

    private DistrictSight Sight => sight;

    private IResult Put(Viewer viewer, string id, LevelInput input)
    {
        if (!viewer.IsAdmin) return Problems.Forbidden("Only admin writes levels.");
        if (!IdText.IsValid(id)) return Problems.Invalid(RegistryEdit.IdRule);
        if (input.Name is not null && !FieldText.IsName(input.Name)) return Problems.Invalid("name has 1 to 100 characters.");
        if (input.NameEn is { Length: > FieldText.LongestName }) return Problems.Invalid("nameEn has at most 100 characters.");
        var isConflict = false;
        return Written(() => book.Change(id, before =>
        {
            isConflict = before is { Archived: true };
            if (isConflict) return (null, "This level is archived: POST .../restore brings it back.");
            if ((input.Kind ?? before?.Kind) is not { } kind) return (null, "kind is one of city, district, street, community.");
            if ((input.Name ?? before?.Name) is not { } name) return (null, "name is needed, at most 100 characters.");
            var level = new Level(id, kind, name, FieldText.OrNull(input.NameEn ?? before?.NameEn), FieldText.OrNull(input.ParentId ?? before?.ParentId), false);
            return book.Trouble(level) is { } trouble ? (null, trouble) : (level, null);
        }), () => isConflict);
    }

    private IResult Archive(Viewer viewer, string id, bool archived)
    {
        if (!viewer.IsAdmin) return Problems.Forbidden("Only admin writes levels.");
        if (book.Find(id) is null) return DistrictSight.Missing(id);
        return Written(() => book.Change(id, before => archived
            ? Use(id) is { } use ? (null, use) : (before! with { Archived = true }, null)
            : book.Trouble(before! with { Archived = false }) is { } trouble ? (null, trouble) : (before! with { Archived = false }, null)), () => true);
    }

    /// <returns>What stands in the way of archiving it; null: nothing.</returns>
    private string? Use(string id) =>
        book.ChildrenOf(id).FirstOrDefault(l => !l.Archived) is { } child ? $"{child.Name} ({child.Id}) stands below it: archive or move that first."
        : registry.Sites.FirstOrDefault(s => s is { Archived: false } && s.LevelId?.Value == id) is { } site ? $"{site.Name} ({site.Id}) belongs to it: move that first."
        : accounts.All.FirstOrDefault(a => a.LevelId == id) is { } official ? $"{official.User} is an official of it: change that first." : null;

    private static IResult Written(Func<(Level? Level, string? Trouble)> change, Func<bool> isConflict) => WebhookRoutes.Written(() =>
    {
        var (level, trouble) = change();
        return level is not null ? TypedResults.Ok(level) : isConflict() ? Problems.Conflict(trouble!) : Problems.Invalid(trouble!);
    });
}
