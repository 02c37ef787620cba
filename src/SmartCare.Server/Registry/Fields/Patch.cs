using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SmartCare.Server.Api;
using SmartCare.Server.Registry.Exchange;

namespace SmartCare.Server.Registry.Fields;

/// <summary>Some fields of a record: those that were named. What is not named stays as it is; a null that was named clears.</summary>
/// <typeparam name="TFields">What may be named.</typeparam>
[JsonConverter(typeof(PatchJson))]
internal sealed record Patch<TFields>(JsonObject Named);

/// <summary>Reads any patch: each field must be one of its record's, of the right type, and there once.</summary>
internal sealed class PatchJson : JsonConverterFactory
{
    public override bool CanConvert(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Patch<>);

    public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(type.GetGenericArguments()))!;

    /// <summary>In the OpenAPI document a patch looks like the fields that it may name, and an item of the registry's document like those with its id.</summary>
    public static async Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = context.JsonTypeInfo.Type;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() is var of && of != typeof(Patch<>) && of != typeof(Item<>)) return;
        var fields = await context.GetOrCreateSchemaAsync(type.GetGenericArguments()[0], cancellationToken: cancellation);
        var all = new Dictionary<string, IOpenApiSchema>(schema.Properties ?? new Dictionary<string, IOpenApiSchema>());
        foreach (var (name, field) in fields.Properties!) all[name] = field;
        (schema.Type, schema.Properties, schema.AdditionalPropertiesAllowed) = (JsonSchemaType.Object, all, false);
    }

    private sealed class Of<TFields> : JsonConverter<Patch<TFields>>
    {
        public override Patch<TFields> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var body = JsonElement.ParseValue(ref reader);
            // For what it throws.
            body.Deserialize<TFields>(StrictJson.Options);
            var named = StrictJson.Fields();
            foreach (var field in body.EnumerateObject())
                if (!named.TryAdd(field.Name, StrictJson.Node(field.Value)))
                    throw new JsonException(UnreadableRequests.Twice, $"$.{field.Name}", null, null);
            return new Patch<TFields>(named);
        }

        public override void Write(Utf8JsonWriter writer, Patch<TFields> value, JsonSerializerOptions options) => value.Named.WriteTo(writer, options);
    }
}
