using System.Globalization;
using System.Text.Json.Nodes;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Registry;
using SmartCare.Server.Registry.Fields;
using SmartCare.Storage;

namespace SmartCare.Server.Api;

/// <param name="Before">JSON; null: nothing stood there.</param>
internal sealed record LedgerChangeView(long N, DateTimeOffset At, string By, string Field, JsonNode? Before, JsonNode? After);

/// <summary>Who changed what of a record, the newest first. For those who may write it: what stood there may be what nobody else should read any more.</summary>
internal static class HistoryApi
{
    public static void Map(IEndpointRouteBuilder item, ItemKind kind) => item.MapGet("/history", (
        string id, Viewer viewer, RegistryIndex registry, Tables tables, long after = long.MaxValue, int? limit = null) =>
    {
        if (RegistryApi.Find(viewer, registry, kind, id) is not { } record) return RegistryApi.Missing(kind, id);
        if (!viewer.MayWriteRegistry) return Problems.Forbidden("Only admin and the site's director read what was changed.");
        if (!Pages.TryLimit(limit, out var most)) return Problems.Invalid($"limit is 1 to {Pages.Most}.");
        var page = Pages.Cut(tables.LedgerChanges(record.Subject, after, most + 1), most, c => c.Number.ToString(CultureInfo.InvariantCulture));
        return TypedResults.Ok(new Page<LedgerChangeView>([.. page.Items.Select(c => Of(c.Number, c.Row))], page.Next));
    }).Is($"list{kind.Title}History", Who.Director, $"Who changed what of a {kind.Word}, the newest first; after is an n").Gives<Page<LedgerChangeView>>();

    private static LedgerChangeView Of(long number, LedgerChangeRow row) => new(
        number, DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs), row.By, row.Field, row.Before is null ? null : JsonNode.Parse(row.Before),
        row.After is null ? null : JsonNode.Parse(row.After));
}
