using System.Text.Json;
using System.Text.RegularExpressions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;

namespace SmartCare.Server.Onboarding;

/// <summary>
/// Home Assistant's MQTT discovery: <c>homeassistant/{component}/[{node}/]{object}/config</c> tells of one channel of a device, and
/// <c>homeassistant/device/[{node}/]{object}/config</c> of all of them. Keys may be written whole or abbreviated. Pure; what is no such message is nothing.
/// </summary>
internal static partial class DiscoveryReader
{
    /// <summary>What says that a device is there and how it is. A switch, a light or a number is told what to be.</summary>
    private static readonly HashSet<string> s_sensors = ["binary_sensor", "sensor", "event", "device_automation"];

    /// <summary>A device class whose channel has another name here; any other is called like its channel, or means nothing.</summary>
    private static readonly Dictionary<string, string> s_classes = new(StringComparer.Ordinal)
    {
        ["smoke"] = Channels.Smoke, ["heat"] = "heat", ["gas"] = Channels.Gas, ["carbon_monoxide"] = Channels.CarbonMonoxide, ["moisture"] = Channels.WaterLeak,
        ["safety"] = Channels.Sos, ["motion"] = Channels.Occupancy, ["occupancy"] = Channels.Occupancy, ["presence"] = Channels.Presence, ["door"] = Channels.Contact,
        ["window"] = Channels.Contact, ["opening"] = Channels.Contact, ["garage_door"] = Channels.Contact, ["vibration"] = "vibration", ["tamper"] = Channels.Tamper,
        ["water"] = Channels.WaterConsumed, ["temperature"] = Channels.Temperature, ["humidity"] = Channels.Humidity, ["battery"] = Channels.Battery, ["button"] = Channels.Action,
    };

    /// <returns>Null: it is no config, or it takes one back.</returns>
    public static Introduction? Read(string topic, ReadOnlyMemory<byte> payload) =>
        topic.Split('/') is ["homeassistant", var component, .., var last, "config"] and { Length: 4 or 5 } ? BridgeReader.Read(payload, config => Of(component, last, config)) : null;

    private static Introduction? Of(string component, string last, JsonElement config)
    {
        if (config.ValueKind is not JsonValueKind.Object) return null;
        List<(string Component, JsonElement Config)> parts = component == "device" ? [.. Parts(config)] : [(component, config)];
        var device = Inside(config, "device", "dev");
        var identity = IdentityOf(device) ?? (component == "device" ? last : Text(config, "unique_id", "uniq_id"));
        if (identity is not { Length: > 0 and <= InboxLimits.Text }) return null;
        var name = parts.Select(p => NameOf(p.Config) ?? NameOf(config)).FirstOrDefault(n => n is not null);
        return new Introduction(identity, name, NewcomerSource.HomeAssistant)
        {
            Title = Introduction.Short(Text(device, "name", "name")),
            Maker = Introduction.Short(Text(device, "manufacturer", "mf")),
            Product = Introduction.Short(Text(device, "model", "mdl")),
            Channels = [.. parts.Select(p => ChannelOf(p.Component, p.Config)).OfType<OfferedChannel>().Take(InboxLimits.Channels)],
        };
    }

    private static IEnumerable<(string Component, JsonElement Config)> Parts(JsonElement config)
    {
        if (Inside(config, "components", "cmps") is not { ValueKind: JsonValueKind.Object } components) yield break;
        foreach (var part in components.EnumerateObject())
            if (Text(part.Value, "platform", "p") is { } component)
                yield return (component, part.Value);
    }

    /// <summary>zigbee2mqtt writes "zigbee2mqtt_0x00158d0001ab23cd": the address makes it the same device as in its own list.</summary>
    private static string? IdentityOf(JsonElement device)
    {
        var identifiers = Inside(device, "identifiers", "ids");
        var ids = identifiers.ValueKind is JsonValueKind.Array ? identifiers.EnumerateArray().Select(i => i.ToString()) : identifiers.ValueKind is JsonValueKind.String ? [identifiers.GetString()!] : [];
        string[] known = [.. ids.Where(i => i.Length > 0).Order(StringComparer.Ordinal)];
        if (known.Select(i => Address().Match(i)).FirstOrDefault(m => m.Success) is { } found) return found.Value.ToLowerInvariant();
        if (known.Length > 0) return $"ids:{string.Join(',', known)}";
        var connections = Inside(device, "connections", "cns");
        return connections.ValueKind is JsonValueKind.Array && connections.GetArrayLength() > 0 ? $"cns:{connections[0]}" : null;
    }

    /// <summary>Of the topics that mean something here: <c>zigbee2mqtt/{name}</c>, <c>smartcare/{name}</c>, Tasmota's and Shelly's.</summary>
    private static string? NameOf(JsonElement config)
    {
        if (Text(config, "state_topic", "stat_t") is not { } topic) return null;
        if (topic.Contains('~', StringComparison.Ordinal) && Text(config, "~", "~") is { } stem) topic = topic.Replace("~", stem, StringComparison.Ordinal);
        var route = Intake.TopicRoute.Of(topic);
        return route.Kind is Intake.RouteKind.Reading or Intake.RouteKind.Part && route.Named is { Length: > 0 and <= InboxLimits.Text } name ? name : null;
    }

    private static OfferedChannel? ChannelOf(string component, JsonElement config)
    {
        var isSensor = s_sensors.Contains(component);
        if (component is "device_automation") return new OfferedChannel(Channels.Action, false, Text(config, "subtype", "stype") is { Length: <= InboxLimits.Text } key ? [key] : []);
        // Only the state of it says what a device is: a plug can be turned on.
        if (!isSensor) return component is "switch" or "light" ? new OfferedChannel("state", Settable: true, []) : null;
        var field = Value().Match(Text(config, "value_template", "val_tpl") ?? "");
        var deviceClass = Text(config, "device_class", "dev_cla");
        // What it is called in the payload says more than the class: zigbee2mqtt's gas detector is of class gas, its "alarm" is of class safety.
        if (field.Success && (Domain.Readings.Channels.IsKnown(field.Groups[1].Value) || deviceClass is null || !s_classes.ContainsKey(deviceClass))) return OfferedChannel.Heard(field.Groups[1].Value);
        // A number of that class measures; it is no detector.
        if (component == "sensor" && deviceClass is not ("temperature" or "humidity" or "battery" or "water")) return null;
        return deviceClass is not null && s_classes.TryGetValue(deviceClass, out var channel) ? OfferedChannel.Heard(channel) : null;
    }

    private static JsonElement Inside(JsonElement of, string name, string brief) =>
        of.ValueKind is not JsonValueKind.Object ? default : of.TryGetProperty(name, out var value) || of.TryGetProperty(brief, out value) ? value : default;

    private static string? Text(JsonElement of, string name, string brief) => BridgeReader.Text(of, name) ?? BridgeReader.Text(of, brief);

    [GeneratedRegex("0x[0-9A-Fa-f]{16}")]
    private static partial Regex Address();

    [GeneratedRegex(@"value_json(?:\.|\[')([A-Za-z0-9_]{1,64})")]
    private static partial Regex Value();
}
