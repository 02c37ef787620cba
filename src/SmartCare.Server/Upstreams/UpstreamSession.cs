using SmartCare.Mqtt.Server;
using SmartCare.Server.Intake;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Upstreams;

/// <summary>
/// What a site's own broker passes on: judged as a gateway of that site would be, which it is under its client id. A zigbee2mqtt behind it is that gateway's
/// life; what other devices say through the same broker proves nothing about it.
/// </summary>
internal sealed class UpstreamSession(string name, RegistryIndex registry, IngestPipeline intake, GatewayWatch watch, RefusedTopics refused)
    : GatewaySession(name, registry, intake, watch, refused)
{
    protected override bool IsOurs(string topic) => OutwardTopics.IsOurs(topic);

    /// <summary>Not <c>homeassistant/</c>: at a broker of many Home Assistant itself speaks there too.</summary>
    protected override bool IsSignOfLife(in MqttInboundPublish publish) => !publish.IsReplayed && publish.Topic.StartsWith("zigbee2mqtt/", StringComparison.Ordinal);
}
