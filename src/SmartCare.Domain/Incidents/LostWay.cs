using SmartCare.Domain.Alerts;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Incidents;

/// <summary>Alerts about a way on which devices speak: their gateway, or the broker of their site. While such a one stands their silence is inside it.</summary>
public static class LostWay
{
    /// <summary>What the alert of a gateway without a record is about.</summary>
    public static Subject Gateway(SiteId site, string name) => Subject.PartOf(site, $"gateway-{name}");

    /// <summary>What the alert of a lost connection to a site's own broker is about.</summary>
    public static Subject Upstream(SiteId site, string name) => Subject.PartOf(site, $"upstream-{name}");

    /// <param name="via">The gateway that the silent device speaks through; null: it may be the gateway itself, which a lost broker silences too.</param>
    public static bool IsWayOf(Alert lost, SiteId site, DeviceId? via, DeviceId? device) => lost.Kind switch
    {
        AlertKind.Offline => via is { } gateway && lost.About == Subject.Of(gateway),
        AlertKind.System => (via ?? device) is { } name && (lost.About == Upstream(site, name.Value) || (via is not null && lost.About == Gateway(site, name.Value))),
        _ => false,
    };
}
