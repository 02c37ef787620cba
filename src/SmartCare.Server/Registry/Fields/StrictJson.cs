using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SmartCare.Server.Api;

namespace SmartCare.Server.Registry.Fields;

/// <summary>The JSON of what people write of a record: every field known, Chinese readable.</summary>
internal static class StrictJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, Options);

    /// <summary>An object whose field names count whatever their case, as everywhere in the API.</summary>
    public static JsonObject Fields() => new(new JsonNodeOptions { PropertyNameCaseInsensitive = true });

    /// <summary>The same with each secret as it is shown.</summary>
    public static JsonNode WithoutSecrets(JsonNode node)
    {
        if (node is JsonArray items)
            foreach (var item in items.OfType<JsonNode>()) WithoutSecrets(item);
        if (node is JsonObject fields)
            foreach (var (name, value) in fields.ToList())
                if (name is "secret" && value is not null) fields[name] = DutyMask.Secret;
                else if (value is not null) WithoutSecrets(value);
        return node;
    }
}
