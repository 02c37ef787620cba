using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SmartCare.Server.Accounts;

namespace SmartCare.Server.Api.Description;

/// <summary>What follows from a route itself: its heading, how one signs in for it, and the refusals that every such route has.</summary>
internal static class OperationRules
{
    public static async Task ApplyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        operation.Responses ??= [];
        var (path, method) = ($"/{context.Description.RelativePath!.Trim('/')}", context.Description.HttpMethod!);
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Tags = new HashSet<OpenApiTagReference> { new(ApiTags.Of(path), context.Document) };
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? []) parameter.Description ??= s_parameters.GetValueOrDefault(parameter.Name!);
        var isOpen = metadata.OfType<IAllowAnonymous>().Any() || !metadata.OfType<IAuthorizeData>().Any() && !metadata.OfType<AuthorizationPolicy>().Any();
        // An empty list says that nobody needs to sign in; none at all would say nothing.
        if (isOpen) operation.Security = [];
        else AskForSomebody(operation, context.Document!, path.StartsWith("/api/", StringComparison.Ordinal) ? TokenRoutes.Of(method, path) : null);
        AddBytes(operation, metadata, context.Document!);
        var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), cancellationToken: cancellation);
        context.Document!.AddComponent(nameof(Problem), problem);
        foreach (var status in Refusals(operation, path, method, isOpen)) AddRefusal(operation, context.Document, status);
        var responses = operation.Responses!.OrderBy(r => r.Key, StringComparer.Ordinal).ToList();
        operation.Responses!.Clear();
        foreach (var (status, response) in responses)
        {
            operation.Responses[status] = response;
            if (response is OpenApiResponse own && s_why.TryGetValue(status, out var why)) own.Description = why;
        }
    }

    /// <summary>They mean the same wherever they stand.</summary>
    private static readonly Dictionary<string, string> s_parameters = new()
    {
        ["id"] = "Its id.", ["n"] = "Counted from 0.", ["after"] = "Goes on after this: `next` of the page before.", ["limit"] = $"1 to {Pages.Most}; {Pages.Default} unless said.",
        ["site"] = "Id of a site; unless said, all that one sees.", ["place"] = "Id of a place.", ["archived"] = "With those that are archived.",
        ["channel"] = "Name of a channel; of a contact, the number of a way from 0.", ["from"] = "ISO 8601 or Unix ms.", ["to"] = "ISO 8601 or Unix ms, exclusive.", ["step"] = "Seconds; 0: raw.", ["date"] = "Like 2026-11-26; today unless said.",
        ["month"] = "Like 2026-11.", ["confidential"] = "With the complaints that one may read.", ["dryRun"] = "Judged, and not written.", ["format"] = "json or csv.", ["user"] = "Who did it.", ["about"] = "Like elder/elder-101-1.",
        ["kind"] = "sites, places, elders or devices; needed for a table.", ["notice"] = "Which call it was, as its address has it.", ["key"] = "The proof of it.",
    };

    private static readonly Dictionary<string, string> s_why = new()
    {
        ["200"] = "Done.", ["201"] = "Made.", ["202"] = "Begun.", ["204"] = "Done; there is nothing to say.", ["302"] = "To where it goes on.",
        ["400"] = "The request makes no sense; detail says what is wrong.", ["401"] = "Nobody is signed in, or what was sent to sign in is wrong.",
        ["403"] = "Seen, but not theirs to do; or a page of another origin asks.", ["404"] = "There is none, or it is not theirs to see.",
        ["409"] = "Not as things stand now.", ["413"] = "The body is too large.", ["415"] = "Not a type that is taken here.",
        ["429"] = "Too many tries; Retry-After says how long to wait.", ["503"] = "Nothing was taken; try again.",
    };

    private static void AskForSomebody(OpenApiOperation operation, OpenApiDocument document, TokenScope? scope)
    {
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiDescription.Cookie, document)] = [] }];
        if (scope is not null) operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiDescription.Token, document)] = [] });
        operation.Description += scope is { } needed ? $" A token needs the scope `{needed.ToString().ToLowerInvariant()}`." : " Not for tokens.";
    }

    private static void AddBytes(OpenApiOperation operation, IList<object> metadata, OpenApiDocument document)
    {
        static OpenApiMediaType Bytes(string type) =>
            new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = type.StartsWith("text/", StringComparison.Ordinal) ? null : "binary" } };
        if (metadata.OfType<BytesBody>().FirstOrDefault() is { } body)
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = body.Types.ToDictionary(t => t, Bytes) };
        if (metadata.OfType<DocumentBody>().FirstOrDefault() is { } json)
            operation.RequestBody!.Content!["application/json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(json.Schema, document) };
        if (metadata.OfType<BytesAnswer>().FirstOrDefault() is not { } answer) return;
        if (!operation.Responses!.TryGetValue("200", out var given) || given is not OpenApiResponse { } ok) operation.Responses["200"] = ok = new OpenApiResponse();
        ok.Content ??= new Dictionary<string, OpenApiMediaType>();
        foreach (var type in answer.Types) ok.Content[type] = Bytes(type);
    }

    private static IEnumerable<int> Refusals(OpenApiOperation operation, string path, string method, bool isOpen)
    {
        var (isWrite, isApi) = (method is not "GET", path.StartsWith("/api/", StringComparison.Ordinal));
        var hasBody = operation.RequestBody is not null;
        if (hasBody || operation.Parameters?.Any(p => p.In is ParameterLocation.Query) is true) yield return 400;
        if (!isOpen) yield return 401;
        // Tokens, too, at what is open to people.
        if (!isOpen || isApi) yield return 403;
        if (path.Contains('{', StringComparison.Ordinal)) yield return 404;
        if (hasBody) yield return 413;
        if (isWrite) yield return 415;
        // The disk, or the crowd of those who are not signed in.
        if (isApi) yield return 503;
    }

    /// <summary>Unless the route says more about it.</summary>
    private static void AddRefusal(OpenApiOperation operation, OpenApiDocument document, int status) => operation.Responses!.TryAdd(
        status.ToString(System.Globalization.CultureInfo.InvariantCulture), new OpenApiResponse
        {
            Content = new Dictionary<string, OpenApiMediaType> { [Problem.ContentType] = new() { Schema = new OpenApiSchemaReference(nameof(Problem), document) } },
        });
}
