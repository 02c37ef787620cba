using System.Text.Json.Serialization;
using SmartCare.Domain.Words;
using SmartCare.Server.Accounts;
using SmartCare.Server.Alerts;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Notices.Channels;

namespace SmartCare.Server.Webhooks;

/// <summary>What is not named stays as it was; a new one needs name, url and sites.</summary>
/// <param name="Sites">Empty: of all, by admin only.</param>
/// <param name="Kinds">Empty: all.</param>
/// <param name="States">Empty: all.</param>
/// <param name="Names">With the names and words of people; unless said without.</param>
/// <param name="Enabled">True turns one on again from where it stood.</param>
internal sealed record WebhookInput(string? Name, string? Url, string[]? Sites, AlertKind[]? Kinds, AlertState[]? States, bool? Names, bool? Enabled);

/// <param name="AfterSeq">The last change that it took or did not want.</param>
/// <param name="Behind">Changes of all alerts after that.</param>
/// <param name="FailingSince">Null while it takes what it is sent.</param>
/// <param name="Skipped">Changes since the start that were too old when their turn came.</param>
/// <param name="Off">The house turned it off.</param>
/// <param name="Secret">Shown once, to whoever had it made; else not there.</param>
internal sealed record WebhookView(
    string Id, string Name, string Url, IReadOnlyList<string> Sites, IReadOnlyList<AlertKind> Kinds, IReadOnlyList<AlertState> States, bool Names, bool Enabled, string CreatedBy,
    DateTimeOffset CreatedAt, long AfterSeq, long Behind, DateTimeOffset? FailingSince, long Skipped, TurnedOff? Off,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret);

/// <summary>Webhook subscriptions: admin has all of them, a director, and a token with the scope <c>webhooks</c>, those of their sites.</summary>
internal sealed class WebhookApi(SubscriptionBook book, Couriers couriers, AlertFeed feed, OutsideAddresses outside, TimeProvider time)
{
    public static void Map(RouteGroupBuilder api)
    {
        var webhooks = api.MapGroup("/webhooks");
        webhooks.MapGet("", (Viewer viewer, WebhookApi it) => it.List(viewer)).Is("listWebhooks", Who.Director, "Webhook subscriptions that one may see").Gives<Page<WebhookView>>();
        webhooks.MapPost("", (WebhookInput input, Viewer viewer, WebhookApi it) => it.Make(input, viewer))
            .Is("makeWebhook", Who.Director, "Subscribes a system to changes of alerts").Gives<WebhookView>(StatusCodes.Status201Created).Refuses(409);
        webhooks.MapPut("/{id}", (string id, WebhookInput input, Viewer viewer, WebhookApi it) => it.Change(id, input, viewer))
            .Is("changeWebhook", Who.Director, "Changes a subscription, or turns it on or off").Gives<WebhookView>();
        webhooks.MapPost("/{id}/rotate", (string id, Viewer viewer, WebhookApi it) => it.Rotate(id, viewer))
            .Is("rotateWebhook", Who.Director, "Gives it a new secret; for a day messages are signed with the former one too").Gives<WebhookView>();
        webhooks.MapDelete("/{id}", (string id, Viewer viewer, WebhookApi it) => it.Remove(id, viewer)).Is("removeWebhook", Who.Director, "Removes a subscription").GivesNothing();
        webhooks.MapPost("/{id}/test", (string id, Viewer viewer, WebhookApi it, CancellationToken cancellation) => it.TestAsync(id, viewer, cancellation))
            .Is("testWebhook", Who.Director, "Sends one test at once").Gives<Delivery>();
        webhooks.MapGet("/{id}/deliveries", (string id, Viewer viewer, WebhookApi it) => it.Deliveries(id, viewer))
            .Is("listWebhookDeliveries", Who.Director, "The last tries, the newest first").Gives<Page<Delivery>>();
    }

    private static IResult? MayNot(Viewer viewer) =>
        viewer.Account.Role is Role.Admin or Role.Director ? null : Problems.Forbidden("Only admin and the director subscribe systems.");

    private static bool Sees(Viewer viewer, Subscription one) => viewer.IsAdmin || one.Sites.Length > 0 && one.Sites.All(viewer.SeesSite);

    private IResult List(Viewer viewer) =>
        MayNot(viewer) ?? TypedResults.Ok(new Page<WebhookView>([.. book.All.Where(s => Sees(viewer, s)).Select(s => Of(s))], null));

    private IResult Make(WebhookInput input, Viewer viewer)
    {
        if (MayNot(viewer) is { } refused) return refused;
        if (input.Name is null || input.Url is null || input.Sites is null) return Problems.Invalid("name, url and sites are needed.");
        if (Trouble(input, viewer) is { } trouble) return trouble;
        var one = new Subscription(
            SubscriptionBook.NewId(), input.Name, input.Url, [.. input.Sites.Distinct()], input.Kinds ?? [], input.States ?? [], input.Names ?? false, input.Enabled ?? true,
            WebhookSignature.NewSecret(), viewer.Account.User, time.GetUtcNow(), Off: null);
        return WebhookRoutes.Written(() => book.TryAdd(one, feed.LastSeq)
            ? TypedResults.Created($"/api/webhooks/{one.Id}", Of(one) with { Secret = one.Secret })
            : Problems.Conflict($"There are {WebhookLimits.Most} subscriptions; remove some first."));
    }

    private IResult Change(string id, WebhookInput input, Viewer viewer)
    {
        if (MayNot(viewer) is { } refused) return refused;
        if (book.Find(id) is not { } before || !Sees(viewer, before)) return NotFound(id);
        if (Trouble(input, viewer) is { } trouble) return trouble;
        return WebhookRoutes.Written(() =>
        {
            var after = book.Change(id, s => s with
            {
                Name = input.Name ?? s.Name, Url = input.Url ?? s.Url, Sites = input.Sites?.Distinct().ToArray() ?? s.Sites, Kinds = input.Kinds ?? s.Kinds, States = input.States ?? s.States,
                Names = input.Names ?? s.Names, Enabled = input.Enabled ?? s.Enabled, Off = input.Enabled is null ? s.Off : null,
            });
            if (before.Off is not null && after?.Off is null) couriers.EndAlert(before);
            return after is null ? NotFound(id) : TypedResults.Ok(Of(after));
        });
    }

    private IResult Rotate(string id, Viewer viewer) => MayNot(viewer) ?? WebhookRoutes.Written(() =>
    {
        if (book.Find(id) is not { } before || !Sees(viewer, before)) return NotFound(id);
        var after = book.Change(id, s => s with { Secret = WebhookSignature.NewSecret(), FormerSecret = s.Secret, FormerUntil = time.GetUtcNow() + WebhookLimits.FormerHolds });
        return after is null ? NotFound(id) : TypedResults.Ok(Of(after) with { Secret = after.Secret });
    });

    private IResult Remove(string id, Viewer viewer)
    {
        if (MayNot(viewer) is { } refused) return refused;
        return WebhookRoutes.Written(() =>
        {
            if (book.Find(id) is not { } one || !Sees(viewer, one) || !book.Remove(id)) return NotFound(id);
            if (one.Off is not null) couriers.EndAlert(one);
            return TypedResults.NoContent();
        });
    }

    private async Task<IResult> TestAsync(string id, Viewer viewer, CancellationToken cancellation)
    {
        if (MayNot(viewer) is { } refused) return refused;
        if (book.Find(id) is not { } one || !Sees(viewer, one)) return NotFound(id);
        return TypedResults.Ok(await couriers.TestAsync(one, one.Sites.FirstOrDefault() ?? "", cancellation));
    }

    private IResult Deliveries(string id, Viewer viewer)
    {
        if (MayNot(viewer) is { } refused) return refused;
        return book.Find(id) is { } one && Sees(viewer, one) ? TypedResults.Ok(new Page<Delivery>(couriers.LogOf(id).Deliveries, null)) : NotFound(id);
    }

    /// <summary>Of what is named; what is left out needs no look.</summary>
    private IResult? Trouble(WebhookInput input, Viewer viewer)
    {
        if (input.Name is { } name && (name.Length > WebhookLimits.LongestName || string.IsNullOrWhiteSpace(name))) return Problems.Invalid($"name has 1 to {WebhookLimits.LongestName} characters.");
        if (input.Url is { } text)
        {
            if (text.Length > WebhookLimits.LongestUrl || !NoticeHttp.TryAddress(text, out var url)) return Problems.Invalid($"url is an http or https address of at most {WebhookLimits.LongestUrl} characters, without a user in it.");
            if (!outside.MayBeNamed(url)) return Problems.Invalid($"url: {OutsideAddresses.Refusal}");
        }

        if (input.Sites is not { } sites) return null;
        if (!sites.All(s => s is not null && viewer.FindsSite(s))) return Problems.Invalid("sites: each is the id of a site.");
        return sites.Length == 0 && !viewer.IsAdmin ? Problems.Forbidden("A director's subscription names its sites.") : null;
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult NotFound(string id) => Problems.NotFound($"There is no webhook {id}.");

    private WebhookView Of(Subscription s)
    {
        var (log, cursor) = (couriers.LogOf(s.Id), book.CursorOf(s.Id));
        return new(s.Id, s.Name, s.Url, s.Sites, s.Kinds, s.States, s.Names, s.Enabled, s.CreatedBy, s.CreatedAt, cursor, Math.Max(0, feed.LastSeq - cursor), log.FailingSince, log.SkippedInAll, s.Off, null);
    }
}
