using SmartCare.Server.Accounts;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Record;
using SmartCare.Server.Webhooks;

namespace SmartCare.Server.District;

/// <param name="SiteId">Hands it to this site; null: it stays where it is.</param>
/// <param name="To">Who does it: a team, an organisation, a person.</param>
internal sealed record AssignInput(string? SiteId, string? To, string? Note);

internal sealed record StepInput(string? Note);

/// <summary>Service requests: the hotline, officials and sites take them, hand them on, do them, and tell whoever asked.</summary>
internal sealed class RequestApi(RequestBook book, RequestSight sight, DistrictSight district, RequestDoor door, RequestWatch watch, AuditLog audit, Registry.RegistryIndex registry, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var requests = api.MapGroup("/requests");
        requests.MapGet("", (HttpContext http, Viewer viewer, RequestApi it, string? level, string? site, string? state, string? after, int? limit, bool names = false) =>
            it.List(http, viewer, level, site, state, after, limit, names))
            .Is("listRequests", Who.Requests, "Service requests, the newest first: those that go on, or of one state, told, overdue, all; names where the reader may see them, of an official when asked for").Gives<Page<RequestView>>().Refuses(404);
        requests.MapPost("", (RequestInput input, Viewer viewer, RequestApi it) => it.TakeAsync(viewer, input))
            .Is("takeRequest", Who.Requests, "Takes a request; the same number again answers what was made of it").Gives<RequestView>().Refuses(409);
        requests.MapGet("/{id}", (HttpContext http, string id, Viewer viewer, RequestApi it, bool names = false) => it.Get(http, viewer, id, names))
            .Is("getRequest", Who.Requests, "One service request with its history").Gives<RequestView>();
        requests.MapPost("/{id}/assign", (string id, AssignInput input, Viewer viewer, RequestApi it) => it.AssignAsync(viewer, id, input))
            .Is("assignRequest", Who.Requests, "Says whose it is, a site's or somebody's").Gives<RequestView>().Refuses(409);
        requests.MapPost("/{id}/done", (string id, StepInput input, Viewer viewer, RequestApi it) => it.StepAsync(viewer, id, RequestState.Done, input))
            .Is("finishRequest", Who.Requests, "The service was done").Gives<RequestView>().Refuses(409);
        requests.MapPost("/{id}/told", (string id, StepInput input, Viewer viewer, RequestApi it) => it.StepAsync(viewer, id, RequestState.Told, input))
            .Is("tellBackRequest", Who.Requests, "Whoever asked was told: it is over").Gives<RequestView>().Refuses(409);
    }

    private IResult List(HttpContext http, Viewer viewer, string? level, string? site, string? state, string? after, int? limit, bool names)
    {
        if (MayNot(viewer) is { } refused) return refused;
        if (!Pages.TryLimit(limit, out var most)) return Problems.Invalid($"limit is 1 to {Pages.Most}.");
        if (level is not null && district.Find(viewer, level) is null) return DistrictSight.Missing(level);
        if (site is not null && (registry.Site(site) is not { } known || !district.SeesSite(viewer, known))) return Problems.NotFound($"There is no site {site}.");
        if (MayNotName(http, viewer, names, site) is { } nameless) return nameless;
        var now = time.GetUtcNow();
        IEnumerable<ServiceRequest>? found = state switch
        {
            null or "going" => book.Going,
            "overdue" => book.Going.Where(r => r.IsOverdue(now)),
            "all" => book.Each,
            _ => QueryWord.TryRead<RequestState>(state, out var one) ? (one is RequestState.Told ? book.Each : book.Going).Where(r => r.State == one) : null,
        };
        if (found is null) return Problems.Invalid("state is one of going, taken, assigned, done, told, overdue, all.");
        found = found.Where(r => (after is null || string.CompareOrdinal(r.Id, after) < 0) && (site is null || r.SiteId == site)
            && (level is null || sight.LevelOf(r) is { } at && district.IsBelow(at, level)) && sight.Sees(viewer, r));
        return TypedResults.Ok(Pages.Cut([.. found.OrderByDescending(r => r.Id, StringComparer.Ordinal).Take(most + 1).Select(r => sight.Show(viewer, r, names))], most, r => r.Id));
    }

    private async Task<IResult> TakeAsync(Viewer viewer, RequestInput input)
    {
        if (MayNot(viewer) is { } refused) return refused;
        if (door.Read(viewer, input, out var request) is { } trouble) return Problems.Invalid(trouble);
        return await WrittenAsync(() => book.Take(request!).Request is { } taken ? TypedResults.Ok(sight.Show(viewer, taken)) : Problems.Conflict("There are too many requests."));
    }

    private Task<IResult> AssignAsync(Viewer viewer, string id, AssignInput input)
    {
        if (StepTrouble(input.Note) is { } trouble) return Task.FromResult<IResult>(Problems.Invalid(trouble));
        if (input.To is { Length: > RequestDoor.LongestLine }) return Task.FromResult<IResult>(Problems.Invalid($"to has at most {RequestDoor.LongestLine} characters."));
        if (string.IsNullOrWhiteSpace(input.SiteId) && string.IsNullOrWhiteSpace(input.To)) return Task.FromResult<IResult>(Problems.Invalid("siteId, or to, is needed."));
        if (input.SiteId is { Length: > 0 } site && (registry.Site(site) is not { Archived: false } known || !district.SeesSite(viewer, known))) return Task.FromResult<IResult>(Problems.Invalid("siteId is the id of a site."));
        return ChangeAsync(viewer, id, request => request.State is RequestState.Told ? null : Stepped(viewer, request, RequestState.Assigned, input.Note) with
        {
            SiteId = input.SiteId is { Length: > 0 } to ? to : request.SiteId, Assignee = string.IsNullOrWhiteSpace(input.To) ? request.Assignee : input.To,
        });
    }

    private Task<IResult> StepAsync(Viewer viewer, string id, RequestState to, StepInput input) => StepTrouble(input.Note) is { } trouble
        ? Task.FromResult<IResult>(Problems.Invalid(trouble))
        : ChangeAsync(viewer, id, request => IsNext(request.State, to) ? Stepped(viewer, request, to, input.Note) : null);

    /// <summary>Done without being handed on, by whoever took it; told only what is done.</summary>
    private static bool IsNext(RequestState from, RequestState to) => to is RequestState.Told ? from is RequestState.Done : from is RequestState.Taken or RequestState.Assigned;

    private ServiceRequest Stepped(Viewer viewer, ServiceRequest request, RequestState to, string? note) => request with
    {
        State = to, History = [.. request.History, new RequestStep(time.GetUtcNow(), to, viewer.Account.User, string.IsNullOrWhiteSpace(note) ? null : note)],
    };

    private async Task<IResult> ChangeAsync(Viewer viewer, string id, Func<ServiceRequest, ServiceRequest?> change)
    {
        if (Find(viewer, id, out var before) is { } refused) return refused;
        ServiceRequest? after = null;
        if (before!.History.Count >= RequestDoor.MostSteps) return Problems.Conflict("This request has too many steps; take a new one.");
        var result = await WrittenAsync(() => (after = book.Change(id, change)) is null
            ? Problems.Conflict($"Not as it stands: it is {book.Find(id)!.State.ToString().ToLowerInvariant()}.") : TypedResults.Ok(sight.Show(viewer, after)));
        if (after is not null) await watch.LookAsync(id);
        return result;
    }

    private static string? StepTrouble(string? note) => note is { Length: > RequestDoor.LongestText } ? $"note has at most {RequestDoor.LongestText} characters." : null;

    private IResult Get(HttpContext http, Viewer viewer, string id, bool names) =>
        Find(viewer, id, out var request) ?? MayNotName(http, viewer, names, request!.SiteId) ?? TypedResults.Ok(sight.Show(viewer, request!, names));

    /// <returns>Null: they see it.</returns>
    private IResult? Find(Viewer viewer, string id, out ServiceRequest? request)
    {
        request = null;
        if (MayNot(viewer) is { } refused) return refused;
        request = book.Find(id);
        return request is not null && sight.Sees(viewer, request) ? null : Problems.NotFound($"There is no request {id}.");
    }

    private static IResult? MayNot(Viewer viewer) => RequestSight.MayAsk(viewer) ? null : Problems.Forbidden("Staff and officials see service requests.");

    /// <summary>An official who asks for names has the right to, and it is written down each time.</summary>
    private IResult? MayNotName(HttpContext http, Viewer viewer, bool names, string? site)
    {
        if (!names || viewer.Account.Role is not Role.Officer) return null;
        if (!RequestSight.ShowsNames(viewer, asked: true)) return Problems.Forbidden("This account sees no names; admin may give it the right to.");
        audit.Add(new AuditEntry(time.GetUtcNow(), viewer.Account.User, "readNames", http.GetRouteValue("id") is string id ? $"request/{id}" : $"level/{viewer.LevelId}", site,
            RecordedInput.Of(null, http.Request.QueryString.Value, null), http.Connection.RemoteIpAddress?.ToString()));
        return null;
    }

    private static Task<IResult> WrittenAsync(Func<IResult> write) => Task.Run(() => WebhookRoutes.Written(write));
}
