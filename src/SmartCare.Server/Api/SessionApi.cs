using SmartCare.Server.Accounts;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Api;

internal sealed record SignInRequest(string? User, string? Password);

internal sealed record SessionView(string User, string Name, Role Role, IReadOnlyList<string> Sites, IReadOnlyList<string> Elders);

/// <summary>Signing in and out with this browser.</summary>
internal static class SessionApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/session", SignInAsync).AllowAnonymous();
        api.MapGet("/session", (Viewer viewer, RegistryIndex registry) => View(viewer, registry));
        api.MapDelete("/session", async (HttpContext context, BrowserSessions sessions) =>
        {
            await SessionCookie.SignOutAsync(context, sessions);
            return Results.NoContent();
        }).AllowAnonymous();
    }

    private static async Task<IResult> SignInAsync(
        SignInRequest request, HttpContext context, PasswordTry tries, AccountStore accounts, BrowserSessions sessions, RegistryIndex registry, KnownBrowser browsers)
    {
        if (request is not { User: { Length: > 0 and <= 64 } user, Password: { Length: > 0 and <= 256 } password })
            return Problems.Invalid("user and password are needed.");
        var (account, refused) = await tries.JudgeAsync(context, user, password);
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
        return TypedResults.Ok(View(new Viewer(account, registry), registry));
    }

    private static IResult Wrong() => Problems.Unauthorized("The name or the password is wrong.");

    private static SessionView View(Viewer viewer, RegistryIndex registry)
    {
        var account = viewer.Account;
        var sites = viewer.Sites ?? [.. registry.Sites.Select(s => s.Id.Value)];
        return new SessionView(account.User, account.Name, account.Role, [.. sites], account.Elders);
    }
}
