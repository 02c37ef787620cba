using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;

namespace SmartCare.Server.Intake;

/// <summary>A device that speaks for itself: it writes and listens under its own id and nowhere else.</summary>
internal class DeviceSession(string name, IngestPipeline intake, RefusedTopics refused) : MqttClientSession
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
        var route = Resolve(_lastRoute);
        if (route.Kind is RouteKind.Foreign || !MayPublish(route))
        {
            if (IsOurs(publish.Topic)) return MqttVerdict.Accepted;
            refused.Tell(name, publish.Topic, publish.Payload);
            return MqttVerdict.Refused(MqttReason.NotAuthorized);
        }

        if (route.Kind is RouteKind.Aside)
        {
            HearAside(publish);
            return MqttVerdict.Accepted;
        }

        var verdict = intake.Take(name, route, publish, receipt, _touched);
        if (verdict == MqttVerdict.Pending) Passed(route, publish);
        return verdict;
    }

    public override void OnRead()
    {
        foreach (var lane in _touched) lane.Flush();
        _touched.Clear();
    }

    /// <summary>With the id of the device in place of what the sender calls it.</summary>
    protected virtual TopicRoute Resolve(TopicRoute route) => route;

    /// <summary>The house said it itself, and hears it again: nothing to tell anybody of.</summary>
    protected virtual bool IsOurs(string topic) => false;

    /// <param name="route">Not a foreign one.</param>
    protected virtual bool MayPublish(TopicRoute route) => route.Kind is not RouteKind.Aside && route.Device == name;

    /// <summary>It says something of its own affairs, which it may.</summary>
    protected virtual void HearAside(in MqttInboundPublish publish) { }

    /// <summary>What it said about a device is on its way to that.</summary>
    protected virtual void Passed(TopicRoute route, in MqttInboundPublish publish) { }

    public override bool MaySubscribe(string topicFilter) =>
        // A device of before these were words of the house's own topics.
        name is not ("alerts" or "sites") && (topicFilter == $"smartcare/{name}" || topicFilter.StartsWith($"smartcare/{name}/", StringComparison.Ordinal));
}
