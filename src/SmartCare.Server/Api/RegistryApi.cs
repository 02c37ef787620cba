using SmartCare.Domain.Registry;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Registry;
using SmartCare.Server.Registry.Fields;

namespace SmartCare.Server.Api;

/// <summary>Sites, places, elders, devices: lists and one by one. What a viewer may not see does not exist for them.</summary>
internal static class RegistryApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        MapLists(api);
        foreach (var kind in ItemKind.All)
        {
            var items = api.MapGroup($"/{kind.Plural}/{{id}}");
            items.MapGet("", (string id, Viewer viewer, RegistryIndex registry, RegistryViews views) =>
                Find(viewer, registry, kind, id) is { } record ? TypedResults.Ok(views.Of(viewer, record)) : Missing(kind, id))
                .Is($"get{kind.Title}", Who.Sees, $"One {kind.Word}").GivesOne(kind);
            items.MapDelete("", (string id, Viewer viewer, RegistryArchive archive) => archive.DeleteAsync(viewer, kind, id))
                .Is($"remove{kind.Title}", WritersOf(kind), $"Removes a {kind.Word} that was never used").GivesNothing().Refuses(409);
            items.MapPost("/archive", (string id, Viewer viewer, RegistryArchive archive) => archive.ArchiveAsync(viewer, kind, id))
                .Is($"archive{kind.Title}", WritersOf(kind), $"A {kind.Word} is used no more; what happened is kept").GivesOne(kind).Refuses(409);
            items.MapPost("/restore", (string id, Viewer viewer, RegistryArchive archive) => archive.RestoreAsync(viewer, kind, id))
                .Is($"restore{kind.Title}", WritersOf(kind), $"Brings an archived {kind.Word} back, alone").GivesOne(kind).Refuses(409);
            HistoryApi.Map(items, kind);
        }

        api.MapPut("/sites/{id}", (string id, Patch<SiteFields> fields, RegistryEdit edit, Viewer viewer) => edit.PutAsync(viewer, ItemKind.Sites, id, fields.Named)).Puts(ItemKind.Sites);
        api.MapPut("/places/{id}", (string id, Patch<PlaceFields> fields, RegistryEdit edit, Viewer viewer) => edit.PutAsync(viewer, ItemKind.Places, id, fields.Named)).Puts(ItemKind.Places);
        api.MapPut("/elders/{id}", (string id, Patch<ElderFields> fields, RegistryEdit edit, Viewer viewer) => edit.PutAsync(viewer, ItemKind.Elders, id, fields.Named)).Puts(ItemKind.Elders);
        api.MapPut("/devices/{id}", (string id, Patch<DeviceFields> fields, RegistryEdit edit, Viewer viewer) => edit.PutAsync(viewer, ItemKind.Devices, id, fields.Named)).Puts(ItemKind.Devices);
        api.MapGet("/models", () => TypedResults.Ok(new Page<ModelView>([.. Models.All.Values.OrderBy(m => m.Id, StringComparer.Ordinal).Select(ModelView.Of)], null)))
            .Is("listModels", Who.SignedIn, "Kinds of hardware, what their channels mean and which of them ring").Gives<Page<ModelView>>();
    }

    private static RouteHandlerBuilder GivesOne(this RouteHandlerBuilder route, ItemKind kind) =>
        kind == ItemKind.Sites ? route.Gives<SiteView>() : kind == ItemKind.Places ? route.Gives<PlaceView>()
        : kind == ItemKind.Elders ? route.Gives<ElderView>() : route.Gives<DeviceView>();

    private static string WritersOf(ItemKind kind) => kind == ItemKind.Sites ? Who.Admin : Who.Director;

    private static void Puts(this RouteHandlerBuilder route, ItemKind kind) => route
        .Is($"put{kind.Title}", WritersOf(kind), $"Makes or changes a {kind.Word}: what is not named stays as it was, an explicit null clears").GivesOne(kind).Refuses(409);

    /// <returns>Null: there is none, or they do not see it.</returns>
    public static RegistryRecord? Find(Viewer viewer, RegistryIndex registry, ItemKind kind, string id) =>
        kind.Find(registry, id) is { } record && Sees(viewer, record) ? record : null;

    public static IResult Missing(ItemKind kind, string id) => Problems.NotFound($"There is no {kind.Word} {id}.");

    /// <summary>Family sees what is its elder's own, and what watches the whole place; not the neighbour's button.</summary>
    internal static bool SeesDevice(Viewer viewer, Device device) =>
        viewer.SeesPlace(device.SiteId.Value, device.PlaceId.Value)
        && (device.ElderId is not { } elder || viewer.SeesElder(device.SiteId.Value, elder.Value));

    private static bool Sees(Viewer viewer, RegistryRecord record) => record switch
    {
        Site site => viewer.SeesSite(site.Id.Value),
        Place place => viewer.SeesPlace(place.SiteId.Value, place.Id.Value),
        Elder elder => viewer.SeesElder(elder.SiteId.Value, elder.Id.Value),
        Device device => SeesDevice(viewer, device),
        _ => false,
    };

    /// <summary>Who does not ask for what is archived sees those who are here: a wall shows nobody in a bed that is empty.</summary>
    private static void MapLists(IEndpointRouteBuilder api)
    {
        api.MapGet("/sites", (Viewer viewer, RegistryIndex registry, string? after, int? limit, bool archived = false) =>
            List(registry.Sites.Where(s => (archived || !s.Archived) && Sees(viewer, s)).Select(RegistryViews.Of), s => s.Id, after, limit)).Lists<SiteView>(ItemKind.Sites);
        api.MapGet("/places", (Viewer viewer, RegistryIndex registry, string? site, string? after, int? limit, bool archived = false) => List(
            registry.Places.Where(p => (archived || !p.Archived) && (site is null || p.SiteId.Value == site) && Sees(viewer, p)).Select(RegistryViews.Of), p => p.Id, after, limit)).Lists<PlaceView>(ItemKind.Places);
        api.MapGet("/elders", (Viewer viewer, RegistryIndex registry, RegistryViews views, string? site, string? place, string? after, int? limit, bool archived = false) => List(
            registry.Elders.Where(e => (archived || e.LivesHere) && (site is null || e.SiteId.Value == site) && (place is null || e.PlaceId.Value == place) && Sees(viewer, e))
                .Select(e => views.Of(viewer, e)),
            e => e.Id, after, limit)).Lists<ElderView>(ItemKind.Elders);
        api.MapGet("/devices", (Viewer viewer, RegistryIndex registry, RegistryViews views, string? site, string? place, string? after, int? limit, bool archived = false) => List(
            registry.Devices.Where(d => (archived || !d.Archived) && (site is null || d.SiteId.Value == site) && (place is null || d.PlaceId.Value == place) && Sees(viewer, d))
                .Select(d => views.Of(viewer, d)),
            d => d.Id, after, limit)).Lists<DeviceView>(ItemKind.Devices);
    }

    private static void Lists<TView>(this RouteHandlerBuilder route, ItemKind kind) => route
        .Is($"list{kind.Title}s", Who.Sees, $"{kind.Title}s by id, without those that are archived unless asked for").Gives<Page<TView>>();

    private static IResult List<T>(IEnumerable<T> all, Func<T, string> id, string? after, int? limit) =>
        !Pages.TryLimit(limit, out var most)
            ? Problems.Invalid($"limit is 1 to {Pages.Most}.")
            : TypedResults.Ok(Pages.Cut([.. all.Where(i => after is null || string.CompareOrdinal(id(i), after) > 0).Take(most + 1)], most, id));
}
