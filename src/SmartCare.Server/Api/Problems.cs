using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SmartCare.Server.Api;

/// <summary>RFC 9457 problem details with a sentence that says what to do.</summary>
internal static class Problems
{
    public static ProblemHttpResult Invalid(string detail) => Of(StatusCodes.Status400BadRequest, detail);

    public static ProblemHttpResult Unauthorized(string detail) => Of(StatusCodes.Status401Unauthorized, detail);

    public static ProblemHttpResult Forbidden(string detail) => Of(StatusCodes.Status403Forbidden, detail);

    /// <summary>A refusal that a page acts on: <paramref name="name"/> is the end of its type.</summary>
    public static ProblemHttpResult Special(int status, string name, string detail) =>
        TypedResults.Problem(detail, statusCode: status, type: $"https://smartcare.local/problems/{name}");

    public static ProblemHttpResult NotFound(string detail) => Of(StatusCodes.Status404NotFound, detail);

    public static ProblemHttpResult Conflict(string detail) => Of(StatusCodes.Status409Conflict, detail);

    public static ProblemHttpResult Unavailable(string detail) => Of(StatusCodes.Status503ServiceUnavailable, detail);

    /// <param name="wait">Said in <c>Retry-After</c>.</param>
    public static ProblemHttpResult Later(HttpContext context, TimeSpan wait, int status, string detail)
    {
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Of(status, detail);
    }

    /// <summary>The framework's own refusals say as much as ours: every field of the contract, and what to do.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        var (problem, request) = (context.ProblemDetails, context.HttpContext.Request);
        problem.Type ??= "about:blank";
        problem.Detail ??= problem.Status switch
        {
            StatusCodes.Status400BadRequest => "The request cannot be read: a value of the wrong type, a missing one, or broken JSON.",
            StatusCodes.Status401Unauthorized => "Sign in first: POST /api/session.",
            StatusCodes.Status403Forbidden => "Your account may not do this.",
            StatusCodes.Status404NotFound => $"There is nothing at {request.Path}.",
            StatusCodes.Status405MethodNotAllowed => $"{request.Path} does not take {request.Method}.",
            StatusCodes.Status413PayloadTooLarge => "The body is larger than anything that is taken here.",
            StatusCodes.Status415UnsupportedMediaType => "Send JSON with Content-Type: application/json.",
            _ => "It went wrong on this side; the log says more.",
        };
    }

    private static ProblemHttpResult Of(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
