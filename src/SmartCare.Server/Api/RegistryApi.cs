using SmartCare.Server.Accounts;
using SmartCare.Server.Care;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Api;

/// <summary>Sites, places, elders, devices: lists and one by one. What a viewer may not see does not exist for them.</summary>
internal static class RegistryApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sites", (Viewer viewer, RegistryIndex registry, string? after, int? limit) =>
            List(registry.Sites.Where(s => viewer.SeesSite(s.Id.Value)).Select(RegistryViews.Of), s => s.Id, after, limit));
        api.MapGet("/places", (Viewer viewer, RegistryIndex registry, string? site, string? after, int? limit) => List(
            registry.Places.Where(p => (site is null || p.SiteId.Value == site) && viewer.SeesPlace(p.SiteId.Value, p.Id.Value)).Select(RegistryViews.Of),
            p => p.Id, after, limit));
        api.MapGet("/elders", (Viewer viewer, RegistryIndex registry, GrainStates states, string? site, string? place, string? after, int? limit) => List(
            registry.Elders.Where(e => (site is null || e.SiteId.Value == site) && (place is null || e.PlaceId.Value == place)
                && viewer.SeesElder(e.SiteId.Value, e.Id.Value)).Select(e => RegistryViews.Of(e, states.Elder(e.Id.Value))),
            e => e.Id, after, limit));
        api.MapGet("/devices", (Viewer viewer, RegistryIndex registry, GrainStates states, string? site, string? place, string? after, int? limit) => List(
            registry.Devices.Where(d => (site is null || d.SiteId.Value == site) && (place is null || d.PlaceId.Value == place) && SeesDevice(viewer, d))
                .Select(d => RegistryViews.Of(d, states.Device(d.Id.Value))),
            d => d.Id, after, limit));

        api.MapGet("/sites/{id}", (string id, Viewer viewer, RegistryIndex registry) =>
            registry.Site(id) is { } s && viewer.SeesSite(id) ? TypedResults.Ok(RegistryViews.Of(s)) : Missing("site", id));
        api.MapGet("/places/{id}", (string id, Viewer viewer, RegistryIndex registry) =>
            registry.Place(id) is { } p && viewer.SeesPlace(p.SiteId.Value, id) ? TypedResults.Ok(RegistryViews.Of(p)) : Missing("place", id));
        api.MapGet("/elders/{id}", (string id, Viewer viewer, RegistryIndex registry, GrainStates states) =>
            registry.Elder(id) is { } e && viewer.SeesElder(e.SiteId.Value, id) ? TypedResults.Ok(RegistryViews.Of(e, states.Elder(id))) : Missing("elder", id));
        api.MapGet("/devices/{id}", (string id, Viewer viewer, RegistryIndex registry, GrainStates states) =>
            registry.Device(id) is { } d && SeesDevice(viewer, d) ? TypedResults.Ok(RegistryViews.Of(d, states.Device(id))) : Missing("device", id));

        api.MapPut("/sites/{id}", (string id, SiteInput input, RegistryEdit edit, Viewer viewer) => edit.Put(viewer, id, input));
        api.MapPut("/places/{id}", (string id, PlaceInput input, RegistryEdit edit, Viewer viewer) => edit.Put(viewer, id, input));
        api.MapPut("/elders/{id}", (string id, ElderInput input, RegistryEdit edit, Viewer viewer) => edit.Put(viewer, id, input));
        api.MapPut("/devices/{id}", (string id, DeviceInput input, RegistryEdit edit, Viewer viewer) => edit.Put(viewer, id, input));
    }

    /// <summary>Family sees what is its elder's own, and what watches the whole place; not the neighbour's button.</summary>
    internal static bool SeesDevice(Viewer viewer, Domain.Registry.Device device) =>
        viewer.SeesPlace(device.SiteId.Value, device.PlaceId.Value)
        && (device.ElderId is not { } elder || viewer.SeesElder(device.SiteId.Value, elder.Value));

    private static IResult List<T>(IEnumerable<T> all, Func<T, string> id, string? after, int? limit) =>
        !Pages.TryLimit(limit, out var most)
            ? Problems.Invalid($"limit is 1 to {Pages.Most}.")
            : TypedResults.Ok(Pages.Cut([.. all.Where(i => after is null || string.CompareOrdinal(id(i), after) > 0).Take(most + 1)], most, id));

    private static IResult Missing(string what, string id) => Problems.NotFound($"There is no {what} {id}.");
}
