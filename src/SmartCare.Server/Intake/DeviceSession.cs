using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Intake;

/// <summary>A device: it speaks and listens under its own id and nowhere else.</summary>
internal class DeviceSession(string name, IngestPipeline intake, Metrics metrics) : MqttClientSession
{
    // The endpoint gives the same string for the same topic of a connection, so the last one is compared by reference.
    private string? _lastTopic;
    private TopicRoute _lastRoute;
    private readonly List<DeviceLane> _touched = [];

    public sealed override string Name => name;

    /// <summary>A flood by a device is one flood, over however many connections it comes.</summary>
    public override string? RatedAs => name;

    public sealed override MqttVerdict OnPublish(in MqttInboundPublish publish, MqttReceipt receipt)
    {
        if (!ReferenceEquals(publish.Topic, _lastTopic)) (_lastTopic, _lastRoute) = (publish.Topic, TopicRoute.Of(publish.Topic));
        var route = _lastRoute;
        if (route.Kind is RouteKind.Foreign || !MayPublish(route))
        {
            metrics.Counter("smartcare_mqtt_publishes_forbidden_total", "PUBLISHes to a topic the sender may not write.").Add();
            return MqttVerdict.Refused(MqttReason.NotAuthorized);
        }

        return route.Kind is RouteKind.Aside ? MqttVerdict.Accepted : intake.Take(name, route, publish, receipt, _touched);
    }

    public sealed override void OnRead()
    {
        foreach (var lane in _touched) lane.Flush();
        _touched.Clear();
    }

    /// <param name="route">Not a foreign one.</param>
    protected virtual bool MayPublish(TopicRoute route) => route.Kind is not RouteKind.Aside && route.Device == name;

    public override bool MaySubscribe(string topicFilter) =>
        topicFilter == $"smartcare/{name}" || topicFilter.StartsWith($"smartcare/{name}/", StringComparison.Ordinal);
}
