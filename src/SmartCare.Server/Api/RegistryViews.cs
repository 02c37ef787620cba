using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Server.Care;

namespace SmartCare.Server.Api;

internal sealed record SiteView(string Id, string Name, string NameEn, string TimeZone);

internal sealed record PlaceView(string Id, string SiteId, string Name, PlaceKind Kind);

internal sealed record ElderView(
    string Id, string SiteId, string PlaceId, string Name, int? Bed, int CareLevel, WatchMode Mode, DateTimeOffset? ModeUntil, DateTimeOffset? LastSignAt,
    ElderPlan Plan, IReadOnlyList<Visit> Visits);

/// <param name="NotUnderstood">The first thing it said that its model makes no sense of; null when there was none.</param>
/// <param name="Values">The last value of each channel: number, bool, text or null.</param>
internal sealed record DeviceView(
    string Id, string SiteId, string PlaceId, string? ElderId, string Model, DeviceClass Class, string Name, DateTimeOffset? LastSeenAt,
    bool? Online, bool ClockWrong, string? NotUnderstood, DateTimeOffset? LastTestAt, IReadOnlyDictionary<string, object?> Values);

/// <summary>The registry as the contract shows it.</summary>
internal static class RegistryViews
{
    public static SiteView Of(Site s) => new(s.Id.Value, s.Name, s.NameEn, s.TimeZone);

    public static PlaceView Of(Place p) => new(p.Id.Value, p.SiteId.Value, p.Name, p.Kind);

    public static ElderView Of(Elder e, ElderStand stand) => new(
        e.Id.Value, e.SiteId.Value, e.PlaceId.Value, e.Name, e.Bed, e.CareLevel, stand.Mode.Mode, stand.Mode.Until, stand.LastSignAt, ElderPlan.Of(e.Plan),
        stand.Visits);

    public static DeviceView Of(Device d, DeviceStand stand) => new(
        d.Id.Value, d.SiteId.Value, d.PlaceId.Value, d.ElderId?.Value, d.Model, Models.All[d.Model].Class, d.Name, stand.LastSeenAt, stand.Online,
        stand.ClockWrong, stand.NotUnderstood, stand.LastTestAt, stand.Values.DistinctBy(v => v.Channel).ToDictionary(v => v.Channel, Plain));

    private static object? Plain(ChannelValue value) => value.Kind switch
    {
        ValueKind.Bool => value.IsTrue,
        ValueKind.Number => value.Number,
        ValueKind.Text => value.Text,
        _ => null,
    };
}
