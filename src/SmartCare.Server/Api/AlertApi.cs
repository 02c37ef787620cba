using System.Globalization;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;
using SmartCare.Server.Accounts;
using SmartCare.Server.Alerts;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Figures;
using SmartCare.Server.Registry;
using SmartCare.Storage;

namespace SmartCare.Server.Api;

/// <param name="Release">A note for the family; null: they read that it is over, and nothing of what staff wrote.</param>
/// <param name="Occurrences">As the person saw the alert; when it was said again since, the answer is a conflict. Null: not asked.</param>
internal sealed record ResolveRequest(string? Outcome, string? Note, int? Occurrences, string? Release = null);

/// <param name="Act">there: they are with her; calling: they telephone her.</param>
internal sealed record FamilyAnswerRequest(FamilyAct? Act);

internal sealed record NoteRequest(string? Text);

/// <param name="Minutes">0 takes it back.</param>
internal sealed record ShelveRequest(int? Minutes, bool? Everything, string? Note);

/// <summary>Alerts: list, detail, answers.</summary>
internal static class AlertApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var alerts = api.MapGroup("/alerts");
        alerts.MapGet("", List).Is("listAlerts", Who.Sees, "Alerts of a state by seq, ascending unless the newest are wanted first; after is a seq").Gives<Page<AlertDocument>>().Refuses(404);
        alerts.MapGet("/{id}", Detail).Is("getAlert", Who.Sees, "One alert with its history").Gives<AlertDocument>();
        alerts.MapPost("/{id}/acknowledge", (string id, Viewer viewer, AlertCommands answers) => Answer(viewer, answers.Answer(viewer, id, AlertVerb.Acknowledge)))
            .Is("acknowledgeAlert", Who.Staff, "Somebody has heard it and sees to it").Gives<AlertDocument>().Refuses(409);
        alerts.MapPost("/{id}/arrive", (string id, Viewer viewer, AlertCommands answers) => Answer(viewer, answers.Answer(viewer, id, AlertVerb.Arrive)))
            .Is("arriveAtAlert", Who.Staff, "Somebody is there").Gives<AlertDocument>().Refuses(409);
        alerts.MapPost("/{id}/resolve", (string id, ResolveRequest request, Viewer viewer, AlertCommands answers) =>
            Answer(viewer, answers.Answer(viewer, id, AlertVerb.Resolve, request.Outcome, request.Note, request.Occurrences, request.Release)))
            .Is("resolveAlert", Who.Staff, "It is over, and what it was").Gives<AlertDocument>().Refuses(409);
        alerts.MapPost("/{id}/note", (string id, NoteRequest request, Viewer viewer, AlertCommands answers) =>
            Answer(viewer, answers.Answer(viewer, id, AlertVerb.Note, note: request.Text)))
            .Is("noteOnAlert", Who.Sees, "A line of somebody's own words in its history").Gives<AlertDocument>().Refuses(409);
        alerts.MapPost("/{id}/family", (string id, FamilyAnswerRequest request, Viewer viewer, AlertCommands answers) =>
            request.Act is { } act ? Answer(viewer, answers.AnswerAsFamily(viewer, id, act)) : Task.FromResult<IResult>(Problems.Invalid("act is there or calling.")))
            .Is("answerAsFamily", Who.Family, "A relative who was asked is with her, or calls her: no further relative is asked, and staff are as before").Gives<AlertDocument>().Refuses(409);
        alerts.MapPost("/{id}/shelve", (string id, ShelveRequest request, Viewer viewer, AlertCommands answers) =>
            Answer(viewer, answers.Shelve(viewer, id, request.Minutes, request.Everything ?? false, request.Note)))
            .Is("shelveAlert", Who.Staff, "Silent for some minutes; 0 takes it back").Gives<AlertDocument>().Refuses(409);
    }

    private static IResult List(
        Viewer viewer, AlertStore alerts, Tables tables, RegistryIndex registry, TimeProvider time, [AsParameters] AlertFilter filter, string? state = "open", string? site = null, string? place = null, long after = 0, int? limit = null, bool newest = false,
        string? kind = null, string? outcome = null, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        if (state is not ("open" or "still" or "closed" or "all")) return Problems.Invalid("state is one of open, still, closed, all.");
        if (!Pages.TryLimit(limit, out var most)) return Problems.Invalid($"limit is 1 to {Pages.Most}.");
        if (!QueryWord.TryRead<AlertKind>(kind, out var ofKind)) return Problems.Invalid("kind is one of the kinds of alerts, like fall.");
        if (!QueryWord.TryRead<Outcome>(outcome, out var ended)) return Problems.Invalid("outcome is one of real, false, test, drill, other.");
        if (filter.WhyNot(viewer) is { } wrong) return wrong;
        if (site is not null && !viewer.FindsSite(site)) return Problems.NotFound($"There is no site {site}.");

        // The open ones come from the store in memory: they include what the disk could not take.
        List<AlertDocument> found = state is "open" or "still"
            ? [.. (state == "still" ? alerts.Still : alerts.Open).OrderBy(a => newest ? -a.Seq : a.Seq)
                .Where(a => (newest ? after == 0 || a.Seq < after : a.Seq > after) && viewer.Sees(a) && (site is null || a.SiteId == site) && (place is null || a.PlaceId == place))
                .Take(most + 1)]
            : [.. tables.Alerts(new AlertQuery(state == "closed" ? true : null, site is null ? viewer.Sites : [site], viewer.Family, place, after, most + 1) { Newest = newest })
                .Select(json => StoredAlert.FromJson(json).Alert)];
        // The page is cut before what is not wanted, or family may not see, is taken out: a page may be short, but none ends the list early.
        var page = Pages.Cut(found, most, a => a.Seq.ToString(CultureInfo.InvariantCulture));
        return TypedResults.Ok(page with { Items = [.. page.Items.Where(a => IsWanted(a) && viewer.Sees(a)).Select(viewer.Shown)] });

        bool IsWanted(AlertDocument a) =>
            (ofKind is null || a.Kind == ofKind) && (ended is null || a.Outcome == ended) && (from is null || a.RaisedAt >= from) && (to is null || a.RaisedAt < to)
            && filter.Wants(a, registry, time);
    }

    private static IResult Detail(string id, Viewer viewer, AlertStore alerts) =>
        alerts.Find(id) is { } stored && viewer.Sees(stored.Alert) ? TypedResults.Ok(viewer.Shown(stored.Alert)) : Problems.NotFound($"There is no alert {id}.");

    private static async Task<IResult> Answer(Viewer viewer, Task<AnswerResult> asked)
    {
        var result = await asked;
        return result.Status is AnswerStatus.Done ? TypedResults.Ok(viewer.Shown(result.Alert!)) : Refusal(result);
    }

    /// <param name="result">Of an answer that was not taken.</param>
    public static IResult Refusal(AnswerResult result) => result.Status switch
    {
        AnswerStatus.NotFound => Problems.NotFound(result.Why!),
        AnswerStatus.Forbidden => Problems.Forbidden(result.Why!),
        AnswerStatus.Conflict => Problems.Conflict(result.Why!),
        AnswerStatus.Busy => Problems.Unavailable(result.Why!),
        _ => Problems.Invalid(result.Why!),
    };
}
