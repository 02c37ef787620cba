using System.Text.Json;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Contract;

/// <summary>Holds real answers against the OpenAPI document: its status is among those that the operation names, and its body has that shape and no field more.</summary>
public sealed class OpenApiAnswers(JsonElement document)
{
    /// <param name="route">Like <c>GET /api/alerts/{id}</c>.</param>
    public void Holds(string route, Reply answer)
    {
        var (method, path) = (route.Split(' ')[0].ToLowerInvariant(), route.Split(' ')[1]);
        var responses = document.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("responses");
        var status = $"{(int)answer.Status}";
        Assert.True(responses.TryGetProperty(status, out var response), $"{route} answers {status}, which the document does not name");
        if (!response.TryGetProperty("content", out var content))
        {
            Assert.True(answer.ContentType is null, $"{route} {status} has a body, and the document names none");
            return;
        }

        Assert.True(answer.ContentType is not null && content.TryGetProperty(answer.ContentType, out var media), $"{route} {status} is of the type {answer.ContentType}: {content}");
        var schema = content.GetProperty(answer.ContentType!).GetProperty("schema");
        var isBytes = answer.Body.ValueKind is JsonValueKind.Undefined || schema.TryGetProperty("format", out var format) && format.GetString() == "binary";
        if (!isBytes && Trouble(answer.Body, schema, "") is { } wrong) Assert.Fail($"{route} {status}: {wrong} in {answer.Body}");
    }

    /// <returns>Where it is not as the schema says; null: it is.</returns>
    private string? Trouble(JsonElement value, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("$ref", out var named)) return Trouble(value, document.GetProperty("components").GetProperty("schemas").GetProperty(named.GetString()!.Split('/')[^1]), at);
        foreach (var either in (string[])["oneOf", "anyOf"])
            if (schema.TryGetProperty(either, out var choices))
            {
                var troubles = choices.EnumerateArray().Select(c => Trouble(value, c, at)).ToList();
                return troubles.Contains(null) ? null : troubles[^1];
            }

        if (schema.TryGetProperty("allOf", out var all)) return all.EnumerateArray().Select(part => Trouble(value, part, at)).FirstOrDefault(t => t is not null);
        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(t => Is(value, t))) return $"{at} is {value.ValueKind} and not {type}";
        if (schema.TryGetProperty("enum", out var words) && value.ValueKind is JsonValueKind.String && !words.EnumerateArray().Any(w => w.GetString() == value.GetString()))
            return $"{at} is '{value}', and not one of {words}";
        if (schema.TryGetProperty("format", out var format) && format.GetString() == "date-time" && value.ValueKind is JsonValueKind.String && !value.TryGetDateTimeOffset(out _)) return $"{at} is no time";
        return value.ValueKind switch
        {
            JsonValueKind.Object => FieldTrouble(value, schema, at),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) =>
                value.EnumerateArray().Select((item, i) => Trouble(item, items, $"{at}[{i}]")).FirstOrDefault(t => t is not null),
            _ => null,
        };
    }

    private string? FieldTrouble(JsonElement value, JsonElement schema, string at)
    {
        var fields = schema.TryGetProperty("properties", out var known) ? known : default;
        var others = schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind is JsonValueKind.Object ? more : default;
        if (schema.TryGetProperty("required", out var required) && required.EnumerateArray().Select(r => r.GetString()!).FirstOrDefault(r => !value.TryGetProperty(r, out _)) is { } missing)
            return $"{at}.{missing} is missing";
        foreach (var field in value.EnumerateObject())
        {
            if (fields.ValueKind is JsonValueKind.Object && fields.TryGetProperty(field.Name, out var own))
            {
                if (Trouble(field.Value, own, $"{at}.{field.Name}") is { } wrong) return wrong;
            }
            else if (others.ValueKind is JsonValueKind.Object)
            {
                if (Trouble(field.Value, others, $"{at}.{field.Name}") is { } wrong) return wrong;
            }
            else if (fields.ValueKind is JsonValueKind.Object)
            {
                return $"{at}.{field.Name} is not described";
            }
        }

        return null;
    }

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind is JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!) : [type.GetString()!];

    private static bool Is(JsonElement value, string type) => type switch
    {
        "null" => value.ValueKind is JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind is JsonValueKind.Number,
        "string" => value.ValueKind is JsonValueKind.String,
        "array" => value.ValueKind is JsonValueKind.Array,
        _ => value.ValueKind is JsonValueKind.Object,
    };
}
