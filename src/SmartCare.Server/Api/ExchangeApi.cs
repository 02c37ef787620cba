using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using SmartCare.Domain.Registry;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Registry;
using SmartCare.Server.Registry.Exchange;
using SmartCare.Server.Registry.Fields;

namespace SmartCare.Server.Api;

/// <summary>The whole registry out of the house and into it, and what its fields mean.</summary>
internal static class ExchangeApi
{
    /// <summary>Some twenty thousand elders with their contacts.</summary>
    public const int MostBytes = 32 << 20;

    /// <summary>Errors that are told; the rest is counted.</summary>
    private const int MostErrors = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        var registry = api.MapGroup("/registry");
        registry.MapGet("/schema", () => Results.Json(LedgerSchema.Document, StrictJson.Options, "application/schema+json"))
            .Is("getRegistrySchema", Who.SignedIn, "JSON Schema 2020-12 of the document that is exported and imported").GivesBytes("application/schema+json");
        registry.MapGet("/dictionary", () => TypedResults.Ok(LedgerDictionary.All))
            .Is("getRegistryDictionary", Who.SignedIn, "Every field of the registry, which is also the column of its table").Gives<IReadOnlyList<LedgerField>>();
        registry.MapGet("/export", Export)
            .Is("exportRegistry", Who.Director, "The registry as one JSON document, or as a zip of tables").Gives<RegistryDocument>().GivesBytes("application/zip").Refuses(404);
        registry.MapPost("/import", ImportAsync).WithMetadata(new RequestSizeLimitAttribute(MostBytes))
            .Is("importRegistry", Who.Director, "Takes in a document, or one table; all of it or nothing").TakesDocument("Registry").TakesBytes("text/csv")
            .Gives<ImportView>().Refuses<ImportProblem>(400);
    }

    private static IResult Export(Viewer viewer, RegistryIndex index, TimeProvider time, string format = "json", string? site = null)
    {
        if (!viewer.MayWriteRegistry) return Problems.Forbidden("Only admin and director export.");
        if (format is not ("json" or "csv")) return Problems.Invalid("format is json or csv.");
        if (site is not null && !viewer.FindsSite(site)) return Problems.NotFound($"There is no site {site}.");
        var records = index.Sites.Concat<RegistryRecord>(index.Places).Concat(index.Elders).Concat(index.Devices)
            .Where(r => viewer.SeesSite(r.Partition) && (site is null || r.Partition == site)).ToList();
        var name = site is null ? "smartcare-registry" : $"smartcare-registry-{site}";
        return format == "json"
            ? Results.File(LedgerDocument.Json(records), "application/json", $"{name}.json")
            : Results.File(LedgerDocument.Csv(records, time.GetUtcNow()), "application/zip", $"{name}.zip");
    }

    private static async Task<IResult> ImportAsync(HttpContext http, Viewer viewer, RegistryImport import, bool dryRun = false, string? kind = null)
    {
        if (!viewer.MayWriteRegistry) return Problems.Forbidden("Only admin and director import.");
        var isJson = http.Request.HasJsonContentType();
        var of = ItemKind.All.FirstOrDefault(k => k.Plural == kind);
        if (!isJson && http.Request.ContentType?.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase) is not true)
            return TypedResults.Problem("Send application/json or text/csv.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        if (!isJson && of is null) return Problems.Invalid("kind is sites, places, elders or devices.");
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        try
        {
            var (plan, refused) = await import.RunAsync(viewer, dryRun, () =>
                isJson ? ImportItems.OfJson(Bytes(body)) : ImportItems.OfCsv(Bytes(body), of!, id => import.CurrentOf(of!, id)));
            return refused ?? (plan.Errors.Count > 0
                ? Wrong(plan.Errors)
                : TypedResults.Ok(new ImportView(dryRun, plan.Created, plan.Changed, plan.Unchanged)));
        }
        catch (JsonException broken)
        {
            return Problems.Invalid(UnreadableRequests.Say(broken).Message);
        }

        static ReadOnlySpan<byte> Bytes(MemoryStream body) => body.GetBuffer().AsSpan(0, (int)body.Length);
    }

    private static IResult Wrong(IReadOnlyList<ImportError> errors) => TypedResults.Problem(
        $"Nothing was written: {errors.Count} {(errors.Count == 1 ? "thing is" : "things are")} wrong, the first in line {errors[0].Line}: {errors[0].Message}",
        statusCode: StatusCodes.Status400BadRequest,
        extensions: new Dictionary<string, object?> { ["count"] = errors.Count, ["errors"] = errors.Take(MostErrors).ToList() });
}
