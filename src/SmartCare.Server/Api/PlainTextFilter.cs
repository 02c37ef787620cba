using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Api;

/// <summary>Every text that comes in over HTTP is one that people can read (<see cref="PlainText"/>). It stands around the whole API: a field that is added
/// later is judged without having to think of it.</summary>
internal sealed class PlainTextFilter : IEndpointFilter
{
    /// <summary>What may have lines.</summary>
    private static readonly HashSet<string> s_prose = ["note", "text", "firstAid", "cause", "review", "template", "allergies", "reason", "dischargeReason"];

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        RequestBody.Of(context) is { } body && Trouble(JsonSerializer.SerializeToNode(body, JsonSerializerOptions.Web), "") is { } trouble
            ? ValueTask.FromResult<object?>(Problems.Invalid(trouble))
            : next(context);

    /// <returns>The first field that has such a character, and which; null: none has.</returns>
    internal static string? Trouble(JsonNode? node, string path) => node switch
    {
        JsonArray items => items.Select((item, i) => Trouble(item, $"{path}[{i}]")).FirstOrDefault(t => t is not null),
        JsonObject fields => fields.Select(f => Trouble(f.Value, path.Length == 0 ? f.Key : $"{path}.{f.Key}")).FirstOrDefault(t => t is not null),
        JsonValue value when value.TryGetValue(out string? text) => Trouble(text, path),
        _ => null,
    };

    private static string? Trouble(string text, string path)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        // Nobody reads a password.
        if (name.EndsWith("password", StringComparison.OrdinalIgnoreCase) || name.EndsWith("secret", StringComparison.OrdinalIgnoreCase)) return null;
        return PlainText.FirstBad(text, s_prose.Contains(name)) is >= 0 and var bad ? $"{path}: {PlainText.Refusal(text, bad)}" : null;
    }
}

/// <summary>What a route bound from the body of a call.</summary>
internal static class RequestBody
{
    /// <returns>Null: the route takes none.</returns>
    public static object? Of(EndpointFilterInvocationContext context) =>
        context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } type
            ? context.Arguments.FirstOrDefault(type.IsInstanceOfType)
            : null;
}
