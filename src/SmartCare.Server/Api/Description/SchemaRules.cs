using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SmartCare.Server.Api.Description;

/// <summary>What the schema of a type does not say by itself, because the types have converters of their own.</summary>
internal static class SchemaRules
{
    private const string Time = "date-time";

    public static Task ApplyAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var given = context.JsonTypeInfo.Type;
        Describe(schema, given);
        if (schema.Properties is not { Count: > 0 } fields) return Task.CompletedTask;
        // What is not named is refused where it is sent, and not there where it is answered.
        schema.AdditionalPropertiesAllowed = false;
        var properties = PropertiesOf(context.JsonTypeInfo);
        schema.Required = properties.Where(p => fields.ContainsKey(p.Name) && !MayBeMissing(p)).Select(p => p.Name).ToHashSet();
        // The framework does not go into a struct that may be null.
        if (Nullable.GetUnderlyingType(given) is not null)
            foreach (var property in properties)
                if (fields.TryGetValue(property.Name, out var field) && field is OpenApiSchema part) Describe(part, property.PropertyType);
        return Task.CompletedTask;
    }

    private static void Describe(OpenApiSchema schema, Type given)
    {
        var type = Nullable.GetUnderlyingType(given) ?? given;
        if (type.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. Enum.GetNames(type).Select(n => (JsonNode)JsonValue.Create(JsonNamingPolicy.CamelCase.ConvertName(n)))];
        }
        else if (type == typeof(DateTimeOffset)) (schema.Type, schema.Format) = (JsonSchemaType.String | (given == type ? 0 : JsonSchemaType.Null), Time);
        else if (type.IsAssignableTo(typeof(IEnumerable<DateTimeOffset>))) schema.Items = new OpenApiSchema { Type = JsonSchemaType.String, Format = Time };
        // The one thing of no type is what a device said last.
        else if (type == typeof(IReadOnlyDictionary<string, object?>)) schema.AdditionalProperties = new OpenApiSchema { Description = "Number, true or false, text, or null." };
        else if (schema.Type is { } named && (named & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0)
            // A reader takes "5" for 5, too; nobody needs to know.
            (schema.Type, schema.Pattern) = (named & ~JsonSchemaType.String, null);
    }

    private static IList<JsonPropertyInfo> PropertiesOf(JsonTypeInfo info) =>
        Nullable.GetUnderlyingType(info.Type) is { } type ? info.Options.GetTypeInfo(type).Properties : info.Properties;

    private static bool MayBeMissing(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is [JsonIgnoreAttribute { Condition: not JsonIgnoreCondition.Never }, ..];
}
