using SmartCare.Server.Accounts;
using SmartCare.Server.Registry;

namespace SmartCare.Server.District;

/// <param name="By">Null: the reader sees no names.</param>
internal sealed record RequestStepView(DateTimeOffset At, RequestState State, string? By, string? Note);

/// <summary>A service request as somebody sees it. Who it is about, who called, what was said and who did it are null for who sees no names.</summary>
/// <param name="Number">The hotline's own number.</param>
/// <param name="LateAt">From then on the next step is overdue; null: it is over.</param>
/// <param name="Named">What is not null of a person could be shown.</param>
internal sealed record RequestView(
    string Id, string? Number, RequestSource Source, ServiceKind Kind, RequestState State, bool Overdue, DateTimeOffset TakenAt, DateTimeOffset DueAt, DateTimeOffset? LateAt,
    string? LevelId, string? Level, string? SiteId, string? Site, bool Named, string? ElderId, string? Elder, string? Address, string? Caller, string? Phone, string? Text,
    string? Assignee, IReadOnlyList<RequestStepView> History);

/// <summary>Who sees which service requests, and what of them.</summary>
internal sealed class RequestSight(LevelBook levels, RegistryIndex registry, DistrictSight sight, TimeProvider time)
{
    public string? LevelOf(ServiceRequest request) => request.SiteId is { } site ? registry.Site(site)?.LevelId?.Value : request.LevelId;

    /// <summary>Before anything is looked up.</summary>
    public static bool MayAsk(Viewer viewer) => viewer.Account.Role is not Role.Family;

    public bool Sees(Viewer viewer, ServiceRequest request) => viewer.IsAdmin || request.SiteId is { } site && viewer.SeesSite(site) || sight.Sees(viewer, LevelOf(request));

    /// <summary>Staff of the site see whom it is about; an official who may, and asked; no machine.</summary>
    /// <param name="asked">The names were asked for by name.</param>
    public static bool ShowsNames(Viewer viewer, bool asked) => viewer.Scopes is null && (viewer.Account.Role is not Role.Officer || asked && viewer.Account.Names);

    public RequestView Show(Viewer viewer, ServiceRequest r, bool asked = false)
    {
        var named = ShowsNames(viewer, asked);
        var level = LevelOf(r);
        return new RequestView(
            r.Id, r.Number, r.Source, r.Kind, r.State, r.IsOverdue(time.GetUtcNow()), r.TakenAt, r.DueAt, r.LateAt, level, level is null ? null : levels.Find(level)?.Name,
            r.SiteId, r.SiteId is null ? null : registry.Site(r.SiteId)?.Name, named, Named(r.ElderId), Named(r.ElderId is null ? null : registry.Elder(r.ElderId)?.Name),
            Named(r.Address), Named(r.Caller), Named(r.Phone), Named(r.Text), Named(r.Assignee), [.. r.History.Select(h => new RequestStepView(h.At, h.State, Named(h.By), Named(h.Note)))]);

        string? Named(string? text) => named ? text : null;
    }
}
