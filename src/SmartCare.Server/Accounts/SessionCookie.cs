using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;

namespace SmartCare.Server.Accounts;

/// <summary>The session: an HttpOnly cookie for this site only; no redirects, for the caller is a program.</summary>
internal static class SessionCookie
{
    /// <summary>The policy of what only admins see.</summary>
    public const string AdminOnly = "admin";

    public static bool IsAdmin(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http && context.User.Identity?.Name is { } user
        && http.RequestServices.GetRequiredService<AccountStore>().Find(user) is { Role: Role.Admin };

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "smartcare";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        // A wall hangs for weeks; each day it is used renews it.
        options.ExpireTimeSpan = TimeSpan.FromDays(30);
        options.SlidingExpiration = true;
        options.Events.OnRedirectToLogin = context => Answer(context.Response, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => Answer(context.Response, StatusCodes.Status403Forbidden);
        options.Events.OnValidatePrincipal = context =>
        {
            var accounts = context.HttpContext.RequestServices.GetRequiredService<AccountStore>();
            if (context.Principal?.Identity?.Name is not { } user || accounts.Find(user) is null) context.RejectPrincipal();
            return Task.CompletedTask;
        };
    }

    private static Task Answer(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }
}
