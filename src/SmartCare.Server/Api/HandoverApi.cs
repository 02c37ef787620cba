using SmartCare.Domain.Decisions;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Grains.Store;
using SmartCare.Server.Accounts;
using SmartCare.Server.Alerts;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Care;
using SmartCare.Server.Record;
using SmartCare.Server.Registry;
using SmartCare.Server.Upkeep;
using SmartCare.Storage;

namespace SmartCare.Server.Api;

/// <param name="As">outgoing or incoming.</param>
internal sealed record SignRequest(string? As, string? Note);

/// <param name="Skipped">True needs a note that says why.</param>
internal sealed record CheckRequest(string? Check, bool? Skipped, string? Note);

/// <param name="Due">When the round that can be done now became due; null: none has yet.</param>
/// <param name="Missed">Rounds of the last weeks that nobody did or skipped.</param>
internal sealed record CheckView(string Id, string Name, CheckEvery Every, DateTimeOffset? Due, CheckRecord? Done, IReadOnlyList<DateTimeOffset> Missed);

internal sealed record TestedView(string DeviceId, string? Place, DateTimeOffset At);

internal sealed record ShelfView(string About, AlertKind? Kind, DateTimeOffset Until, string By, string? Note);

/// <summary>What the one who comes must know (交接班).</summary>
/// <param name="Upkeep">What is late, hazards that stand, and what was done about either in this duty.</param>
internal sealed record HandoverDraft(
    string SiteId, DateTimeOffset Since, IReadOnlyList<string> Shifts, IReadOnlyList<string> OnDuty, IReadOnlyList<AlertDocument> Open,
    IReadOnlyList<AlertDocument> Closed, IReadOnlyList<TestedView> Tested, IReadOnlyList<CheckView> Checks, IReadOnlyList<ShelfView> Shelved,
    IReadOnlyList<DrillView> Drills, IReadOnlyList<UpkeepView> Upkeep, IReadOnlyList<Handover> Signed);

/// <summary>Hand-over and safety checks. For staff only.</summary>
internal static class HandoverApi
{
    /// <summary>Closed alerts of one duty that are listed; a flood's rest is in GET /api/alerts.</summary>
    private const int MostClosed = 200;

    /// <summary>Changes that are looked through for them: a restless week.</summary>
    private const int MostChanges = 10_000;

    /// <summary>Signed hand-overs that are shown: a week.</summary>
    private const int MostSigned = 21;

    public static void Map(IEndpointRouteBuilder api)
    {
        var site = api.MapGroup("/sites/{id}");
        site.MapGet("/handover", (string id, Viewer viewer, RegistryIndex registry, GrainStates states, AlertStore alerts, AlertFeed feed, Tables tables, UpkeepViews upkeep, TimeProvider time) =>
            DutyApi.Staff(viewer, registry, id, found => TypedResults.Ok(Draft(found, states.Site(id), registry, alerts, feed, tables, upkeep, time.GetUtcNow()))))
            .Is("getHandover", Who.Staff, "What the one who comes must know").Gives<HandoverDraft>();
        site.MapPost("/handover/sign", Sign).Is("signHandover", Who.Staff, "Signs as who leaves, then another as who comes").Gives<Handover>().Refuses(409);
        site.MapGet("/checks", (string id, Viewer viewer, RegistryIndex registry, GrainStates states, TimeProvider time) =>
            DutyApi.Staff(viewer, registry, id, found => TypedResults.Ok(new Page<CheckView>(Checks(found, states.Site(id), time.GetUtcNow()), null))))
            .Is("listChecks", Who.Staff, "The safety checks of a site and their rounds").Gives<Page<CheckView>>();
        site.MapPost("/checks", Check).Is("recordCheck", Who.Staff, "A round is done, or skipped with a reason").Gives<CheckView>().Refuses(409);
    }

    private static HandoverDraft Draft(
        Domain.Registry.Site site, SiteBoard board, RegistryIndex registry, AlertStore alerts, AlertFeed feed, Tables tables, UpkeepViews upkeep, DateTimeOffset now)
    {
        var plan = site.Duty ?? DutyPlan.None;
        // Who comes reads the duty that they sign for, until they have.
        var since = DutyLog.HalfSigned(board, now, Policy.Default)?.Since ?? DutyLog.Since(plan, board, site.TimeZone, now);
        return new HandoverDraft(
            site.Id.Value, since, [.. RosterRule.OnAt(plan, now, site.TimeZone).Select(s => s.Name)], [.. RosterRule.PeopleAt(plan, now, site.TimeZone).Select(p => p.Name)],
            [.. alerts.Open.Where(a => a.SiteId == site.Id.Value)], Closed(site.Id.Value, since, feed.LastSeq, tables),
            [.. board.Tested.Where(t => t.At >= since).Select(t => new TestedView(t.Device.Value, registry.PlaceName(t.Place), t.At))],
            Checks(site, board, now), [.. board.Shelves.Select(s => new ShelfView(s.About.Key, s.Kind, s.Until, s.By, s.Note))],
            [.. board.Drills.Where(d => d.Until > now).Select(d => new DrillView(d.Name, d.Place?.Value, d.Until, d.By))], upkeep.ForHandover(site.Id.Value, since),
            [.. board.Handovers.Reverse().Take(MostSigned)]);
    }

    private static List<AlertDocument> Closed(string site, DateTimeOffset since, long lastSeq, Tables tables)
    {
        var found = new Queue<AlertDocument>();
        for (var after = Math.Max(0, lastSeq - MostChanges); ;)
        {
            var page = tables.Alerts(new AlertQuery(true, [site], null, null, after, Pages.Most)).ConvertAll(json => StoredAlert.FromJson(json).Alert);
            foreach (var alert in page.Where(a => a.ResolvedAt >= since))
            {
                found.Enqueue(alert with { History = [] });
                if (found.Count > MostClosed) found.Dequeue();
            }

            if (page.Count < Pages.Most) return [.. found];
            after = page[^1].Seq;
        }
    }

    private static List<CheckView> Checks(Domain.Registry.Site site, SiteBoard board, DateTimeOffset now) => [.. (site.Duty ?? DutyPlan.None).Checks.Select(check =>
    {
        var due = CheckRule.LastDue(check, now, site.TimeZone);
        var done = Array.Find(board.Checks, r => r.Check == check.Id && r.Due == due);
        return new CheckView(check.Id, check.Name, check.Every, due, done, [.. CheckRule.Missed(check, board.PlannedAt ?? now, now, site.TimeZone, board.Checks)]);
    })];

    private static async Task<IResult> Sign(string id, SignRequest request, Viewer viewer, RegistryIndex registry, GrainStates states, DutyRecords records, IGrainFactory grains)
    {
        if (registry.Site(id) is not { } site || !DutyApi.IsStaff(viewer, id)) return Problems.NotFound($"There is no site {id}.");
        if (request.As is not ("outgoing" or "incoming")) return Problems.Invalid("as is outgoing or incoming.");
        if (request.Note is { Length: > AlertCommands.LongestNote }) return Problems.Invalid($"A note is at most {AlertCommands.LongestNote} characters.");
        var refused = await DutyApi.Tell(
            grains, site, s => s.SignHandover(new SignHandover(viewer.Account.User, request.As == "incoming", request.Note)),
            "Who leaves signs first, then somebody else who comes.");
        if (refused is null) Keep(records, id);
        return refused ?? TypedResults.Ok(states.Site(id).Handovers[^1]);
    }

    private static async Task<IResult> Check(string id, CheckRequest request, Viewer viewer, RegistryIndex registry, GrainStates states, DutyRecords records, IGrainFactory grains, TimeProvider time)
    {
        if (registry.Site(id) is not { } site || !DutyApi.IsStaff(viewer, id)) return Problems.NotFound($"There is no site {id}.");
        if (site.Duty?.Checks.Any(c => c.Id == request.Check) is not true) return Problems.Invalid("check is the id of a safety check of this site.");
        if (request.Note is { Length: > AlertCommands.LongestNote }) return Problems.Invalid($"A note is at most {AlertCommands.LongestNote} characters.");
        if (request.Skipped is true && string.IsNullOrWhiteSpace(request.Note)) return Problems.Invalid("A check is skipped with a reason: say it in note.");
        var refused = await DutyApi.Tell(
            grains, site, s => s.RecordCheck(new RecordCheck(request.Check!, request.Skipped ?? false, viewer.Account.User, request.Note)),
            "This round is written down already, or none is due yet.");
        if (refused is null) Keep(records, id);
        return refused ?? TypedResults.Ok(Checks(site, states.Site(id), time.GetUtcNow()).First(c => c.Id == request.Check));
    }

    /// <summary>The grain has it on disk and remembers it for weeks: where the copy for the years cannot be written now, the next one writes it.</summary>
    private static void Keep(DutyRecords records, string site)
    {
        try
        {
            records.Keep(site);
        }
        catch (StoreUnavailableException)
        {
            // The health says that the store takes nothing.
        }
    }
}
