using SmartCare.Domain.Words;
using SmartCare.Mqtt.Server;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Intake;

/// <summary>
/// A gateway: it speaks and listens for the devices of its own site, and has <c>zigbee2mqtt/</c> to itself: whoever signs in under its name shares
/// that, and nobody else's zigbee2mqtt hears or commands it. Alerts carry the names of elders; it hears none. A gateway without a record of its own
/// (the demo's) has no site and serves all of them.
/// </summary>
internal sealed class GatewaySession(string name, RegistryIndex registry, IngestPipeline intake, Metrics metrics) : DeviceSession(name, intake, metrics)
{
    /// <summary>
    /// Its own flood counts as a device's does. That of a device behind it does not count apart: see ADR 8. The name without a record is
    /// shared by many gateways, and by load tests.
    /// </summary>
    public override string? RatedAs => registry.Device(Name) is null ? null : Name;

    public override MqttSpace Space { get; } = new("zigbee2mqtt", name);

    protected override bool MayPublish(TopicRoute route) => route.Kind is RouteKind.Aside || Serves(route.Device);

    public override bool MaySubscribe(string topicFilter) => topicFilter.Split('/') switch
    {
        ["zigbee2mqtt", ..] or ["smartcare", "+", "set"] => true,
        ["smartcare", var device] => HearsOf(device),
        ["smartcare", var device, "set" or "availability"] => HearsOf(device),
        _ => base.MaySubscribe(topicFilter),
    };

    /// <summary>Its own wildcard matches the devices of other sites too, and a device may have moved.</summary>
    public override bool MayHear(string topic) => MaySubscribe(topic);

    private bool HearsOf(string device) => IdText.IsValid(device) && device != "alerts" && Serves(device);

    /// <summary>A device that nobody registered is not another site's: it is answered as unknown and kept in the quarantine.</summary>
    private bool Serves(string device) =>
        registry.Device(Name) is not { } own || registry.Device(device) is not { } other || other.SiteId == own.SiteId;
}
