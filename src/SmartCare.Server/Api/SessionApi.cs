using Microsoft.AspNetCore.Authentication;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Api;

/// <param name="Code">Of the second factor, or a recovery code; for who has one.</param>
internal sealed record SignInRequest(string? User, string? Password, string? Code);

/// <param name="MustChangePassword">Until that is done, nothing but this, the change itself and signing out is answered.</param>
/// <param name="SecondFactor">It is on.</param>
/// <param name="Organisation">They are a volunteer of it, and no relative; null: they are none.</param>
/// <param name="LevelId">An official's.</param>
/// <param name="Names">An official who may ask for the names in service requests.</param>
/// <param name="MustHaveSecondFactor">As <paramref name="MustChangePassword"/>, until one is on.</param>
internal sealed record SessionView(string User, string Name, Role Role, IReadOnlyList<string> Sites, IReadOnlyList<string> Elders, bool MustChangePassword, bool SecondFactor,
    bool MustHaveSecondFactor, string? Organisation, string? LevelId, bool Names);

/// <param name="OpenId">Null: there is none.</param>
internal sealed record WaysView(bool Password, OpenIdWay? OpenId);

/// <param name="Url">A page goes there to sign in.</param>
internal sealed record OpenIdWay(string Name, string Url);

/// <summary>Signing in and out with this browser.</summary>
internal static class SessionApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/session", SignInAsync).AllowAnonymous()
            .Is("signIn", Who.Anybody, "Signs in with a password, and a code where the account has a second factor; sets the cookie").Gives<SessionView>().Refuses(401, 429);
        api.MapGet("/session", (Viewer viewer, RegistryIndex registry) => View(viewer, registry))
            .Is("getSession", Who.SignedIn, "Who is signed in, and what they owe before anything else is answered");
        api.MapDelete("/session", async (HttpContext context, BrowserSessions sessions) =>
        {
            await SessionCookie.SignOutAsync(context, sessions);
            return Results.NoContent();
        }).AllowAnonymous().Is("signOut", Who.Anybody, "This session is over").GivesNothing();
        api.MapGet("/session/ways", (AuthSettings auth) => TypedResults.Ok(new WaysView(
            true, auth.OpenId is { } openId ? new OpenIdWay(openId.Name, OpenIdSignIn.Start) : null))).AllowAnonymous()
            .Is("getWays", Who.Anybody, "How one signs in here");
        api.MapGet("/session/openid", StartOpenIdAsync).AllowAnonymous()
            .Is("startOpenId", Who.Anybody, "Leads a browser to the OpenID Connect provider, which leads it back").Produces(302).Refuses(404);
    }

    /// <summary>Leads a browser to the provider, which leads it back.</summary>
    private static async Task<IResult> StartOpenIdAsync(HttpContext http, AuthSettings auth)
    {
        if (auth.OpenId is not { } provider) return Problems.NotFound("Nobody signs in by OpenID Connect here.");
        try
        {
            await http.ChallengeAsync(OpenIdSignIn.SchemeName, new AuthenticationProperties { RedirectUri = "/" });
            return Results.Empty;
        }
        catch (Exception away) when (away is InvalidOperationException or IOException or HttpRequestException)
        {
            return Problems.Unavailable($"{provider.Name} cannot be reached; sign in with your password.");
        }
    }

    private static async Task<IResult> SignInAsync(
        SignInRequest request, HttpContext context, PasswordTry tries, AccountStore accounts, BrowserSessions sessions, Viewers viewers, RegistryIndex registry, KnownBrowser browsers)
    {
        if (request is not { User: { Length: > 0 and <= 64 } user, Password: { Length: > 0 and <= 256 } password })
            return Problems.Invalid("user and password are needed.");
        if (request.Code is { Length: > 64 }) return Problems.Invalid("code is too long.");
        var (account, refused) = await tries.EnterAsync(context, user, password, request.Code);
        if (refused is not null) return refused;
        if (account is null) return Wrong();
        var session = sessions.Begin(account.User, context.Connection.RemoteIpAddress?.ToString(), context.Request.Headers.UserAgent.ToString());
        // It can be found before it is asked: a password that changed meanwhile, or a lock, ends it either there or here.
        if (!accounts.StillHolds(account))
        {
            sessions.End(session.Id);
            return Wrong();
        }

        // Another was signed in with this browser: their cookie is about to be gone.
        if (SessionCookie.IdOf(context.User) is { } before) sessions.End(before);
        await SessionCookie.SignInAsync(context, session);
        // After the session's: programs take the first cookie that they get.
        browsers.Know(context, account.User);
        await sessions.SaveAsync();
        return TypedResults.Ok(View(viewers.Of(account, byProvider: false), registry));
    }

    private static IResult Wrong() => Problems.Unauthorized("The name or the password is wrong.");

    private static SessionView View(Viewer viewer, RegistryIndex registry)
    {
        var account = viewer.Account;
        var sites = viewer.Sites ?? [.. registry.Sites.Select(s => s.Id.Value)];
        return new SessionView(account.User, account.Name, account.Role, [.. sites], account.Elders, viewer.Owes.HasFlag(Owed.NewPassword), account.SecondFactor is not null, viewer.Owes.HasFlag(Owed.SecondFactor), account.Organisation, viewer.LevelId, account.Names);
    }
}
