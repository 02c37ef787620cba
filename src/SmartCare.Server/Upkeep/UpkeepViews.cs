using SmartCare.Domain.Registry;
using SmartCare.Domain.Upkeep;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Upkeep;

/// <param name="DueAt">The first moment at which it is late, by its day or its hours; null: nothing is owed now.</param>
/// <param name="Overdue">That moment is past.</param>
/// <param name="Expired">Equipment that is good no more.</param>
/// <param name="AgeDays">Since it was written down, while it is open.</param>
/// <param name="Photo">Below this host's address.</param>
internal sealed record UpkeepView(
    string Id, UpkeepKind Kind, UpkeepType Type, string SiteId, string Title, UpkeepState State, string? PlaceId, string? Place, string? Where, string? Number, string? Text,
    DateOnly? MadeOn, DateOnly? ExpiresOn, DateOnly? DueOn, DateTimeOffset? DueAt, int? EveryMonths, DateTimeOffset? HappenedAt, string? AlertId, bool Overdue, bool Expired,
    int? AgeDays, string? Photo, DateTimeOffset CreatedAt, string CreatedBy, IReadOnlyList<UpkeepEvent> Events);

/// <summary>What is due, as people see it now.</summary>
internal sealed class UpkeepViews(UpkeepBook book, RegistryIndex registry, TimeProvider time)
{
    public UpkeepView Of(UpkeepItem item) => Of(item, time.GetUtcNow());

    /// <param name="at">Of the moment that is asked about.</param>
    public UpkeepView Of(UpkeepItem item, DateTimeOffset at)
    {
        var zone = ZoneOf(item.SiteId);
        return new(
            item.Id, item.Kind, item.Type, item.SiteId, item.Title, item.State, item.PlaceId, item.PlaceId is { } place ? registry.Place(place)?.Name : null, item.Where, item.Number, item.Text,
            item.MadeOn, item.ExpiresOn, item.DueOn, UpkeepRule.DeadlineOf(item, zone), item.EveryMonths, item.HappenedAt, item.AlertId, UpkeepRule.IsOverdue(item, zone, at),
            UpkeepRule.IsExpired(item, zone, at), item.IsLive ? (int)(at - item.CreatedAt).TotalDays : null,
            item.Photo is null ? null : $"/api/upkeep/{item.Id}/photo?v={item.Photo[..12]}", item.CreatedAt, item.CreatedBy, item.Events);
    }

    public string ZoneOf(string site) => registry.Site(site)?.TimeZone ?? SiteClock.Utc;

    /// <summary>What the one who comes must know: what is late, hazards that stand, and what was done in this duty. The longest late first.</summary>
    public IReadOnlyList<UpkeepView> ForHandover(string site, DateTimeOffset since) =>
    [
        .. book.Of(site).Where(i => i.Events is [.., { } last] && last.At >= since || i.IsLive).Select(Of)
            .Where(v => v.Overdue || v.Kind is UpkeepKind.Hazard && v.State is UpkeepState.Open or UpkeepState.Waiting || v.Events is [.., { } last] && last.At >= since)
            .OrderByDescending(v => v.Overdue).ThenBy(v => v.DueAt ?? v.CreatedAt).Take(UpkeepLimits.OnHandover),
    ];
}
