using Scalar.AspNetCore;

namespace SmartCare.Server.Api.Description;

/// <summary>The API as a page to read and to try out: Scalar, whose script comes with its package and is served by this silo; nothing is loaded from elsewhere.</summary>
internal static class ApiPage
{
    private const string Path = "/scalar";

    public static IEndpointConventionBuilder MapApiPage(this IEndpointRouteBuilder app) => app.MapScalarApiReference(Path, page => page
        .WithTitle("SmartCare API").WithOpenApiRoutePattern("/openapi/{documentName}.json").WithNonce().DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideDeveloperTools().HideClientButton());

    /// <summary>What its page may load: its own script by a nonce that counts once, and the styles that the script writes. Null: it is another page.</summary>
    public static string? PolicyOf(HttpContext http) => http.Items[ScalarOptions.NonceHttpContextItemKey] is string nonce
        ? $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        : null;
}
