using System.Text.Json.Nodes;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Server.Accounts;
using SmartCare.Server.Alerts;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Registry;
using SmartCare.Server.Registry.Fields;

namespace SmartCare.Server.Api;

/// <param name="Devices">Those of hers that go along; null: what she wears.</param>
internal sealed record MoveRequest(string? PlaceId, int? Bed, string[]? Devices);

/// <param name="Devices">free (unless said): they are nobody's from then on; keep: they stay hers.</param>
internal sealed record DischargeRequest(DateOnly? On, string? Reason, string? Devices);

internal sealed record AdmitRequest(DateOnly? On, string? PlaceId, int? Bed);

/// <summary>An elder moves, leaves, comes back. Each is several records; the order is such that whoever repeats a call that was broken off finishes it.</summary>
internal sealed class ElderStays(RegistryIndex registry, RegistryEdit edit, AlertStore alerts, RegistryViews views)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var elder = api.MapGroup("/elders/{id}");
        elder.MapPost("/move", (string id, MoveRequest request, Viewer viewer, ElderStays stays) => stays.MoveAsync(viewer, id, request))
            .Is("moveElder", Who.Director, "An elder moves to another place or bed, with devices").Gives<ElderView>().Refuses(409);
        elder.MapPost("/discharge", (string id, DischargeRequest request, Viewer viewer, ElderStays stays) => stays.DischargeAsync(viewer, id, request))
            .Is("dischargeElder", Who.Director, "An elder lives here no longer").Gives<ElderView>().Refuses(409);
        elder.MapPost("/admit", (string id, AdmitRequest request, Viewer viewer, ElderStays stays) => stays.AdmitAsync(viewer, id, request))
            .Is("admitElder", Who.Director, "An elder who was discharged is here again").Gives<ElderView>().Refuses(409);
    }

    private Task<IResult> MoveAsync(Viewer viewer, string id, MoveRequest request) => edit.ChangeAsync<Elder>(viewer, ItemKind.Elders, id, async elder =>
    {
        if (!elder.LivesHere) return Gone(elder);
        if (request.Devices?.FirstOrDefault(d => registry.Device(d)?.ElderId != elder.Id) is { } other) return Problems.Invalid($"devices: {other} is not a device of this elder.");
        var (record, trouble) = Judge(viewer, elder, request.PlaceId, request.Bed);
        if (record is not Elder moved) return RegistryEdit.Refused(trouble!);
        if (moved.Partition != elder.Partition && alerts.HasOpen(elder.Subject)) return Problems.Conflict("There is an open alert; resolve it before the move to another site.");
        return await edit.WriteAsync(viewer, [moved, .. DeviceFields.After(moved, edit.DevicesOf(moved), request.Devices)]) ?? TypedResults.Ok(views.Of(viewer, moved));
    });

    private Task<IResult> DischargeAsync(Viewer viewer, string id, DischargeRequest request) => edit.ChangeAsync<Elder>(viewer, ItemKind.Elders, id, async elder =>
    {
        if (!elder.LivesHere) return Gone(elder);
        if (request.On is not { } on) return Problems.Invalid("on is the day, like 2026-11-26.");
        if (request.Devices is not (null or "free" or "keep")) return Problems.Invalid("devices is free or keep.");
        var open = alerts.Open.FirstOrDefault(a => a.Elder?.Id == id && AlertPriorities.MustBeWalkedTo(a.Kind));
        if (open is not null) return Problems.Conflict($"Alert {open.Id} is open: resolve it first.");
        // As a record that comes in discharged: the day and the reason are judged as there.
        var fields = ItemKind.Elders.FieldsOf(elder);
        (fields["dischargedOn"], fields["dischargeReason"]) = (StrictJson.Node(on), request.Reason);
        var gone = elder with { Bed = null, Ledger = elder.Ledger with { DischargedOn = on, DischargeReason = request.Reason } };
        var (record, trouble) = RegistryEdit.Judge(viewer, ItemKind.Elders, id, fields, gone, edit.Against(registry));
        if (record is null) return RegistryEdit.Refused(trouble!);
        var freed = request.Devices is "keep" ? [] : edit.DevicesOf(elder).Select(d => d with { ElderId = null });
        return await edit.WriteAsync(viewer, [.. freed, record]) ?? TypedResults.Ok(views.Of(viewer, record));
    });

    private Task<IResult> AdmitAsync(Viewer viewer, string id, AdmitRequest request) => edit.ChangeAsync<Elder>(viewer, ItemKind.Elders, id, async elder =>
    {
        if (elder.Archived) return Gone(elder);
        if (elder.LivesHere) return Problems.Conflict("This elder lives here.");
        if (request.On is not { } on) return Problems.Invalid("on is the day, like 2026-11-26.");
        var back = elder with { Ledger = elder.Ledger with { AdmittedOn = on, DischargedOn = null, DischargeReason = null } };
        var (record, trouble) = Judge(viewer, back, request.PlaceId, request.Bed);
        if (record is not Elder admitted) return RegistryEdit.Refused(trouble!);
        return await edit.WriteAsync(viewer, [admitted, .. DeviceFields.After(admitted, edit.DevicesOf(admitted))]) ?? TypedResults.Ok(views.Of(viewer, admitted));
    });

    private Checked Judge(Viewer viewer, Elder elder, string? place, int? bed) => RegistryEdit.Judge(
        viewer, ItemKind.Elders, elder.Id.Value, new JsonObject { ["placeId"] = place, ["bed"] = bed }, elder, edit.Against(registry));

    private static IResult Gone(Elder elder) => Problems.Conflict(elder.Archived ? "This elder is archived: POST .../restore first." : "This elder was discharged: POST .../admit first.");
}
