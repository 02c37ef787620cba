using System.Text;
using System.Text.Json;
using SmartCare.Server.Accounts;
using SmartCare.Server.Alerts;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Figures;
using SmartCare.Server.Webhooks;

namespace SmartCare.Server.District;

/// <param name="Note">Needed for a correction: why.</param>
internal sealed record PublishInput(string? LevelId, string? Month, string? Note);

/// <summary>Published monthly statistics: frozen when they are published, read unchanged from then on.</summary>
internal sealed class EditionApi(EditionBook book, LevelBook levels, DistrictSight sight, RollUps rollUps, FigureBook figures, TimeProvider time)
{
    private const int LongestNote = 500;

    public static void Map(IEndpointRouteBuilder district)
    {
        var months = district.MapGroup("/months");
        months.MapGet("", (Viewer viewer, EditionApi it, string? level) => it.List(viewer, level))
            .Is("listPublishedMonths", Who.Officer, "Months that were published of a level and of those below it, the newest first").Gives<Page<EditionView>>().Refuses(404);
        months.MapPost("", (PublishInput input, Viewer viewer, EditionApi it) => it.PublishAsync(viewer, input))
            .Is("publishMonth", Who.Officer, "Publishes the sums of a month that is over; of one that was published before, a new edition").Gives<EditionView>(201).Refuses(404, 409);
        months.MapGet("/{id}", (string id, Viewer viewer, EditionApi it, string? format) => it.Get(viewer, id, format))
            .Is("getPublishedMonth", Who.Officer, "One edition, byte for byte as it was published").Gives<PublishedMonth>().GivesBytes(DistrictApi.Csv);
    }

    private IResult List(Viewer viewer, string? level) => DistrictSight.MayNot(viewer) ?? (level is not null && sight.Find(viewer, level) is null ? DistrictSight.Missing(level)
        : TypedResults.Ok(new Page<EditionView>([.. book.All.Where(e => sight.Sees(viewer, e.LevelId) && (level is null || levels.IsWithin(e.LevelId, level))).Select(Show)], null)));

    private IResult Get(Viewer viewer, string id, string? format)
    {
        if (DistrictSight.MayNot(viewer) is { } refused) return refused;
        if (book.Find(id) is not { } edition || !sight.Sees(viewer, edition.LevelId)) return Problems.NotFound($"There is no published month {id}.");
        return format switch
        {
            null or "json" => Results.Text(edition.Json, "application/json", Encoding.UTF8),
            "csv" => Results.File(edition.Table, DistrictApi.Csv, $"smartcare-{edition.LevelId}-{edition.Month}-{edition.Number}.csv"),
            _ => Problems.Invalid("format is json or csv."),
        };
    }

    private async Task<IResult> PublishAsync(Viewer viewer, PublishInput input)
    {
        if (DistrictSight.MayNot(viewer) is { } refused) return refused;
        // The district's platform reads what officials have published.
        if (viewer.Scopes is not null) return Problems.Forbidden("People publish, not tokens.");
        if (input.LevelId is not { } id || sight.Find(viewer, id) is not { } level) return DistrictSight.Missing(input.LevelId ?? "");
        if (!Month.TryRead(input.Month, out var month)) return Problems.Invalid("month is like 2026-11.");
        if (input.Note is { Length: > LongestNote }) return Problems.Invalid($"note has at most {LongestNote} characters.");
        var (now, note) = (time.GetUtcNow(), string.IsNullOrWhiteSpace(input.Note) ? null : input.Note);
        if (month.Next.StartIn(sight.TimeZoneOf(id)) > now) return Problems.Conflict($"{month} is not over.");
        return await Task.Run(() => WebhookRoutes.Written(() =>
        {
            if (!figures.CatchUp()) return Problems.Unavailable("The alerts of the month are being counted; try again.");
            return book.Publish(id, month.ToString(), note, number => Freeze(viewer, level, month, number, now, note)) is { } edition
                ? TypedResults.Created($"/api/district/months/{edition.Id}", Show(edition)) : Problems.Invalid("note: this month was published; say why it is corrected.");
        }));
    }

    private Edition Freeze(Viewer viewer, Level level, Month month, int number, DateTimeOffset now, string? note)
    {
        var (sum, children) = rollUps.Of(level, month);
        var published = new PublishedMonth(level.Id, level.Name, level.NameEn, month.ToString(), number, now, viewer.Account.User, note, sum, children);
        return new Edition(level.Id, month.ToString(), number, now, viewer.Account.User, note, JsonSerializer.Serialize(published, s_json), DistrictColumns.Table(sum, children));
    }

    /// <summary>As the routes write it.</summary>
    private static readonly JsonSerializerOptions s_json = new(DistrictFile.Json) { Converters = { new UtcTime() } };

    private EditionView Show(Edition e) => new(e.Id, e.LevelId, levels.Find(e.LevelId)?.Name ?? e.LevelId, e.Month, e.Number, e.PublishedAt, e.By, e.Note, e.Sha256);
}
