using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;

namespace SmartCare.Server.Accounts;

/// <summary>The cookie that names a session: HttpOnly and for this site only; no redirects, for the caller is a program.</summary>
internal static class SessionCookie
{
    /// <summary>The policy of what only admins see.</summary>
    public const string AdminOnly = "admin";

    public const string Name = "smartcare";

    public static bool IsAdmin(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http && http.RequestServices.GetRequiredService<Viewers>().Of(context.User) is { IsAdmin: true, Owes: Owed.Nothing, Scopes: null };

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = Name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        // As long as any session may go on; whether it does is asked of the sessions each time.
        options.ExpireTimeSpan = BrowserSessions.Longest;
        options.SlidingExpiration = false;
        options.Events.OnRedirectToLogin = context => Answer(context.Response, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => Answer(context.Response, StatusCodes.Status403Forbidden);
        options.Events.OnValidatePrincipal = context =>
        {
            if (!GoesOn(context.Principal, context.HttpContext.RequestServices)) context.RejectPrincipal();
            return Task.CompletedTask;
        };
    }

    /// <summary>The session that somebody is signed in with.</summary>
    public static string? IdOf(ClaimsPrincipal? user) => user?.FindFirstValue(ClaimTypes.Sid);

    /// <summary>A provider has signed them in: what this house asks beside its passwords was asked there.</summary>
    public static bool IsByProvider(ClaimsPrincipal user) => user.HasClaim(ClaimTypes.AuthenticationMethod, ByProvider);

    private const string ByProvider = "openId";

    public static Task SignInAsync(HttpContext http, BrowserSession session, bool byProvider = false)
    {
        List<Claim> claims = [new(ClaimTypes.Name, session.User), new(ClaimTypes.Sid, session.Id)];
        if (byProvider) claims.Add(new Claim(ClaimTypes.AuthenticationMethod, ByProvider));
        var identity = new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme);
        return http.SignInAsync(new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true });
    }

    /// <summary>Ends the session, if there is one, and takes its cookie back.</summary>
    public static async Task SignOutAsync(HttpContext http, BrowserSessions sessions)
    {
        if (IdOf(http.User) is { } id) sessions.End(id);
        await http.SignOutAsync();
        await sessions.SaveAsync();
    }

    private static bool GoesOn(ClaimsPrincipal? principal, IServiceProvider services) =>
        principal?.Identity?.Name is { } user && services.GetRequiredService<AccountStore>().FindUnlocked(user) is not null
        && services.GetRequiredService<BrowserSessions>().Use(IdOf(principal), user);

    private static Task Answer(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }
}
