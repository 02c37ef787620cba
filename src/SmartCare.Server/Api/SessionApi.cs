using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using SmartCare.Server.Accounts;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Api;

internal sealed record SignInRequest(string? User, string? Password);

internal sealed record SessionView(string User, string Name, Role Role, IReadOnlyList<string> Sites, IReadOnlyList<string> Elders);

/// <summary>Signing in and out.</summary>
internal static class SessionApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/session", SignIn).AllowAnonymous();
        api.MapGet("/session", (Viewer viewer, RegistryIndex registry) => View(viewer, registry));
        api.MapDelete("/session", async (HttpContext context) =>
        {
            await context.SignOutAsync();
            return Results.NoContent();
        }).AllowAnonymous();
    }

    private static async Task<IResult> SignIn(SignInRequest request, HttpContext context, AccountStore accounts, RegistryIndex registry, SignInThrottle throttle)
    {
        if (request is not { User: { Length: > 0 and <= 64 } user, Password: { Length: > 0 and <= 256 } password })
            return Problems.Invalid("user and password are needed.");
        if (!throttle.MayTry(user)) return TypedResults.Problem("Too many wrong passwords; wait a few minutes.", statusCode: StatusCodes.Status429TooManyRequests);
        if (await accounts.SignInAsync(user, password, context.RequestAborted) is not { } account)
        {
            throttle.Failed(user);
            return Problems.Unauthorized("The name or the password is wrong.");
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, account.User)], CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true });
        return TypedResults.Ok(View(new Viewer(account, registry), registry));
    }

    private static SessionView View(Viewer viewer, RegistryIndex registry)
    {
        var account = viewer.Account;
        var sites = viewer.Sites ?? [.. registry.Sites.Select(s => s.Id.Value)];
        return new SessionView(account.User, account.Name, account.Role, [.. sites], account.Elders);
    }
}
