using Microsoft.Data.Sqlite;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Figures;

/// <summary>The director's figures: of the sites that they see, for admin of all.</summary>
internal static class FigureApi
{
    private const int UsualMinutes = 5;

    public static void Map(IEndpointRouteBuilder api)
    {
        var figures = api.MapGroup("/figures");
        figures.MapGet("", Figures).Is("getFigures", Who.Director, "How calls were answered, what was false, away or missing, over whole months; as a table with format=csv")
            .Gives<FiguresView>().GivesBytes("text/csv").Refuses(404, 503);
        figures.MapGet("/live", Live).Is("getLiveFigures", Who.Director, "What waits now, and the figures of today").Gives<LiveView>().Refuses(404, 503);
        figures.MapGet("/dictionary", () => TypedResults.Ok(FigureDictionary.All)).Is("getFigureDictionary", Who.SignedIn, "What each figure means, in Chinese and English").Gives<IReadOnlyList<FigureWord>>();
    }

    private static async Task<IResult> Figures(
        Viewer viewer, RegistryIndex registry, FigureViews views, TimeProvider time, string? site = null, string? from = null, string? to = null, int? attendedMin = null, string? kind = null,
        string format = "json", string table = "cells")
    {
        if (Sites(viewer, registry, site, out var sites) is { } refused) return refused;
        if (!TryMinutes(attendedMin, out var minutes)) return WrongMinutes();
        if (!QueryWord.TryRead<AlertKind>(kind, out var ofKind)) return Problems.Invalid("kind is one of the kinds of alerts, like fall.");
        if (format is not ("json" or "csv")) return Problems.Invalid("format is json or csv.");
        if (!FigureTables.Names.Contains(table)) return Problems.Invalid($"table is one of {string.Join(", ", FigureTables.Names)}.");
        var now = Month.Of(SiteClock.LocalOf(time.GetUtcNow(), sites.Count == 0 ? SiteClock.Utc : AlertFacts.ZoneOf(registry.Site(sites[0]))));
        var (first, last) = (now, now);
        if (to is not null && !Month.TryRead(to, out last)) return Problems.Invalid("to is a month like 2026-11.");
        if (from is null) first = last;
        else if (!Month.TryRead(from, out first)) return Problems.Invalid("from is a month like 2026-11.");
        if (first.Number > last.Number) return Problems.Invalid("from is not after to.");
        if (last.Number - first.Number >= FigureLimits.MostMonths) return Problems.Invalid($"At most {FigureLimits.MostMonths} months are asked for at a time.");
        return await Answer(() =>
        {
            var found = views.Of(new FigureQuery(sites, first, last, minutes, ofKind, format == "csv" && table == "cells", site is not null));
            return format == "json" ? TypedResults.Ok(found) : Results.File(FigureTables.Csv(found, table), "text/csv", $"smartcare-figures-{table}-{first}-{last}.csv");
        });
    }

    private static async Task<IResult> Live(Viewer viewer, RegistryIndex registry, FigureViews views, string? site = null, int? attendedMin = null)
    {
        if (Sites(viewer, registry, site, out var sites) is { } refused) return refused;
        return TryMinutes(attendedMin, out var minutes) ? await Answer(() => TypedResults.Ok(views.Live(sites, minutes))) : WrongMinutes();
    }

    /// <summary>Beside the thread of the request: the file is read there.</summary>
    private static async Task<IResult> Answer(Func<IResult> read)
    {
        try
        {
            return await Task.Run(read);
        }
        catch (Exception away) when (away is SqliteException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Problems.Unavailable($"The figures cannot be read just now: {away.Message}");
        }
    }

    private static IResult? Sites(Viewer viewer, RegistryIndex registry, string? site, out IReadOnlyList<string> sites)
    {
        sites = [];
        if (viewer.Account.Role is not (Role.Admin or Role.Director)) return Problems.Forbidden("Only admin and director read the figures.");
        if (site is not null && !viewer.FindsSite(site)) return Problems.NotFound($"There is no site {site}.");
        sites = site is not null ? [site] : [.. registry.Sites.Where(s => !s.Archived && viewer.SeesSite(s.Id.Value)).Select(s => s.Id.Value)];
        return sites.Count == 0 ? Problems.NotFound("There is no site.") : null;
    }

    private static bool TryMinutes(int? asked, out int minutes) => (minutes = asked ?? UsualMinutes) is >= 1 and <= FigureLimits.MostMinutes;

    private static IResult WrongMinutes() => Problems.Invalid($"attendedMin is 1 to {FigureLimits.MostMinutes}.");
}
