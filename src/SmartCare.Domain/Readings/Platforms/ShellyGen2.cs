using System.Text.Json;

namespace SmartCare.Domain.Readings.Platforms;

/// <summary>Shelly's second generation and later: a component's state under <c>status/smoke:0</c>, all that happens under <c>events/rpc</c>.
/// Source: shelly-api-docs.shelly.cloud/gen2, Mqtt, Smoke, Flood, Input, DevicePower.</summary>
internal static class ShellyGen2
{
    private const string Events = "events/rpc", Status = "status/";

    public static byte[]? Flatten(string part, ReadOnlySpan<byte> payload) => part == Events
        ? FlatObject.Of(payload, WriteNotification)
        : FlatObject.Of(payload, NamingOf(part[Status.Length..]));

    private static void WriteNotification(JsonElement root, Utf8JsonWriter writer)
    {
        if (!root.TryGetProperty("params", out var all) || all.ValueKind is not JsonValueKind.Object) return;
        foreach (var part in all.EnumerateObject())
            if (part is { Name: "ts", Value.ValueKind: JsonValueKind.Number }) writer.WriteNumber("ts", Math.Round(part.Value.GetDouble() * 1000)); // In seconds.
            else if (part is { Name: "events", Value.ValueKind: JsonValueKind.Array }) WriteEvents(part.Value, writer);
            else if (part.Value.ValueKind is JsonValueKind.Object) FlatObject.Copy(part.Value, "", NamingOf(part.Name), writer);
    }

    /// <summary>A key that goes down and up says so, and then what that was: the last is the press.</summary>
    private static void WriteEvents(JsonElement events, Utf8JsonWriter writer)
    {
        foreach (var one in events.EnumerateArray())
            if (TextOf(one, "component") is { } component && IsKey(component) && TextOf(one, "event") is { } word && word is not ("btn_down" or "btn_up"))
                writer.WriteString(Channels.Action, word.EndsWith("_push", StringComparison.Ordinal) ? word[..^"_push".Length] : word);
    }

    private static bool IsKey(string component) =>
        component.StartsWith("input", StringComparison.Ordinal) || component.StartsWith("bthomedevice", StringComparison.Ordinal) || component.StartsWith("button", StringComparison.Ordinal);

    private static string? TextOf(JsonElement of, string name) =>
        of.ValueKind is JsonValueKind.Object && of.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString() : null;

    private static FlatObject.Naming NamingOf(string component)
    {
        var kind = component.Split(':')[0];
        return (within, name) => (kind, name) switch
        {
            (_, "id" or "tF") or ("sys" or "wifi" or "eth" or "cloud" or "mqtt" or "ble" or "ws" or "ui" or "knx" or "matter" or "script" or "bthome" or "input", _) => null,
            ("smoke", "alarm") => Channels.Smoke,
            ("flood", "alarm") => Channels.WaterLeak,
            ("temperature", "tC") => Channels.Temperature,
            ("humidity", "rh") => Channels.Humidity,
            ("illuminance", "lux") => "illuminance",
            ("motion", "motion") => Channels.Occupancy,
            ("devicepower", "percent") when within == "battery" => Channels.Battery,
            ("devicepower", _) => null,
            (_, "mute") => Channels.Muted,
            // Of a component that nobody here knows as it is: an alarm among it rings.
            _ => name,
        };
    }
}
