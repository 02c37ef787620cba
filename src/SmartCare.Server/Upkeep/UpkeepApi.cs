using Microsoft.AspNetCore.Mvc;
using SmartCare.Domain.Upkeep;
using SmartCare.Grains.Store;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;
using SmartCare.Server.Thresholds;

namespace SmartCare.Server.Upkeep;

/// <summary>What a house owes by a day: staff see it and say what they did, its director and admin plan it. A hazard and an incident anybody of staff writes down.</summary>
internal sealed class UpkeepApi(UpkeepBook book, UpkeepViews views, UpkeepFields fields, RegistryIndex registry, PolicyBook policies, DataFolder folder, TimeProvider time)
{
    private readonly PictureStore _photos = new(folder.PathOf("upkeep"));

    public static void Map(IEndpointRouteBuilder api)
    {
        var upkeep = api.MapGroup("/upkeep");
        upkeep.MapGet("", List).Is("listUpkeep", Who.Staff, "Rounds, drills, fire equipment, hazards and reports, by their deadline; what is late first")
            .Gives<Page<UpkeepView>>().Refuses(404);
        upkeep.MapGet("/export", Export).Is("exportUpkeep", Who.Staff, "The same as a table, all of it").GivesBytes("text/csv").Refuses(404);
        upkeep.MapPost("", (UpkeepInput input, Viewer viewer, UpkeepApi it) => it.AddAsync(viewer, input))
            .Is("addUpkeep", Who.Staff, "Writes down what is due; what comes back, and equipment, is the director's to plan").Gives<UpkeepView>(StatusCodes.Status201Created).Refuses(404, 409);
        upkeep.MapGet("/{id}", (string id, Viewer viewer, UpkeepApi it) => it.With(viewer, id, item => TypedResults.Ok(it.Views.Of(item))))
            .Is("getUpkeep", Who.Staff, "One of them, with all that was done about it").Gives<UpkeepView>();
        upkeep.MapPut("/{id}", (string id, UpkeepInput input, Viewer viewer, UpkeepApi it) => it.PutAsync(viewer, id, input))
            .Is("putUpkeep", Who.Director, "Writes its particulars anew; kind and site stay, what is not named is none").Gives<UpkeepView>().Refuses(409);
        upkeep.MapPost("/{id}/steps", (string id, UpkeepStepInput input, Viewer viewer, UpkeepApi it) => it.StepAsync(viewer, id, input))
            .Is("stepUpkeep", Who.Staff, "Says what was done about it; a hazard is verified by another than who set it right").Gives<UpkeepView>().Refuses(409);
        upkeep.MapGet("/{id}/photo", (string id, HttpContext http, Viewer viewer, UpkeepApi it) => it.With(viewer, id, item => PictureAnswers.Shown(http, it._photos, item.Photo, "There is no photo.")))
            .Is("getUpkeepPhoto", Who.Staff, "Its photo").GivesBytes(PictureStore.Types);
        upkeep.MapPut("/{id}/photo", (string id, HttpContext http, Viewer viewer, UpkeepApi it) => it.PutPhotoAsync(http, viewer, id))
            .WithMetadata(new RequestSizeLimitAttribute(UpkeepLimits.MostPhotoBytes))
            .Is("putUpkeepPhoto", Who.Staff, "Sets its photo, 4 MiB at most; the one before stays in the record").TakesBytes(PictureStore.Types).Gives<UpkeepView>().Refuses(409);
    }

    private UpkeepViews Views => views;

    private static IResult List(
        Viewer viewer, UpkeepBook book, UpkeepViews views, string? site = null, string? kind = null, string? state = "open", string? after = null, int? limit = null)
    {
        if (!Pages.TryLimit(limit, out var most)) return Problems.Invalid($"limit is 1 to {Pages.Most}.");
        return Shown(viewer, book, views, site, kind, state, found =>
        {
            var from = after is null ? 0 : found.FindIndex(v => v.Id == after) + 1;
            return TypedResults.Ok(Pages.Cut([.. found.Skip(from).Take(most + 1)], most, v => v.Id));
        });
    }

    private static IResult Export(Viewer viewer, UpkeepBook book, UpkeepViews views, string? site = null, string? kind = null, string? state = "all") =>
        Shown(viewer, book, views, site, kind, state, found => Results.File(UpkeepSheet.Items(found, views.ZoneOf), "text/csv", "smartcare-upkeep.csv"));

    /// <summary>What somebody asked for and may see, by its deadline.</summary>
    private static IResult Shown(Viewer viewer, UpkeepBook book, UpkeepViews views, string? site, string? kind, string? state, Func<List<UpkeepView>, IResult> show)
    {
        if (!viewer.MayAnswer) return Problems.Forbidden("Only staff see what is due.");
        if (site is not null && !viewer.FindsSite(site)) return Problems.NotFound($"There is no site {site}.");
        if (!QueryWord.TryRead<UpkeepKind>(kind, out var ofKind)) return Problems.Invalid("kind is one of round, drill, equipment, hazard, report.");
        if (state is not ("open" or "overdue" or "all")) return Problems.Invalid("state is one of open, overdue, all.");
        return show([.. book.All
            .Where(i => (site is null ? viewer.SeesSite(i.SiteId) : i.SiteId == site) && (ofKind is null || i.Kind == ofKind) && (state is "all" || i.IsLive))
            .Select(views.Of).Where(v => state is not "overdue" || v.Overdue)
            .OrderByDescending(v => v.DueAt is not null).ThenBy(v => v.DueAt).ThenBy(v => v.CreatedAt).ThenBy(v => v.Id, StringComparer.Ordinal)]);
    }

    private async Task<IResult> AddAsync(Viewer viewer, UpkeepInput input)
    {
        if (!viewer.MayAnswer) return Problems.Forbidden("Only staff write down what is due.");
        if (input.Kind is not { } kind) return Problems.Invalid("kind is one of round, drill, equipment, hazard, report.");
        if (input.SiteId is not { } site || !viewer.FindsSite(site)) return input.SiteId is null ? Problems.Invalid("siteId is needed.") : Problems.NotFound($"There is no site {input.SiteId}.");
        if (IsPlanned(kind, input.Type) && !viewer.MayWriteDuty) return Problems.Forbidden("Only the director and admin plan rounds, drills, equipment and periodic reports.");
        if (fields.Trouble(kind, site, input) is { } trouble) return Problems.Invalid(trouble);
        var item = UpkeepFields.With(new UpkeepItem(UpkeepBook.NewId(), kind, UpkeepType.Other, site, "", time.GetUtcNow(), viewer.Account.User), input, policies.Policy);
        return await WrittenAsync(() => book.TryAdd(item)
            ? TypedResults.Created($"/api/upkeep/{item.Id}", views.Of(item)) : Problems.Conflict($"A site has {UpkeepLimits.MostOfSite} of them at most."));
    }

    private async Task<IResult> PutAsync(Viewer viewer, string id, UpkeepInput input)
    {
        if (Find(viewer, id) is not { } item) return Missing(id);
        if (!viewer.MayWriteDuty) return Problems.Forbidden("Only the director and admin change what was written down.");
        if (input.Kind is { } kind && kind != item.Kind || input.SiteId is { } site && site != item.SiteId) return Problems.Invalid("kind and siteId stay what they are.");
        if (fields.Trouble(item.Kind, item.SiteId, input) is { } trouble) return Problems.Invalid(trouble);
        return await ChangeAsync(id, before =>
        {
            var (after, refused) = UpkeepRule.Take(before, Event(viewer, UpkeepStep.Changed), null, views.ZoneOf(before.SiteId));
            return refused is UpkeepRefusal.None ? (UpkeepFields.With(after, input, policies.Policy), null) : (before, Over());
        });
    }

    private async Task<IResult> StepAsync(Viewer viewer, string id, UpkeepStepInput input)
    {
        if (Find(viewer, id) is not { } item) return Missing(id);
        if (fields.Trouble(item, input) is { } trouble) return Problems.Invalid(trouble);
        if (input.Step is UpkeepStep.Retired && !viewer.MayWriteDuty) return Problems.Forbidden("Only the director and admin retire what was written down.");
        var step = Event(viewer, input.Step!.Value) with
        {
            Note = string.IsNullOrWhiteSpace(input.Note) ? null : input.Note.Trim(), Authority = input.Authority, Reference = input.Reference, At = input.At ?? time.GetUtcNow(),
        };
        return await ChangeAsync(id, before => UpkeepRule.Take(before, step, input.ExpiresOn, views.ZoneOf(before.SiteId)) switch
        {
            (var after, UpkeepRefusal.None) => (after, null),
            (_, UpkeepRefusal.OwnWork) => (before, Problems.Conflict("Somebody else verifies what you set right.")),
            _ => (before, before.IsLive ? Problems.Conflict($"A {Word(before.Kind)} that is {Word(before.State)} takes no step {Word(step.Step)}.") : Over()),
        });
    }

    private async Task<IResult> PutPhotoAsync(HttpContext http, Viewer viewer, string id)
    {
        if (Find(viewer, id) is null) return Missing(id);
        return await PictureAnswers.TakenAsync(http, _photos, name => ChangeAsync(id, before =>
        {
            var (after, refused) = UpkeepRule.Take(before, Event(viewer, UpkeepStep.Changed), null, views.ZoneOf(before.SiteId));
            return refused is UpkeepRefusal.None ? (after with { Photo = name }, null) : (before, Over());
        }));
    }

    /// <summary>What a house plans; the rest befalls it.</summary>
    private static bool IsPlanned(UpkeepKind kind, UpkeepType? type) => kind is not (UpkeepKind.Hazard or UpkeepKind.Report) || type is UpkeepType.Periodic;

    private UpkeepEvent Event(Viewer viewer, UpkeepStep step) => new(time.GetUtcNow(), viewer.Account.User, step, null, false, null, null, null);

    private UpkeepItem? Find(Viewer viewer, string id) => book.Find(id) is { } item && DutyApi.IsStaff(viewer, item.SiteId) && registry.Site(item.SiteId) is not null ? item : null;

    private IResult With(Viewer viewer, string id, Func<UpkeepItem, IResult> show) => Find(viewer, id) is { } item ? show(item) : Missing(id);

    /// <param name="change">What becomes of it, or why nothing does.</param>
    private Task<IResult> ChangeAsync(string id, Func<UpkeepItem, (UpkeepItem, IResult?)> change) => WrittenAsync(() =>
    {
        IResult? refused = null;
        var after = book.Change(id, before =>
        {
            if (before.Events.Length >= UpkeepLimits.MostEvents)
            {
                refused = Problems.Conflict("Too much was done about it to be kept in one; retire it and begin another.");
                return before;
            }

            (var changed, refused) = change(before);
            return changed;
        });
        return refused ?? (after is null ? Missing(id) : TypedResults.Ok(views.Of(after)));
    });

    /// <summary>On a thread that may wait for the disk.</summary>
    private static async Task<IResult> WrittenAsync(Func<IResult> write)
    {
        try
        {
            return await Task.Run(write);
        }
        catch (StoreUnavailableException away)
        {
            return Problems.Unavailable($"Nothing was written: {away.Message}");
        }
    }

    private static IResult Missing(string id) => Problems.NotFound($"There is nothing {id} that is due.");

    private static IResult Over() => Problems.Conflict("It is closed already.");

    private static string Word<T>(T word) where T : struct, Enum => word.ToString().ToLowerInvariant();
}
