using SmartCare.Domain.Registry;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Figures;

namespace SmartCare.Server.District;

/// <summary>The district's page: sums of a level and of what stands right below it.</summary>
internal sealed class DistrictApi(LevelBook levels, DistrictSight sight, RollUps rollUps, FigureBook figures, RequestBook requests, RequestSight requestSight, TimeProvider time)
{
    private const int MostUnplaced = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        var district = api.MapGroup("/district");
        district.MapGet("", (Viewer viewer, DistrictApi it, string? level, string? month, string? format) => it.Get(viewer, level, month, format))
            .Is("getDistrict", Who.Officer, "Sums of a level and of each level or site right below it, now and of a month; as CSV the sums alone").Gives<DistrictView>().GivesBytes(Csv).Refuses(404);
        district.MapGet("/dictionary", (Viewer viewer) => DistrictSight.MayNot(viewer) ?? TypedResults.Ok(new Page<DistrictField>(DistrictColumns.Fields, null)))
            .Is("getDistrictDictionary", Who.Officer, "Every field of a roll-up: its path in JSON, which is its column in CSV, its unit and what it means").Gives<Page<DistrictField>>();
        EditionApi.Map(district);
    }

    internal const string Csv = "text/csv";

    private IResult Get(Viewer viewer, string? level, string? month, string? format)
    {
        if (DistrictSight.MayNot(viewer) is { } refused) return refused;
        level ??= viewer.LevelId;
        var at = level is null ? null : sight.Find(viewer, level);
        if (level is not null && at is null) return DistrictSight.Missing(level);
        if (!TryMonth(month, level, out var wanted)) return Problems.Invalid("month is like 2026-11.");
        if (format is not (null or "json" or "csv")) return Problems.Invalid("format is json or csv.");
        var isCounted = figures.CatchUp();
        var (sum, children) = rollUps.Of(at, wanted);
        if (format is "csv") return Results.File(DistrictColumns.Table(sum, children), Csv, $"smartcare-{level ?? "all"}-{wanted}.csv");
        var (help, helpInAll) = rollUps.HelpIn(level);
        return TypedResults.Ok(new DistrictView(
            time.GetUtcNow(), wanted.ToString(), at, level is null ? [] : [.. levels.PathOf(level).Where(l => sight.Sees(viewer, l.Id))], sum, children, help, helpInAll, Unplaced(viewer, level), isCounted));
    }

    /// <param name="month">Null: the one that runs there.</param>
    internal bool TryMonth(string? month, string? level, out Month wanted)
    {
        if (month is not null) return Month.TryRead(month, out wanted);
        wanted = Month.Of(SiteClock.LocalOf(time.GetUtcNow(), sight.TimeZoneOf(level)));
        return true;
    }

    private List<RequestView> Unplaced(Viewer viewer, string? level) =>
    [
        .. requests.Going.Where(r => r.SiteId is null && (level is null || r.LevelId is { } at && levels.IsWithin(at, level)) && requestSight.Sees(viewer, r))
            .OrderBy(r => r.LateAt).Take(MostUnplaced).Select(r => requestSight.Show(viewer, r)),
    ];
}
