using Microsoft.Net.Http.Headers;

namespace SmartCare.Server.Api;

/// <summary>Serves the wall's files: an upgrade is seen at the next load, hashed assets are kept, and the page loads nothing from elsewhere.</summary>
internal static class WallFiles
{
    /// <summary>Where a relative's page is, and the district's, and their files.</summary>
    private static readonly Dictionary<string, string> s_pages = new() { ["/family"] = "/family.html", ["/district"] = "/district.html" };

    /// <summary>What a person reads at an address that leads nowhere; a program is told in its own words.</summary>
    private const string MissingFile = "404.html";

    private const string Policy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

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
        app.Use(async (http, next) =>
        {
            await next(http);
            if (http.Response is not { StatusCode: StatusCodes.Status404NotFound, HasStarted: false } || !AsksForPage(http.Request)) return;
            if (app.Environment.WebRootFileProvider.GetFileInfo(MissingFile) is not { Exists: true } missing) return;
            http.Response.ContentType = "text/html; charset=utf-8";
            http.Response.Headers.ContentSecurityPolicy = Policy;
            await http.Response.SendFileAsync(missing, http.RequestAborted);
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
                file.Context.Response.Headers.ContentSecurityPolicy = Policy;
            },
        });
    }

    /// <summary>Somebody at a browser's address bar, and not a program of the API or an image that is missing.</summary>
    private static bool AsksForPage(HttpRequest request) => HttpMethods.IsGet(request.Method)
        && !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/hub")
        && request.GetTypedHeaders().Accept.Any(static accepted => accepted.MediaType == "text/html");
}
