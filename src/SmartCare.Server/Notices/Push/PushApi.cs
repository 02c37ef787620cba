using SmartCare.Domain.Notices;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Notices.Channels;

namespace SmartCare.Server.Notices.Push;

/// <param name="PublicKey">What <c>pushManager.subscribe</c> is given as applicationServerKey.</param>
internal sealed record PushKeyView(string PublicKey);

/// <param name="Browser">What it calls itself.</param>
/// <param name="ShownAt">When it last showed a notice, since the start.</param>
/// <param name="Current">It was turned on in the session that asks.</param>
internal sealed record PhoneView(string Id, string? Browser, string Language, DateTimeOffset CreatedAt, DateTimeOffset? ShownAt, bool Current);

/// <summary>On which phones somebody has notices, and how they turn that on and off: each for themselves alone.</summary>
internal static class PushApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var push = api.MapGroup("/push");
        push.MapGet("/key", (VapidKey key) => TypedResults.Ok(new PushKeyView(key.Public)))
            .Is("getPushKey", Who.SignedIn, "The key by which a browser knows that notices come from this house").Gives<PushKeyView>();
        push.MapGet("/phones", (HttpContext http, Viewer viewer, PushSubscriptions phones) => TypedResults.Ok(new Page<PhoneView>(
            [.. phones.Of(viewer.Account.User).Select(p => Of(p, phones, http))], null)))
            .Is("listPhones", Who.SignedIn, "Where the own account has notices on, the oldest first").Gives<Page<PhoneView>>();
        push.MapPost("/phones", Add).Is("addPhone", Who.SignedIn, "Turns notices on in the browser that asks; the same again changes nothing")
            .Gives<PhoneView>(StatusCodes.Status201Created).Refuses(409);
        push.MapDelete("/phones/{id}", (string id, Viewer viewer, PushSubscriptions phones) =>
            phones.Remove(id, viewer.Account.User) ? Results.NoContent() : Problems.NotFound($"There is no phone {id} of yours."))
            .Is("removePhone", Who.SignedIn, "Turns notices off there").GivesNothing();
        push.MapPost("/test", async (Viewer viewer, TestNotices tests, CancellationToken cancellation) => NoticeApi.Answer(
            await tests.SendAsync(viewer, null, new NoticeChannel(ChannelKind.Push, viewer.Account.User, null), cancellation)))
            .Is("testPhones", Who.SignedIn, "Sends one test to every phone of the own account").Gives<TestNoticeView>().Refuses(429);
    }

    private static IResult Add(PushInput input, HttpContext http, Viewer viewer, PushSubscriptions phones, VapidKey key, OutsideAddresses outside, TimeProvider time)
    {
        if (input.Wrong(outside) is { } wrong) return Problems.Invalid(wrong);
        // Tokens are let in nowhere here, so whoever asks has a session.
        var session = SessionCookie.IdOf(http.User)!;
        var (user, id) = (viewer.Account.User, PushSubscription.IdOf(input.Endpoint!));
        var browser = http.Request.Headers.UserAgent.ToString();
        var since = phones.Find(id) is { } before && before.User == user ? before.CreatedAt : time.GetUtcNow();
        var one = new PushSubscription(
            id, user, session, input.Endpoint!, input.Keys!.P256dh!, input.Keys.Auth!, input.Language!, key.Public, browser.Length == 0 ? null : browser[..Math.Min(browser.Length, 200)], since);
        return phones.Set(one) ? TypedResults.Created($"/api/push/phones/{id}", Of(one, phones, http))
            : Problems.Conflict($"An account has notices on {PushLimits.OfUser} phones at most; turn them off somewhere first.");
    }

    private static PhoneView Of(PushSubscription p, PushSubscriptions phones, HttpContext http) =>
        new(p.Id, p.Browser, p.Language, p.CreatedAt, phones.ShownAt(p.Id), p.SessionId == SessionCookie.IdOf(http.User));
}
