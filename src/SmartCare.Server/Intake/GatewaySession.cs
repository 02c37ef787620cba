using SmartCare.Domain.Readings;
using SmartCare.Domain.Words;
using SmartCare.Mqtt.Server;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Intake;

/// <summary>
/// A gateway: it speaks and listens for the devices of its own site, and has <c>zigbee2mqtt/</c> and <c>homeassistant/</c> to itself: whoever signs in
/// under its name shares them, and nobody else's zigbee2mqtt hears or commands it. Alerts carry the names of elders; it hears none. A gateway without a
/// record of its own (the demo's) has no site and serves all of them.
/// </summary>
internal class GatewaySession(string name, RegistryIndex registry, IngestPipeline intake, GatewayWatch watch, RefusedTopics refused) : DeviceSession(name, intake, refused)
{
    private const string State = "zigbee2mqtt/bridge/state", Commands = "zigbee2mqtt/bridge/request/", Bridge = "zigbee2mqtt/bridge/", Discovery = "homeassistant/";

    private readonly GatewayLine _line = watch.LineOf(name);
    private readonly GatewayNames _names = registry.NamesAt(name);
    private bool _isVoice, _hasSpoken;

    /// <summary>
    /// Its own flood counts as a device's does. That of a device behind it does not count apart: see ADR 8. The name without a record is
    /// shared by many gateways, and by load tests.
    /// </summary>
    public override string? RatedAs => registry.Device(Name) is null ? null : Name;

    public override MqttSpace Space { get; } = new(name, "zigbee2mqtt", "homeassistant");

    /// <summary>It describes all its devices in one message.</summary>
    public override bool MayBeLong => true;

    public override void OnPassedOver(string topic, long bytes) => watch.PassedOver(Name, topic, bytes);

    public override void OnRead()
    {
        base.OnRead();
        if (!_hasSpoken) return;
        _hasSpoken = false;
        watch.Heard(_line, ref _isVoice);
    }

    public override void OnGone(bool isBroken)
    {
        if (_isVoice) watch.Gone(_line, isBroken);
    }

    protected override TopicRoute Resolve(TopicRoute route) => route.Through(_names);

    protected override bool MayPublish(TopicRoute route) => route.Kind is RouteKind.Aside || Serves(route.Device);

    protected override void HearAside(in MqttInboundPublish publish)
    {
        if (publish.Topic == State) HearState(publish);
        else if (publish.Topic.StartsWith(Bridge, StringComparison.Ordinal) ? !publish.Topic.StartsWith(Commands, StringComparison.Ordinal) : publish.Topic.StartsWith(Discovery, StringComparison.Ordinal))
        {
            _hasSpoken |= IsSignOfLife(publish);
            watch.Tell(Name, publish.Topic, publish.Payload);
        }
    }

    protected override void Passed(TopicRoute route, in MqttInboundPublish publish)
    {
        if (route.Device != Name) watch.SpeaksFor(_line, route.Device);
        else if (route.Kind is RouteKind.Availability)
        {
            HearState(publish);
            return;
        }

        _hasSpoken |= IsSignOfLife(publish);
    }

    /// <summary>The gateway itself is there, to say it.</summary>
    protected virtual bool IsSignOfLife(in MqttInboundPublish publish) => !publish.IsWill;

    public override bool MaySubscribe(string topicFilter) => topicFilter.Split('/') switch
    {
        ["zigbee2mqtt" or "homeassistant", ..] or ["smartcare", "+", "set"] => true,
        ["smartcare", var device] => HearsOf(device),
        ["smartcare", var device, "set" or "availability"] => HearsOf(device),
        _ => base.MaySubscribe(topicFilter),
    };

    /// <summary>Its own wildcard matches the devices of other sites too, and a device may have moved.</summary>
    public override bool MayHear(string topic) => MaySubscribe(topic);

    /// <summary>Its own word about itself, and its will.</summary>
    private void HearState(in MqttInboundPublish publish)
    {
        if (AvailabilityDecoder.Decode(publish.Payload).Values is not [{ Text: var word }]) return;
        if (word == Channels.Offline)
        {
            // A retained word about one that nobody has heard: it may have been taken down a year ago.
            if (!publish.IsReplayed || _line.HasSpoken || registry.Device(Name) is not null) watch.Lost(_line);
        }
        else _hasSpoken |= !publish.IsWill;
    }

    private bool HearsOf(string device) => IdText.IsValid(device) && device is not ("alerts" or "sites") && Serves(device);

    /// <summary>A device that nobody registered is not another site's: it is answered as unknown and kept in the quarantine.</summary>
    private bool Serves(string device) =>
        registry.SiteOfGateway(Name) is not { } own || registry.Device(device) is not { } other || other.SiteId == own;
}
