using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
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
        api.MapPost("/session", SignInAsync).AllowAnonymous();
        api.MapGet("/session", (Viewer viewer, RegistryIndex registry) => View(viewer, registry));
        api.MapDelete("/session", async (HttpContext context) =>
        {
            await context.SignOutAsync();
            return Results.NoContent();
        }).AllowAnonymous();
    }

    private static async Task<IResult> SignInAsync(
        SignInRequest request, HttpContext context, SignIn signIn, RegistryIndex registry, KnownBrowser browsers)
    {
        if (request is not { User: { Length: > 0 and <= 64 } user, Password: { Length: > 0 and <= 256 } password })
            return Problems.Invalid("user and password are needed.");
        SignInAnswer answer;
        try
        {
            answer = await signIn.TryAsync(user, password, context.Connection.RemoteIpAddress, browsers.MarkOf(context, user), context.RequestAborted);
        }
        catch (TooManySignInsException crowd)
        {
            return Later(context, TimeSpan.FromSeconds(5), StatusCodes.Status503ServiceUnavailable, crowd.Message);
        }

        if (answer.Wait > TimeSpan.Zero) return Later(context, answer.Wait, StatusCodes.Status429TooManyRequests, "Too many wrong passwords; wait a few minutes.");
        if (answer.Account is not { } account) return Problems.Unauthorized("The name or the password is wrong.");
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, account.User)], CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true });
        // After the session's: programs take the first cookie that they get.
        browsers.Know(context, account.User);
        return TypedResults.Ok(View(new Viewer(account, registry), registry));
    }

    private static ProblemHttpResult Later(HttpContext context, TimeSpan wait, int status, string detail)
    {
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(detail, statusCode: status);
    }

    private static SessionView View(Viewer viewer, RegistryIndex registry)
    {
        var account = viewer.Account;
        var sites = viewer.Sites ?? [.. registry.Sites.Select(s => s.Id.Value)];
        return new SessionView(account.User, account.Name, account.Role, [.. sites], account.Elders);
    }
}
