using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SmartCare.Server.Accounts;
using SmartCare.Server.Registry.Exchange;
using SmartCare.Server.Registry.Fields;

namespace SmartCare.Server.Api.Description;

/// <summary>The OpenAPI document: its head, and the names of its schemas. What stands in it of routes and of records is written by <see cref="OperationRules"/> and <see cref="SchemaRules"/>.</summary>
internal static class ApiDescription
{
    public const string Cookie = "cookie", Token = "token";

    /// <summary>The document is the same on every machine: it says nothing of where it was asked for.</summary>
    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi(o =>
    {
        var names = new ConcurrentDictionary<string, Type>();
        o.CreateSchemaReferenceId = type => NameOf(type, names);
        o.AddSchemaTransformer(PatchJson.DescribeAsync);
        o.AddSchemaTransformer(SchemaRules.ApplyAsync);
        o.AddOperationTransformer(OperationRules.ApplyAsync);
        o.AddDocumentTransformer(HeadAsync);
        o.AddDocumentTransformer(SchemaUse.ApplyAsync);
    });

    private static Task HeadAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "SmartCare",
            Version = typeof(ApiDescription).Assembly.GetName().Version!.ToString(3),
            Summary = "Alarms, people, rooms and devices of homes for the elderly.",
            Description =
                "JSON in UTF-8, times ISO 8601 UTC with Z. A list is `{items, next}`: pass `after=<next>` to go on until it is null. What somebody may not see answers 404. "
                + "A request under a name that is not this host's is 421. Live changes come over the hub: docs/contract/asyncapi.yaml.",
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "The silo that serves this document." }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Cookie] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = SessionCookie.Name, Description = "A person's session: POST /api/session sets it.",
            },
            [Token] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "sc_...", Description = "A machine's token, made by POST /api/tokens with scopes.",
            },
        };
        document.Tags = ApiTags.All.Select(t => new OpenApiTag { Name = t.Name, Description = t.Description }).ToHashSet();
        return Task.CompletedTask;
    }

    /// <summary>AlertDocument is an Alert outside, Page&lt;TokenView&gt; a TokenPage, Patch&lt;SiteFields&gt; a SitePatch.</summary>
    private static string? NameOf(JsonTypeInfo type, ConcurrentDictionary<string, Type> names)
    {
        var of = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        // Whatever stands there: it has no name.
        if (of == typeof(JsonNode)) return null;
        if ((of.IsGenericType ? PartOf(of) : OpenApiOptions.CreateDefaultSchemaReferenceId(type)) is not { } own) return null;
        var name = of.IsGenericType ? Without(own, "View", "Document", "Fields") + of.Name.Split('`')[0] : Without(own, "View", "Document");
        return names.GetOrAdd(name, of) == of ? name : throw new InvalidOperationException($"{of} and {names[name]} would both be {name} in the OpenAPI document; one of them needs another name.");
    }

    private static string Without(string name, params string[] endings) => endings.FirstOrDefault(name.EndsWith) is { } ending ? name[..^ending.Length] : name;

    private static string? PartOf(Type generic) =>
        generic.GetGenericTypeDefinition() is var of && (of == typeof(Page<>) || of == typeof(Patch<>) || of == typeof(Item<>)) ? generic.GetGenericArguments()[0].Name : null;
}
