using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SmartCare.Server.Api;

/// <summary>A body that cannot be read is refused with the field that it is about. A field that is not known is such a body: whoever misspells one, or sends it to
/// an older version, would be told that it was written.</summary>
internal static partial class UnreadableRequests
{
    /// <summary>The message of a <see cref="JsonException"/> about a field that is there twice: which of the two was meant nobody knows.</summary>
    public const string Twice = "twice";

    /// <summary>Around every route: binding throws, and here that is an answer.</summary>
    public static void UseReadableRefusals(this WebApplication app) => app.Use(async (http, next) =>
    {
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            await Refusal(bad).ExecuteAsync(http);
        }
    });

    /// <returns>The field that a body was refused for, from the root like plan.upBy (null: the whole), and what is wrong with it.</returns>
    public static (string? Field, string Message) Say(JsonException wrong)
    {
        var path = wrong.Path is { Length: > 2 } where ? where[2..] : null;
        // Said by the framework alone in this sentence; a test holds it.
        if (UnknownField().Match(wrong.Message) is { Success: true } unknown)
        {
            var name = unknown.Groups[1].Value;
            if (path is null) return (name, $"{name}: there is no such field.");
            return (path, $"{path}: there is no such field{(path.EndsWith(name, StringComparison.Ordinal) ? "" : $" as {name}")}.");
        }

        if (wrong.Message == Twice) return (path, $"{path} is there twice.");
        if (wrong.InnerException is JsonException || path is null) return (path, $"The request cannot be read: broken JSON{(wrong.LineNumber is { } line ? $" in line {line + 1}" : "")}.");
        return (path, $"{path}: this value is of the wrong type, or none of the words that may stand there.");
    }

    private static ProblemHttpResult Refusal(BadHttpRequestException bad) =>
        bad.InnerException is JsonException wrong ? Problems.Invalid(Say(wrong).Message) : TypedResults.Problem(statusCode: bad.StatusCode);

    [GeneratedRegex("^The JSON property '(.*?)' could not be mapped")]
    private static partial Regex UnknownField();
}
