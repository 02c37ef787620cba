namespace SmartCare.Server.Intake;

internal enum RouteKind
{
    /// <summary>Not a topic of the contract.</summary>
    Foreign,
    Reading,
    Availability,

    /// <summary>A gateway's own affairs (<c>zigbee2mqtt/bridge/...</c>, <c>.../set</c>): acknowledged, routed to subscribers, not a reading.</summary>
    Aside,
}

/// <summary>What a topic of the contract is about.</summary>
internal readonly record struct TopicRoute(RouteKind Kind, string Device)
{
    public static TopicRoute Of(string topic)
    {
        var levels = topic.Split('/');
        if (levels is ["zigbee2mqtt", "bridge", ..]) return new TopicRoute(RouteKind.Aside, "");
        return levels switch
        {
            ["smartcare" or "zigbee2mqtt", { Length: > 0 } device] => new TopicRoute(RouteKind.Reading, device),
            ["smartcare" or "zigbee2mqtt", { Length: > 0 } device, "availability"] => new TopicRoute(RouteKind.Availability, device),
            ["smartcare" or "zigbee2mqtt", { Length: > 0 } device, "set"] => new TopicRoute(RouteKind.Aside, device),
            _ => new TopicRoute(RouteKind.Foreign, ""),
        };
    }
}
