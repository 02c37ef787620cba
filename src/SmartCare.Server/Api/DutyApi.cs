using SmartCare.Domain.Decisions;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Incidents;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Care;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Api;

/// <param name="Minutes">0 ends it.</param>
internal sealed record DrillRequest(string? Name, string? PlaceId, int? Minutes);

internal sealed record DrillView(string Name, string? PlaceId, DateTimeOffset Until, string By);

/// <param name="Inside">What does not ring on its own because of it.</param>
internal sealed record IncidentView(
    string Id, IncidentKind Kind, DateTimeOffset Since, DateTimeOffset? EndedAt, string? Alert, IReadOnlyList<string> Alerts, IReadOnlyList<InsideView> Inside);

internal sealed record InsideView(AlertKind Kind, string? PlaceId, string? Place, string? DeviceId, DateTimeOffset Since, int Count, DateTimeOffset? RingsAt);

/// <summary>Who is asked at a site, what stands together there, what is a drill. For staff only: to others it does not exist.</summary>
internal static class DutyApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var site = api.MapGroup("/sites/{id}");
        site.MapGet("/duty", (string id, Viewer viewer, RegistryIndex registry) =>
            Staff(viewer, registry, id, found => TypedResults.Ok(DutyMask.For(viewer, found.Duty ?? DutyPlan.None))))
            .Is("getDutyPlan", Who.Staff, "Who is asked at a site, in which order and how soon; secrets are masked").Gives<DutyPlan>();
        site.MapPut("/duty", (string id, DutyPlan plan, Viewer viewer, DutyEdit edit) => edit.Put(viewer, id, plan))
            .Is("putDutyPlan", Who.Director, "Writes who is asked at a site; a masked secret keeps the one before").Gives<DutyPlan>().Refuses(409);
        site.MapGet("/incidents", (string id, Viewer viewer, RegistryIndex registry, GrainStates states) =>
            Staff(viewer, registry, id, _ => TypedResults.Ok(new Page<IncidentView>([.. Incidents(states.Site(id), registry)], null))))
            .Is("listIncidents", Who.Staff, "What stands together at a site and the last that ended, the newest first").Gives<Page<IncidentView>>();
        site.MapGet("/drills", (string id, Viewer viewer, RegistryIndex registry, GrainStates states, TimeProvider time) =>
            Staff(viewer, registry, id, _ => TypedResults.Ok(Drills(states.Site(id), time))))
            .Is("listDrills", Who.Staff, "The drills that run at a site").Gives<Page<DrillView>>();
        site.MapPost("/drills", Drill).Is("putDrill", Who.Staff, "Begins a drill, or ends it by 0 minutes; the drills that run then").Gives<Page<DrillView>>().Refuses(409);
    }

    /// <summary>Staff of the site, and what they see of it; everyone else learns nothing.</summary>
    internal static IResult Staff(Viewer viewer, RegistryIndex registry, string id, Func<Domain.Registry.Site, IResult> show) =>
        registry.Site(id) is { } site && IsStaff(viewer, id) ? show(site) : Problems.NotFound($"There is no site {id}.");

    internal static bool IsStaff(Viewer viewer, string site) => viewer.MayAnswer && viewer.SeesSite(site);

    private static IEnumerable<IncidentView> Incidents(SiteBoard board, RegistryIndex registry)
    {
        var held = board.Held.ToLookup(h => h.Under);
        foreach (var incident in board.Incidents.Reverse())
            yield return new IncidentView(
                incident.Id, incident.Kind, incident.Since, incident.EndedAt, incident.Alert, incident.Alerts,
                [.. held[incident.Id].Take(Pages.Most).Select(h => new InsideView(
                    h.Need.Kind, h.Need.PlaceId?.Value, registry.PlaceName(h.Need.PlaceId), h.Need.DeviceId?.Value, h.At, h.Count, h.ReleaseAt))]);
    }

    private static Page<DrillView> Drills(SiteBoard board, TimeProvider time) =>
        new([.. board.Drills.Where(d => d.Until > time.GetUtcNow()).Select(d => new DrillView(d.Name, d.Place?.Value, d.Until, d.By))], null);

    private static async Task<IResult> Drill(string id, DrillRequest request, Viewer viewer, RegistryIndex registry, GrainStates states, IGrainFactory grains, Figures.RoundBook rounds, TimeProvider time)
    {
        if (registry.Site(id) is not { } site || !IsStaff(viewer, id)) return Problems.NotFound($"There is no site {id}.");
        var most = (int)Policy.Default.LongestDrill.TotalMinutes;
        if (request.Name is not { Length: > 0 and <= 100 }) return Problems.Invalid("name is needed, at most 100 characters.");
        if (request.Minutes is not { } minutes || minutes < 0 || minutes > most) return Problems.Invalid($"minutes is 1 to {most}; 0 ends the drill.");
        if (request.PlaceId is { } place && registry.Place(place)?.SiteId.Value != id) return Problems.Invalid("placeId is the id of a place of this site.");
        var by = viewer.Account.User;
        var drill = new Drill(request.Name, request.PlaceId is { } at ? PlaceId.Of(at) : null, time.GetUtcNow().AddMinutes(minutes), by);
        var refused = await Tell(
            grains, site, s => minutes == 0 ? s.EndDrill(new EndDrill(drill.Name, by)) : s.StartDrill(new StartDrill(drill)),
            "There is no such drill, or too many run already.");
        if (refused is not null) return refused;
        if (minutes > 0) rounds.Began(id, drill.Name);
        return TypedResults.Ok(Drills(states.Site(id), time));
    }

    /// <returns>Null: it was done.</returns>
    internal static async Task<IResult?> Tell(IGrainFactory grains, Domain.Registry.Site site, Func<ISiteGrain, Task<CommandOutcome>> tell, string why)
    {
        try
        {
            return (await tell(grains.GetGrain<ISiteGrain>(site.Id.Value))).Refused is null ? null : Problems.Conflict(why);
        }
        catch (TryAgainException busy)
        {
            return Problems.Unavailable(busy.Message);
        }
    }
}
