using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SmartCare.Server.Api.Description;

/// <summary>Which fields are always there. What is answered has all of them (docs/contract/http.md), so a client need not ask whether one is missing; what is only sent may leave any out.</summary>
internal static class SchemaUse
{
    public static Task ApplyAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        var schemas = document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>();
        var answered = new HashSet<IOpenApiSchema>(ReferenceEqualityComparer.Instance);
        foreach (var operation in document.Paths.Values.SelectMany(p => p.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()))
            foreach (var content in operation.Responses?.Values.SelectMany(r => r.Content?.Values ?? Enumerable.Empty<OpenApiMediaType>()) ?? [])
                Reach(content.Schema, answered);
        foreach (var schema in schemas.Values.OfType<OpenApiSchema>().Where(s => s.Properties is { Count: > 0 }))
            if (!answered.Contains(schema)) schema.Required = null;
        return Task.CompletedTask;
    }

    private static void Reach(IOpenApiSchema? schema, HashSet<IOpenApiSchema> reached)
    {
        if (schema is OpenApiSchemaReference { Target: { } target }) schema = target;
        if (schema is null || !reached.Add(schema)) return;
        foreach (var part in (schema.Properties?.Values ?? Enumerable.Empty<IOpenApiSchema>()).Concat(schema.OneOf ?? []).Concat(schema.AnyOf ?? []).Concat(schema.AllOf ?? []))
            Reach(part, reached);
        Reach(schema.Items, reached);
        Reach(schema.AdditionalProperties, reached);
    }
}
