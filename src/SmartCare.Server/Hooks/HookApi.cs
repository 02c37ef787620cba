using System.Text.Json.Serialization;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Registry;
using SmartCare.Server.Webhooks;

namespace SmartCare.Server.Hooks;

/// <param name="DeviceId">Who calls: a device for itself, or one of the class gateway (model cloud) for the devices of its site.</param>
internal sealed record HookInput(string? DeviceId, string? Name);

/// <param name="Path">Below this host's address.</param>
/// <param name="FormerUntil">So long the secret before the rotation holds too; null: there is none.</param>
/// <param name="LastUsedAt">Since the start.</param>
/// <param name="LastRefusal">Since the start.</param>
/// <param name="Secret">Shown once, to whoever had it made; else not there.</param>
internal sealed record HookView(
    string Id, string Path, string DeviceId, string Name, string? SiteId, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? RotatedAt, DateTimeOffset? FormerUntil, DateTimeOffset? LastUsedAt,
    HookRefusal? LastRefusal, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret);

/// <summary>The addresses that devices call: admin has all of them, a director those of their sites' devices.</summary>
internal sealed class HookApi(HookBook book, RegistryIndex registry, TimeProvider time)
{
    public static void Map(RouteGroupBuilder api)
    {
        var hooks = api.MapGroup("/hooks");
        hooks.MapGet("", (Viewer viewer, HookApi it) => it.List(viewer)).Is("listHooks", Who.Director, "Addresses that devices call").Gives<Page<HookView>>();
        hooks.MapPost("", (HookInput input, Viewer viewer, HookApi it) => it.Make(input, viewer))
            .Is("makeHook", Who.Director, "Makes an address for a device").Gives<HookView>(StatusCodes.Status201Created).Refuses(404, 409);
        hooks.MapPost("/{id}/rotate", (string id, Viewer viewer, HookApi it) => it.Rotate(id, viewer))
            .Is("rotateHook", Who.Director, "Gives it a new secret; the former one holds for a day").Gives<HookView>();
        hooks.MapDelete("/{id}", (string id, Viewer viewer, HookApi it) => it.Remove(id, viewer)).Is("removeHook", Who.Director, "Removes an address").GivesNothing();
    }

    private static IResult? MayNot(Viewer viewer) =>
        viewer.Account.Role is Role.Admin or Role.Director ? null : Problems.Forbidden("Only admin and the director let devices call.");

    private bool Sees(Viewer viewer, Hook hook) => viewer.IsAdmin || registry.Device(hook.DeviceId) is { } device && viewer.SeesSite(device.SiteId.Value);

    private IResult List(Viewer viewer) =>
        MayNot(viewer) ?? TypedResults.Ok(new Page<HookView>([.. book.All.Where(h => Sees(viewer, h)).Select(h => Of(h))], null));

    private IResult Make(HookInput input, Viewer viewer)
    {
        if (MayNot(viewer) is { } refused) return refused;
        if (input.DeviceId is null) return Problems.Invalid("deviceId is the id of a device.");
        if (registry.Device(input.DeviceId) is not { } device || !viewer.SeesSite(device.SiteId.Value)) return Problems.NotFound($"There is no device {input.DeviceId}.");
        if (input.Name is { } name && (name.Length > HookLimits.LongestName || string.IsNullOrWhiteSpace(name))) return Problems.Invalid($"name has 1 to {HookLimits.LongestName} characters.");
        return WebhookRoutes.Written(() => book.Make(device.Id.Value, input.Name ?? device.Name, viewer.Account.User) is { } made
            ? TypedResults.Created($"/api/hooks/{made.Id}", Of(made) with { Secret = made.Secret })
            : Problems.Conflict($"There are {HookLimits.Most} hooks; remove some first."));
    }

    private IResult Rotate(string id, Viewer viewer) => MayNot(viewer) ?? WebhookRoutes.Written(() =>
        book.Find(id) is { } hook && Sees(viewer, hook) && book.Rotate(id) is { } after ? TypedResults.Ok(Of(after) with { Secret = after.Secret }) : NotFound(id));

    private IResult Remove(string id, Viewer viewer) => MayNot(viewer) ?? WebhookRoutes.Written(() =>
        book.Find(id) is { } hook && Sees(viewer, hook) && book.Remove(id) ? TypedResults.NoContent() : NotFound(id));

    private static IResult NotFound(string id) => Problems.NotFound($"There is no hook {id}.");

    private HookView Of(Hook h)
    {
        var use = book.UseOf(h);
        return new(h.Id, $"/api/hooks/{h.Id}", h.DeviceId, h.Name, registry.Device(h.DeviceId)?.SiteId.Value, h.CreatedBy, h.CreatedAt, h.RotatedAt, h.FormerUntil > time.GetUtcNow() ? h.FormerUntil : null,
            use.LastUsedAt, use.LastRefusal, null);
    }
}
