using SmartCare.Server.Api.Description;

namespace SmartCare.Server.Api;

/// <summary>What every answer tells a browser not to do with it. Who answers may say it otherwise: the wall's files do.</summary>
internal static class SafeHeaders
{
    public static void UseSafeHeaders(this WebApplication app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(Complete, http);
        return next(http);
    });

    /// <summary>At the last moment: an error handler begins an answer anew.</summary>
    private static Task Complete(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        // Names and illnesses do not stay in the cache of a shared computer.
        if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = ApiPage.PolicyOf(http) ?? (http.Request.Path.StartsWithSegments("/orleans")
                // A page of Orleans' own, with scripts of its own.
                ? "frame-ancestors 'none'" : "default-src 'none'; frame-ancestors 'none'");
        return Task.CompletedTask;
    }
}
