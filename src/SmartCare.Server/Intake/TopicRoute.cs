namespace SmartCare.Server.Intake;

internal enum RouteKind
{
    /// <summary>Not a topic of the contract, or one that only the house writes (<c>smartcare/.../set</c>, alerts).</summary>
    Foreign,
    Reading,
    Availability,

    /// <summary>A gateway's own affairs (<c>zigbee2mqtt/bridge/...</c>, <c>zigbee2mqtt/.../set</c>): acknowledged, routed to subscribers, not a reading.</summary>
    Aside,
}

/// <summary>What a topic of the contract is about.</summary>
internal readonly record struct TopicRoute(RouteKind Kind, string Device)
{
    public static TopicRoute Of(string topic)
    {
        var levels = topic.Split('/');
        return levels switch
        {
            ["smartcare", { Length: > 0 } device] => new TopicRoute(RouteKind.Reading, device),
            ["smartcare", { Length: > 0 } device, "availability"] => new TopicRoute(RouteKind.Availability, device),
            ["zigbee2mqtt", "bridge", ..] or ["zigbee2mqtt", _, "set" or "get", ..] or ["zigbee2mqtt", _, .., "set" or "get"] =>
                new TopicRoute(RouteKind.Aside, ""),
            ["zigbee2mqtt", { Length: > 0 }, .., "availability"] => new TopicRoute(RouteKind.Availability, string.Join('/', levels[1..^1])),
            // zigbee2mqtt allows a slash in a friendly name. No device has such an id, so it goes to the quarantine, where it is seen.
            ["zigbee2mqtt", { Length: > 0 }, ..] => new TopicRoute(RouteKind.Reading, string.Join('/', levels[1..])),
            _ => new TopicRoute(RouteKind.Foreign, ""),
        };
    }
}
