using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using SmartCare.Server.Operations;
using SmartCare.Server.Record;

namespace SmartCare.Server.Accounts;

/// <summary>A machine that shows its token with each request (RFC 6750, 2.1: <c>Authorization: Bearer</c>).</summary>
internal sealed class TokenSignIn(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, ApiTokens tokens, AuditLog audit, EventLog events, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string SchemeName = "Bearer";

    /// <summary>As what wrong tokens are summed up in the record: no token's id, and no person's name.</summary>
    private const string Unknown = $"{ApiToken.ActorPrefix}?";

    /// <summary>By token where one is shown, else by the cookie of a session; signing in makes sessions.</summary>
    public static AuthenticationBuilder AddTo(IServiceCollection services) => services
        .AddAuthentication(o => (o.DefaultScheme, o.DefaultSignInScheme, o.DefaultSignOutScheme) =
            ("SmartCare", CookieAuthenticationDefaults.AuthenticationScheme, CookieAuthenticationDefaults.AuthenticationScheme))
        .AddPolicyScheme("SmartCare", null, o => o.ForwardDefaultSelector = http => IsShown(http.Request) ? SchemeName : CookieAuthenticationDefaults.AuthenticationScheme)
        .AddScheme<AuthenticationSchemeOptions, TokenSignIn>(SchemeName, null);

    public static bool IsShown(HttpRequest request) => Shown(request) is not null;

    /// <returns>Null: none; a proxy's own sign-in is left to it.</returns>
    private static string? Shown(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) && header.Scheme.Equals(SchemeName, StringComparison.OrdinalIgnoreCase) ? header.Parameter ?? "" : null;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Shown(Request) is not { } secret) return Task.FromResult(AuthenticateResult.NoResult());
        if (tokens.Use(secret) is { } token)
        {
            var identity = new ClaimsIdentity([new(ClaimTypes.Name, token.Actor), new(ClaimTypes.Sid, token.Actor)], SchemeName);
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
        }

        audit.Refused.Count(Unknown, Context.Connection.RemoteIpAddress, StatusCodes.Status401Unauthorized, time.GetUtcNow());
        events.Refused("token", StatusCodes.Status401Unauthorized, Context.Connection.RemoteIpAddress);
        return Task.FromResult(AuthenticateResult.Fail("There is no such token, or it is over."));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        // RFC 6750, 3.
        Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return Task.CompletedTask;
    }
}
