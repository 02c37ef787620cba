using SmartCare.Domain.Readings.Platforms;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Intake;

internal enum RouteKind
{
    /// <summary>Not a topic of the contract, or one that only the house writes (<c>smartcare/.../set</c>, alerts).</summary>
    Foreign,
    Reading,
    Availability,

    /// <summary>A part of a reading, as its platform spreads it over topics.</summary>
    Part,

    /// <summary>A gateway's own affairs (<c>zigbee2mqtt/bridge/...</c>, <c>zigbee2mqtt/.../set</c>, <c>homeassistant/...</c>): acknowledged, routed to subscribers, not a reading.</summary>
    Aside,
}

/// <summary>What a topic of the contract is about.</summary>
internal readonly record struct TopicRoute(RouteKind Kind, string Device)
{
    /// <summary>Of a part: whose topics they are, and what stands behind the device.</summary>
    public TopicDialect Dialect { get; init; }

    public string Part { get; init; } = "";

    /// <summary>Of a part: all that stands behind <c>zigbee2mqtt/</c>, for a friendly name may have slashes too.</summary>
    public string? Whole { get; init; }

    /// <summary>The device is named as zigbee2mqtt names it: one that has another name there is not meant.</summary>
    public bool IsFriendly { get; init; }

    /// <summary>The name that whoever writes such a topic has most likely meant.</summary>
    public string Named => Whole ?? Device;

    /// <summary>The same with the id of the device that a gateway means by the name. One look for a whole name, two where it may end with a channel.</summary>
    public TopicRoute Through(GatewayNames names)
    {
        if (names.IdOf(Named) is { } id) return Whole is null ? this with { Device = id, IsFriendly = false } : new TopicRoute(RouteKind.Reading, id);
        if (Whole is not null) return names.IdOf(Device) is { } first ? this with { Device = first, IsFriendly = false } : this;
        return Kind is RouteKind.Reading && Device.LastIndexOf('/') is > 0 and var end && names.IdOf(Device[..end]) is { } slashed
            ? PartOf(slashed, TopicDialect.Attribute, Device[(end + 1)..])
            : this;
    }

    public static TopicRoute Of(string topic)
    {
        var levels = topic.Split('/');
        return levels switch
        {
            ["smartcare", "alerts" or "sites", _, ..] => new TopicRoute(RouteKind.Foreign, ""),
            ["smartcare", { Length: > 0 } device] => new TopicRoute(RouteKind.Reading, device),
            ["smartcare", { Length: > 0 } device, "availability"] => new TopicRoute(RouteKind.Availability, device),
            ["smartcare", "sites", ..] => new TopicRoute(RouteKind.Foreign, ""),
            ["smartcare", .. var ofShelly] => OfShellyGen2(ofShelly),
            ["zigbee2mqtt", ..] => OfZigbee2Mqtt(levels) with { IsFriendly = true },
            ["homeassistant", _, ..] => new TopicRoute(RouteKind.Aside, ""),
            ["tele" or "stat", { Length: > 0 } device, "LWT"] => new TopicRoute(RouteKind.Availability, device),
            ["tele" or "stat", { Length: > 0 } device, { Length: > 0 } part] => PartOf(device, TopicDialect.Tasmota, part),
            ["shellies", { Length: > 0 } device, "online"] => new TopicRoute(RouteKind.Availability, device),
            ["shellies", { Length: > 0 } device, not "command", ..] => PartOf(device, TopicDialect.ShellyGen1, string.Join('/', levels[2..])),
            _ => OfShellyGen2(levels),
        };
    }

    private static TopicRoute OfZigbee2Mqtt(string[] levels) => levels switch
    {
        [_, "bridge", ..] or [_, _, "set" or "get", ..] or [_, _, .., "set" or "get"] => new TopicRoute(RouteKind.Aside, ""),
        [_, { Length: > 0 }, .., "availability"] => new TopicRoute(RouteKind.Availability, string.Join('/', levels[1..^1])),
        [_, { Length: > 0 } device, { Length: > 0 } channel] => PartOf(device, TopicDialect.Attribute, channel) with { Whole = $"{device}/{channel}" },
        // zigbee2mqtt allows a slash in a friendly name. No device has such an id, so it goes to the quarantine, where it is seen.
        [_, { Length: > 0 }, ..] => new TopicRoute(RouteKind.Reading, string.Join('/', levels[1..])),
        _ => new TopicRoute(RouteKind.Foreign, ""),
    };

    /// <summary>Its topics begin with its own id, or with <c>smartcare/</c> and the id where that was set as the prefix.</summary>
    private static TopicRoute OfShellyGen2(string[] levels) => levels switch
    {
        [{ Length: > 0 } device, "online"] => new TopicRoute(RouteKind.Availability, device),
        [{ Length: > 0 } device, "status", { Length: > 0 } component] => PartOf(device, TopicDialect.ShellyGen2, $"status/{component}"),
        [{ Length: > 0 } device, "events", "rpc"] => PartOf(device, TopicDialect.ShellyGen2, "events/rpc"),
        _ => new TopicRoute(RouteKind.Foreign, ""),
    };

    private static TopicRoute PartOf(string device, TopicDialect dialect, string part) => new(RouteKind.Part, device) { Dialect = dialect, Part = part };
}
