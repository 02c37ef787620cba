using SmartCare.Domain.Words;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Care;
using SmartCare.Server.Onboarding;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Api;

internal sealed record AcceptInput(string? Id, string? Name, string? Model, string? PlaceId, string? ElderId);

internal sealed record AcceptManyInput(IReadOnlyList<AcceptItem?>? Items);

/// <summary>What speaks and is not known: seen, accepted one by one or many at once, put aside. For admin, and for directors at their sites.</summary>
internal sealed class InboxApi(
    Inbox inbox, InboxSight sight, InboxKeeper keeper, Strangers strangers, RegistryIndex registry, RegistryEdit edit, RegistryGate gate, RegistryViews views, AccountStore accounts)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/inbox", (Viewer viewer, InboxApi inbox, string? after, int? limit) => inbox.ListAsync(viewer, after, limit))
            .Is("listInbox", Who.Director, "What speaks and is not known, by key").Gives<Page<InboxView>>();
        api.MapPost("/inbox/{id}/accept", (string id, AcceptInput input, Viewer viewer, InboxApi inbox) => inbox.AcceptAsync(viewer, id, input))
            .Is("acceptFromInbox", Who.Director, "It becomes a device; what is left out is as proposed").Gives<DeviceView>().Refuses(409);
        api.MapDelete("/inbox/{id}", (string id, Viewer viewer, InboxApi inbox) => inbox.PutAside(viewer, id))
            .Is("putAsideInInbox", Who.Director, "Out of sight until it says something new").GivesNothing();
        api.MapPost("/inbox/accept", (AcceptManyInput input, Viewer viewer, InboxApi inbox) => inbox.AcceptAsync(viewer, input))
            .Is("acceptManyFromInbox", Who.Director, "Many become devices, all or none").Gives<Page<DeviceView>>().Refuses<AcceptProblem>(400);
    }

    private async Task<IResult> ListAsync(Viewer viewer, string? after, int? limit)
    {
        if (!viewer.MayWriteRegistry) return s_forbidden;
        if (!Pages.TryLimit(limit, out var most)) return Problems.Invalid($"limit is 1 to {Pages.Most}.");
        await keeper.CatchUpAsync();
        return TypedResults.Ok(Pages.Cut([.. sight.All(viewer).Where(n => after is null || string.CompareOrdinal(n.Key, after) > 0).Take(most + 1)], most, n => n.Key));
    }

    private async Task<IResult> AcceptAsync(Viewer viewer, string key, AcceptInput input)
    {
        if (!viewer.MayWriteRegistry) return s_forbidden;
        using var held = await gate.EnterAsync();
        var accepted = NewPlan(viewer).Add(new AcceptItem(key, null, input.Id, input.Name, input.Model, input.PlaceId, input.ElderId));
        if (accepted.Trouble is { } trouble)
            return accepted.Refusal switch
            {
                AcceptRefusal.NotFound => Problems.NotFound(trouble),
                AcceptRefusal.Conflict => Problems.Conflict(trouble),
                _ => Problems.Invalid(trouble),
            };
        return await WriteAsync(viewer, [accepted]) ?? TypedResults.Ok(views.Of(viewer, accepted.Device!));
    }

    /// <summary>All are judged before the first is written. Should the store fail in between (503), the same may be sent again: what is registered just so counts as done.</summary>
    private async Task<IResult> AcceptAsync(Viewer viewer, AcceptManyInput input)
    {
        if (!viewer.MayWriteRegistry) return s_forbidden;
        if (input.Items is not { Count: > 0 and <= InboxLimits.Accepted } items) return Problems.Invalid($"items are 1 to {InboxLimits.Accepted} devices.");
        using var held = await gate.EnterAsync();
        var plan = NewPlan(viewer);
        var all = items.Select(i => i is null ? Accepted.Not(AcceptRefusal.Invalid, "An item is an object.") : plan.Add(i)).ToList();
        var errors = all.Select((a, i) => (a.Trouble, Item: i)).Where(e => e.Trouble is not null).Select(e => new AcceptError(e.Item, items[e.Item]?.Key, e.Trouble!)).ToList();
        if (errors.Count > 0)
            return TypedResults.Problem($"{errors.Count} of {items.Count} cannot be accepted; nothing was registered.", statusCode: StatusCodes.Status400BadRequest,
                extensions: new Dictionary<string, object?> { ["errors"] = errors.Take(InboxLimits.Errors) });
        return await WriteAsync(viewer, all) ?? TypedResults.Ok(new Page<DeviceView>([.. all.Select(a => views.Of(viewer, a.Device!))], null));
    }

    private IResult PutAside(Viewer viewer, string key)
    {
        if (!viewer.MayWriteRegistry) return s_forbidden;
        if (sight.Find(viewer, key) is null || inbox.PutAside(key) is not { } aside) return Problems.NotFound($"There is no {key} in the inbox.");
        if (aside.RangAs is { } part && !inbox.Shares(part)) strangers.End(part, Phrase.Of("strangerAside", ("name", aside.Name), ("by", viewer.Account.Name)));
        keeper.Wake();
        return TypedResults.NoContent();
    }

    /// <returns>Why not all were written; null when they were.</returns>
    private async Task<IResult?> WriteAsync(Viewer viewer, IReadOnlyList<Accepted> all)
    {
        if (await edit.WriteAsync(viewer, all.Where(a => !a.IsDone).Select(a => a.Device!)) is { } busy) return busy;
        foreach (var own in all.Where(a => a.Password is not null))
            if (await edit.SetPasswordAsync(own.Password!, own.Device!.Id.Value) is { } away) return away;
        return null;
    }

    private AcceptPlan NewPlan(Viewer viewer) => new(viewer, sight, registry, edit, accounts);

    private static readonly IResult s_forbidden = Problems.Forbidden("Only admin and director see the inbox.");
}
