using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.HttpOverrides;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Api;

/// <summary>
/// What other pages make a browser ask for is refused: under a foreign name (DNS rebinding), from a foreign origin, or as a form. The cookie's SameSite
/// does not part ports and sister domains. Programs, which send no Origin, notice nothing.
/// </summary>
internal static class BrowserGuard
{
    public static void AddBrowserGuard(this IServiceCollection services, Settings settings) => services.Configure<ForwardedHeadersOptions>(o =>
    {
        o.ForwardedHeaders = settings.Web.Proxies.Count == 0 ? ForwardedHeaders.None
            : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        // A chain of proxies, each of them named.
        o.ForwardLimit = null;
        o.KnownProxies.Clear();
        o.KnownIPNetworks.Clear();
        foreach (var proxy in settings.Web.Proxies) o.KnownIPNetworks.Add(proxy);
    });

    /// <summary>After <c>UseWebSockets</c>, before whatever answers.</summary>
    public static void UseBrowserGuard(this WebApplication app)
    {
        var hosts = app.Services.GetRequiredService<Settings>().Web.Hosts;
        var refused = app.Services.GetRequiredService<Metrics>().Counter(
            "smartcare_http_foreign_total", "Requests under a name that is not ours, from a foreign origin, or in a form's type.");
        app.Use(async (http, next) =>
        {
            if (Refusal(http, hosts) is not { } refusal)
            {
                await next(http);
                return;
            }

            refused.Add();
            await refusal.ExecuteAsync(http);
        });
    }

    private static ProblemHttpResult? Refusal(HttpContext http, IReadOnlySet<string> hosts)
    {
        var request = http.Request;
        var isSocket = http.WebSockets.IsWebSocketRequest;
        // A browser always says where a WebSocket comes from, so one without an Origin is a program's: it has no foreign page in it.
        if (!IsOurs(request.Host, hosts) && !(isSocket && request.Headers.Origin.Count == 0))
            return TypedResults.Problem(
                $"Nothing is served here under the name {request.Host.Host}; if it is this host's, an administrator adds it to Http:Hosts.",
                statusCode: StatusCodes.Status421MisdirectedRequest);
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        if (isSafe && !isSocket) return null;
        if (IsForeign(request)) return Problems.Forbidden("A page of another origin may not ask for this.");
        return isSocket || !request.Path.StartsWithSegments("/api") || IsJsonOrNothing(http) || IsOwnType(request) ? null
            : TypedResults.Problem("Send JSON with Content-Type: application/json.", statusCode: StatusCodes.Status415UnsupportedMediaType);
    }

    /// <summary>An address cannot be made to mean another host, so that any is good: behind NAT or in a container it need not be one of ours. No name at all is HTTP/1.0.</summary>
    private static bool IsOurs(HostString host, IReadOnlySet<string> hosts) =>
        host.Host.TrimEnd('.') is var name
        && (name.Length == 0 || IPAddress.TryParse(name, out _) || name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || hosts.Contains(name));

    /// <summary>By what the browser itself says: Sec-Fetch-Site where it is sent, else Origin against Host. A proxy that is not named may have taken TLS off before us.</summary>
    private static bool IsForeign(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ } site, ..]) return site is not ("same-origin" or "none");
        if (request.Headers.Origin is not [{ } origin, ..]) return false;
        return !Uri.TryCreate(origin, UriKind.Absolute, out var from) || request.IsHttps && from.Scheme != Uri.UriSchemeHttps
            || !from.IdnHost.Equals(request.Host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
            || from.Port != request.Host.Port && !(request.Host.Port is null && from.IsDefaultPort);
    }

    /// <summary>Photos and tables: no form has such a type, and a browser asks before it sends one to a foreign host.</summary>
    private static bool IsOwnType(HttpRequest request) =>
        request.ContentType is { } type && (type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) || type.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase));

    private static bool IsJsonOrNothing(HttpContext http) =>
        http.Request.ContentType is null ? http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true } : http.Request.HasJsonContentType();
}
