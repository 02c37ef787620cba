using System.Globalization;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;
using SmartCare.Storage;

namespace SmartCare.Server.Record;

internal sealed record AuditView(long N, DateTimeOffset At, string User, string What, string? About, string? Site, string? Detail, string? From, string Hash);

/// <param name="Head">Hash of the last row that holds: kept elsewhere, it shows a record that was cut short later.</param>
/// <param name="BrokenAt">The first row that is missing or was changed.</param>
internal sealed record AuditProof(bool Ok, long Rows, string Head, long? BrokenAt);

/// <summary>The record, to be read and to be checked.</summary>
internal static class AuditApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/audit", List).Is("listAudit", Who.Director, "Who did and saw what, ascending; after is an n").Gives<Page<AuditView>>();
        api.MapGet("/audit/verify", Verify).Is("verifyAudit", Who.Admin, "Reads the whole chain of the record").Gives<AuditProof>();
    }

    private static async Task<IResult> List(
        Viewer viewer, AuditLog audit, Tables tables, long after = 0, int? limit = null, string? user = null, string? about = null)
    {
        if (viewer.Account.Role is not (Role.Admin or Role.Director)) return Problems.Forbidden("Only admin and director read the record.");
        if (!Pages.TryLimit(limit, out var most)) return Problems.Invalid($"limit is 1 to {Pages.Most}.");
        await audit.SettleAsync();
        var rows = tables.Audit(new AuditQuery(viewer.Sites, user, about, after, most + 1));
        var page = Pages.Cut(rows, most, r => r.Number.ToString(CultureInfo.InvariantCulture));
        return TypedResults.Ok(new Page<AuditView>([.. page.Items.Select(View)], page.Next));
    }

    private static async Task<IResult> Verify(Viewer viewer, AuditLog audit, Tables tables)
    {
        if (!viewer.IsAdmin) return Problems.Forbidden("Only admin checks the record.");
        await audit.SettleAsync();
        var (rows, head, brokenAt) = await Task.Run(() => AuditChain.Verify(tables));
        return TypedResults.Ok(new AuditProof(brokenAt is null, rows, Convert.ToHexStringLower(head), brokenAt));
    }

    private static AuditView View(AuditRow row) => new(
        row.Number, DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs), row.User, row.What, row.About, row.Site, row.Detail, row.From,
        Convert.ToHexStringLower(row.Hash));
}
