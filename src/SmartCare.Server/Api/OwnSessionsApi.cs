using SmartCare.Grains.Store;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api.Description;

namespace SmartCare.Server.Api;

internal sealed record PasswordChangeRequest(string? Current, string? New);

internal sealed record PasswordProofRequest(string? Current);

/// <param name="LastSeenAt">When it last asked for something.</param>
/// <param name="From">The address that it signed in from.</param>
/// <param name="Browser">What it calls itself.</param>
/// <param name="Current">It is the one that asks.</param>
internal sealed record OwnSessionView(string Id, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, string? From, string? Browser, bool Current);

/// <summary>Where somebody is signed in, and how they end that: one by one, all of them, or with a new password all others.</summary>
internal static class OwnSessionsApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sessions", (HttpContext context, Viewer viewer, BrowserSessions sessions) => TypedResults.Ok(new Page<OwnSessionView>(
            [.. sessions.Of(viewer.Account.User).Select(s => new OwnSessionView(s.Id, s.CreatedAt, s.SeenAt, s.From, s.Browser, s.Id == SessionCookie.IdOf(context.User)))], null)))
            .Is("listOwnSessions", Who.SignedIn, "Where the own account is signed in, the last used first").Gives<Page<OwnSessionView>>();
        api.MapDelete("/sessions/{id}", EndAsync).Is("endSession", Who.SignedIn, "Ends one of the own sessions").GivesNothing();
        api.MapDelete("/sessions", async (HttpContext context, Viewer viewer, BrowserSessions sessions, AccessRevocation access) =>
        {
            access.EndAll(viewer.Account.User, but: null);
            await SessionCookie.SignOutAsync(context, sessions);
            return Results.NoContent();
        }).Is("endAllSessions", Who.SignedIn, "Ends every session of the own account, this one too").GivesNothing();
        api.MapPost("/session/password", (PasswordProofRequest request, HttpContext http, Viewer viewer, PasswordTry tries) =>
            tries.KnowingAsync(http, viewer, request.Current, () => TypedResults.NoContent()))
            .Is("provePassword", Who.SignedIn, "Is this the own password? For a screen that somebody else may have found signed in").GivesNothing().Refuses(429);
        api.MapPut("/session/password", ChangePasswordAsync)
            .Is("changePassword", Who.SignedIn, "Sets the own password; every other session ends").GivesNothing().Refuses(409, 429);
    }

    private static async Task<IResult> EndAsync(string id, HttpContext context, Viewer viewer, BrowserSessions sessions)
    {
        if (sessions.Of(viewer.Account.User).All(s => s.Id != id)) return Problems.NotFound($"There is no session {id}.");
        if (id == SessionCookie.IdOf(context.User))
        {
            await SessionCookie.SignOutAsync(context, sessions);
            return Results.NoContent();
        }

        sessions.End(id);
        await sessions.SaveAsync();
        return Results.NoContent();
    }

    private static async Task<IResult> ChangePasswordAsync(
        PasswordChangeRequest request, HttpContext context, Viewer viewer, PasswordTry tries, AccountStore accounts, PasswordCheck passwords, BrowserSessions sessions)
    {
        var user = viewer.Account.User;
        if (request is not { Current: { Length: > 0 and <= 256 } current, New: { } wanted }) return Problems.Invalid("current and new are needed.");
        if (PasswordRules.Trouble(user, wanted) is { } trouble) return Problems.Invalid(trouble);
        var (account, refused) = await tries.JudgeAsync(context, user, current);
        if (refused is not null) return refused;
        if (account is null) return Problems.Forbidden("The current password is wrong.");
        if (account.MustChangePassword && wanted == current) return Problems.Invalid("Somebody else knows this password; take another.");
        try
        {
            var hash = await Task.Run(() => passwords.Hash(wanted));
            // Somebody else may have changed it, or locked the account, while this one was looked at.
            var after = await Task.Run(() => accounts.Change(
                user, now => now.PasswordHash == account.PasswordHash && !now.Locked ? now with { PasswordHash = hash, MustChangePassword = false } : now, SessionCookie.IdOf(context.User)));
            if (after?.PasswordHash != hash) return Problems.Conflict("The password was changed by somebody else meanwhile; sign in again.");
        }
        catch (StoreUnavailableException away)
        {
            return Problems.Unavailable($"The password could not be written: {away.Message}");
        }

        await sessions.SaveAsync();
        return Results.NoContent();
    }
}
