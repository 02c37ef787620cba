using System.Globalization;
using SmartCare.Server.Accounts;
using SmartCare.Server.Alerts;
using SmartCare.Server.Complaints;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Record.Export;

/// <summary>Takes the record out of the house: for directors and admin, and each time written down.</summary>
internal static class ExportApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/alerts/{id}/export", async (string id, Viewer viewer, AlertStore alerts, Exporter exporter, CancellationToken cancellation) =>
        {
            if (alerts.Find(id) is not { Alert: var alert } || !viewer.Sees(alert)) return Problems.NotFound($"There is no alert {id}.");
            return MayNot(viewer) ?? await Zip(async () => await exporter.AlertAsync(alert, viewer.Account.User, cancellation), $"smartcare-alert-{id}.zip");
        }).Is("exportAlert", Who.Director, "One alert with its notices, reviews and times").GivesBytes("application/zip");
        api.MapGet("/sites/{id}/export", async (string id, Viewer viewer, RegistryIndex registry, Exporter exporter, CancellationToken cancellation, string? month = null, bool confidential = false) =>
        {
            if (registry.Site(id) is not { } site || !viewer.SeesSite(id)) return Problems.NotFound($"There is no site {id}.");
            if (MayNot(viewer) is { } refused) return refused;
            if (!DateOnly.TryParseExact($"{month}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) || first.Year is < 2020 or > 2100)
                return Problems.Invalid("month is like 2026-11.");
            return await Zip(() => exporter.MonthAsync(
                site, first, viewer.Account.User, one => confidential && viewer.Scopes is null && ComplaintApi.MayRead(viewer.Account, one), cancellation), $"smartcare-{id}-{month}.zip");
        }).Is("exportMonth", Who.Director, "A month of a site: its alerts, hand-overs, checks, roster, what was due, and how many complaints; with confidential those that one may read").GivesBytes("application/zip");
    }

    private static IResult? MayNot(Viewer viewer) =>
        viewer.Account.Role is Role.Admin or Role.Director ? null : Problems.Forbidden("Only admin and director export.");

    private static async Task<IResult> Zip(Func<Task<Stream?>> pack, string name)
    {
        try
        {
            return await pack() is { } zip
                ? Results.Stream(zip, "application/zip", name)
                : Problems.Invalid($"This month has more than {RecordLimits.AlertsPerExport} alerts; export them one by one.");
        }
        catch (IOException full)
        {
            return Problems.Unavailable($"The export could not be written: {full.Message}");
        }
    }
}
