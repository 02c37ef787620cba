using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using SmartCare.Domain.Words;
using SmartCare.Grains.Store;
using SmartCare.Server.Operations;
using SmartCare.Server.Record;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Accounts;

/// <summary>Signing in by a provider of OpenID Connect: it says who somebody is, this house says what they may. The session is one of ours, and ends as ours do.</summary>
internal static class OpenIdSignIn
{
    public const string SchemeName = "OpenIdConnect", Start = "/api/session/openid";

    /// <summary>The wall says why nobody is signed in.</summary>
    private const string Home = "/", Unknown = "/?openId=unknown", Failed = "/?openId=failed";

    public static void AddOpenId(this AuthenticationBuilder builder, OpenIdSettings settings) => builder.AddOpenIdConnect(SchemeName, o =>
    {
        (o.Authority, o.ClientId, o.ClientSecret) = (settings.Authority.AbsoluteUri, settings.ClientId, settings.ClientSecret);
        o.RequireHttpsMetadata = settings.Authority.Scheme == Uri.UriSchemeHttps;
        (o.ResponseType, o.ResponseMode, o.UsePkce) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query, true);
        (o.SignInScheme, o.CallbackPath) = (CookieAuthenticationDefaults.AuthenticationScheme, $"{Start}/callback");
        // Pages that end a session by a plain GET are not offered.
        (o.RemoteSignOutPath, o.SignedOutCallbackPath) = (default, default);
        (o.MapInboundClaims, o.SaveTokens, o.BackchannelTimeout) = (false, false, TimeSpan.FromSeconds(10));
        foreach (var cookie in (CookieBuilder[])[o.CorrelationCookie, o.NonceCookie])
            // The answer is a GET that the provider's page leads to: Lax carries them, and on a plain port too.
            (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
        o.Events.OnTicketReceived = TakeAsync;
        o.Events.OnRemoteFailure = context =>
        {
            context.HttpContext.RequestServices.GetRequiredService<ILogger<OpenIdSettings>>().LogWarning(context.Failure, "A sign-in by the OpenID provider failed");
            context.Response.Redirect(Failed);
            context.HandleResponse();
            return Task.CompletedTask;
        };
    });

    private static async Task TakeAsync(TicketReceivedContext context)
    {
        var (http, services) = (context.HttpContext, context.HttpContext.RequestServices);
        var (accounts, sessions, audit) = (services.GetRequiredService<AccountStore>(), services.GetRequiredService<BrowserSessions>(), services.GetRequiredService<AuditLog>());
        var events = services.GetRequiredService<EventLog>();
        var (from, now) = (http.Connection.RemoteIpAddress, services.GetRequiredService<TimeProvider>().GetUtcNow());
        context.HandleResponse();
        var account = await Task.Run(() => services.GetRequiredService<OpenIdPeople>().Of(context.Principal!));
        var session = account is null ? null : sessions.Begin(account.User, from?.ToString(), http.Request.Headers.UserAgent.ToString());
        // It can be found before it is asked, as with a password.
        if (session is not null && accounts.FindUnlocked(session.User) is null)
        {
            sessions.End(session.Id);
            session = null;
        }

        if (session is null)
        {
            audit.Refused.Count("openId/?", from, StatusCodes.Status401Unauthorized, now);
            events.Refused("openId", StatusCodes.Status401Unauthorized, from);
            context.Response.Redirect(Unknown);
            return;
        }

        await SessionCookie.SignInAsync(http, session, byProvider: true);
        audit.Add(new AuditEntry(now, session.User, "signIn", null, null, """{"by":"openId"}""", from?.ToString()));
        events.SignedIn(session.User, "openId", from);
        await sessions.SaveAsync();
        context.Response.Redirect(Home);
    }
}

/// <summary>Whom a provider's claims mean.</summary>
internal sealed class OpenIdPeople(AccountStore accounts, RegistryIndex registry, AuthSettings settings)
{
    /// <summary>Of a person's name.</summary>
    private const int LongestName = 100;

    /// <returns>Null: nobody here, and nobody is to be made; or they are locked.</returns>
    public Account? Of(ClaimsPrincipal claims)
    {
        if (settings.OpenId is not { } provider || claims.FindFirstValue(provider.Claim) is not { Length: > 0 and <= Account.LongestExternal } external) return null;
        if (accounts.OfExternal(external) is { } known) return known.Locked ? null : known;
        if (provider.NewRole is not { } role || accounts.IsFull) return null;
        var user = NameOf(claims, external);
        var name = claims.FindFirstValue("name") is { Length: > 0 and <= LongestName } said && PlainText.FirstBad(said, isProse: false) < 0 ? said : user;
        try
        {
            // Without a password: nobody signs in but by the provider.
            return accounts.Set(user, before => before ?? new Account(user, name, role, provider.NewSites, [], "", Demo: false) { External = external }) is { } made && made.External == external ? made : null;
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    /// <summary>What the provider calls them, where that is nobody yet.</summary>
    private string NameOf(ClaimsPrincipal claims, string external) =>
        claims.FindFirstValue("preferred_username") is { } wanted && IdText.IsValid(wanted) && accounts.IsFree(wanted) && registry.Device(wanted) is null
            ? wanted
            : $"openid-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(external)))[..16]}";
}
