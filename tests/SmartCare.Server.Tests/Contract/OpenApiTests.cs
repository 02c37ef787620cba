using System.Text.Json;
using System.Text.RegularExpressions;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Contract;

/// <summary>The OpenAPI document is one that programs can be written against: every operation says what it is called, takes, answers and refuses, also one that is added
/// after this was written. Whether the answers are true is asked of every route by everybody in AccessTests.</summary>
[Collection(InTheHouse.Name)]
public sealed partial class OpenApiTests(House house)
{
    /// <summary>Values that are what a device or somebody else made of them: no shape is promised.</summary>
    private static readonly string[] s_free = ["Device.values.*", "LedgerChange.before", "LedgerChange.after"];

    [Fact]
    public async Task The_document_stands_in_the_repository() => OpenApiFile.Holds(await TextAsync());

    [Fact]
    public async Task Every_operation_says_all_that_a_client_needs()
    {
        var document = JsonDocument.Parse(await TextAsync()).RootElement;
        var (wrong, ids, tags) = (new List<string>(), new HashSet<string>(), document.GetProperty("tags").EnumerateArray().Select(t => t.GetProperty("name").GetString()).ToHashSet());
        foreach (var (route, operation) in Operations(document))
        {
            void Must(bool holds, string what)
            {
                if (!holds) wrong.Add($"{route}: {what}");
            }

            var id = Text(operation, "operationId");
            Must(IdPattern().IsMatch(id) && ids.Add(id), $"operationId '{id}' is a verb and a thing in camel case, there once: Is(...)");
            Must(Text(operation, "summary") is { Length: > 3 } summary && !summary.EndsWith('.'), "summary");
            Must(Text(operation, "description").StartsWith("For ", StringComparison.Ordinal), "who may ask it");
            Must(operation.GetProperty("tags").EnumerateArray().All(t => tags.Contains(t.GetString())), "tag");
            var security = operation.GetProperty("security");
            var isOpen = security.GetArrayLength() == 0;
            Must(isOpen == Text(operation, "description").Contains("For anybody", StringComparison.Ordinal), "security");
            Must(isOpen || security.GetArrayLength() == (Text(operation, "description").Contains("Not for tokens", StringComparison.Ordinal) ? 1 : 2), "the scope of a token");
            var responses = operation.GetProperty("responses").EnumerateObject().ToList();
            Must(responses.Count(r => r.Name[0] is '2' or '3') == 1, "one answer when it is done: Gives<T>()");
            Must(isOpen || new[] { "401", "403" }.All(s => responses.Any(r => r.Name == s)), "401 and 403");
            foreach (var response in responses)
            {
                Must(Text(response.Value, "description").Length > 3, $"{response.Name} is described");
                var hasContent = response.Value.TryGetProperty("content", out var content);
                Must(hasContent || response.Name is "204" or "302", $"{response.Name} has a schema");
                if (!hasContent) continue;
                foreach (var media in content.EnumerateObject())
                {
                    Must(response.Name[0] is '2' || media.Name == "application/problem+json" || route == "GET /readyz", $"{response.Name} is a problem");
                    wrong.AddRange(Loose(media.Value.GetProperty("schema"), $"{route} {response.Name}"));
                }
            }

            if (operation.TryGetProperty("requestBody", out var body))
                foreach (var media in body.GetProperty("content").EnumerateObject()) wrong.AddRange(Loose(media.Value.GetProperty("schema"), $"{route} body"));
        }

        foreach (var schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject()) wrong.AddRange(Loose(schema.Value, schema.Name));
        Assert.Empty(wrong);
        Assert.InRange(ids.Count, 90, 300);
    }

    private async Task<string> TextAsync()
    {
        using var nobody = house.Host.Nobody();
        return await nobody.GetStringAsync("/openapi/v1.json");
    }

    private static IEnumerable<(string Route, JsonElement Operation)> Operations(JsonElement document) => document.GetProperty("paths").EnumerateObject()
        .SelectMany(p => p.Value.EnumerateObject().Select(m => ($"{m.Name.ToUpperInvariant()} {p.Name}", m.Value)));

    /// <summary>Parts of a schema that say nothing of what stands there: generated clients would have an object, or unknown.</summary>
    private static IEnumerable<string> Loose(JsonElement schema, string at)
    {
        if (s_free.Contains(at)) return [];
        if (schema.TryGetProperty("$ref", out _)) return [];
        foreach (var either in (string[])["oneOf", "anyOf", "allOf"])
            if (schema.TryGetProperty(either, out var parts)) return parts.EnumerateArray().SelectMany(p => Loose(p, at));
        if (!schema.TryGetProperty("type", out var type)) return [$"{at} has no type"];
        if (type.ValueKind is JsonValueKind.Array && type.EnumerateArray().Count(t => t.GetString() != "null") > 1) return [$"{at} is {type}: one of them"];
        if (schema.TryGetProperty("properties", out var fields)) return fields.EnumerateObject().SelectMany(f => Loose(f.Value, $"{at}.{f.Name}"));
        if (schema.TryGetProperty("items", out var items)) return Loose(items, $"{at}[]");
        if (schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind is JsonValueKind.Object) return Loose(more, $"{at}.*");
        return type.ToString().Contains("object", StringComparison.Ordinal) || type.ToString().Contains("array", StringComparison.Ordinal) ? [$"{at} is a free {type}"] : [];
    }

    private static string Text(JsonElement of, string field) => of.TryGetProperty(field, out var text) ? text.GetString()! : "";

    [GeneratedRegex("^[a-z]+([A-Z][a-z]*)*$")]
    private static partial Regex IdPattern();
}
