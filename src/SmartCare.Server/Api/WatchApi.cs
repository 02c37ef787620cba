using System.Net;
using Microsoft.AspNetCore.Authorization;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Api;

/// <summary>What machines ask: is it alive, is it ready, its numbers, its routes. The last two are for this machine and for admins, unless they are made public.</summary>
internal static class WatchApi
{
    public static void Map(WebApplication app, WebSettings web)
    {
        app.MapGet("/healthz", () => "ok").Is("getHealth", Who.Anybody, "Alive");
        app.MapGet("/readyz", (HttpContext http, Health health) =>
        {
            var ready = health.Ready(inFull: http.User.Identity is { IsAuthenticated: true });
            return Results.Json(ready, statusCode: ready.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        }).Is("getReadiness", Who.Anybody, "Does the alarm path work, and what does not").Gives<ReadyView>().Gives<ReadyView>(503);
        // As a route like any other, so that the API's document has it.
        var text = ((IApplicationBuilder)app).New().UseOpenTelemetryPrometheusScrapingEndpoint(_ => true).Build();
        Delegate numbers = (HttpContext http) => text(http);
        var metrics = app.MapGet("/metrics", numbers).Is("getMetrics", Who.HereOrAdmin, "Numbers for Prometheus").GivesBytes("text/plain");
        if (!web.Public.Contains(WebSettings.Metrics)) metrics.RequireAuthorization(HereOrAdmin);
        var routes = app.MapOpenApi();
        var page = app.MapApiPage();
        if (web.Public.Contains(WebSettings.OpenApi)) return;
        routes.RequireAuthorization(HereOrAdmin);
        page.RequireAuthorization(HereOrAdmin);
    }

    private static void HereOrAdmin(AuthorizationPolicyBuilder policy) =>
        policy.RequireAssertion(context => context.Resource is HttpContext http && IsFromHere(http) || SessionCookie.IsAdmin(context));

    /// <summary>From this machine, and not passed on by a proxy on it: what a named one says is gone from the headers by now.</summary>
    private static bool IsFromHere(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !((string[])["X-Forwarded-For", "Forwarded", "Via"]).Any(http.Request.Headers.ContainsKey);
}
