using Microsoft.Net.Http.Headers;

namespace SmartCare.Server.Api;

/// <summary>Serves the wall's files: an upgrade is seen at the next load, hashed assets are kept, and the page loads nothing from elsewhere.</summary>
internal static class WallFiles
{
    /// <summary>Where a relative's page is, and the district's, and their files.</summary>
    private static readonly Dictionary<string, string> s_pages = new() { ["/family"] = "/family.html", ["/district"] = "/district.html" };

    public static void AddWall(this IServiceCollection services) => services.AddResponseCompression(static how => how.EnableForHttps = true);

    public static void UseWall(this WebApplication app)
    {
        // The wall's own files alone: they hold nobody's secrets, whose lengths would tell something when compressed beside what a stranger sent.
        app.UseWhen(static http => http.Request.Path.StartsWithSegments("/assets"), static files => files.UseResponseCompression());
        app.Use((http, next) =>
        {
            if (http.Request.Path.Value is { } path && s_pages.TryGetValue(path, out var file)) http.Request.Path = file;
            return next(http);
        });
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file =>
            {
                var headers = file.Context.Response.GetTypedHeaders();
                headers.CacheControl = file.Context.Request.Path.StartsWithSegments("/assets")
                    // The names carry a hash of the content.
                    ? new CacheControlHeaderValue { Public = true, MaxAge = TimeSpan.FromDays(365), Extensions = { new NameValueHeaderValue("immutable") } }
                    : new CacheControlHeaderValue { NoCache = true };
                file.Context.Response.Headers.ContentSecurityPolicy =
                    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
            },
        });
    }
}
