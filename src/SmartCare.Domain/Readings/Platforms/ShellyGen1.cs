using System.Text.Json;

namespace SmartCare.Domain.Readings.Platforms;

/// <summary>Shelly's first generation: Smoke, Flood, Gas, H&amp;T, Door/Window, Motion, Button1 and i3. Source: shelly-api-docs.shelly.cloud/gen1, MQTT.</summary>
internal static class ShellyGen1
{
    public static byte[]? Flatten(string part, ReadOnlySpan<byte> payload) => part.Split('/') switch
    {
        ["sensor", var name] => ChannelOf(name) is { } channel ? SingleValue.Flatten(channel, payload) : "{}"u8.ToArray(),
        ["input_event", ..] => FlatObject.Of(payload, WriteEvent),
        // Motion says all of its state in one object.
        ["status"] => FlatObject.Of(payload, (_, name) => name switch
        {
            "motion" => Channels.Occupancy, "vibration" => "vibration", "bat" => Channels.Battery, "lux" => "illuminance", _ => null,
        }),
        // Relays, the state of an input whose presses come as events, addresses.
        _ => "{}"u8.ToArray(),
    };

    private static string? ChannelOf(string name) => name switch
    {
        "flood" => Channels.WaterLeak,
        "motion" => Channels.Occupancy,
        "lux" => "illuminance",
        "act_reasons" or "error" or "operation" or "charger" or "tilt" or "ext_power" => null,
        // smoke, gas ("none", "mild", "heavy", "test"), temperature, humidity, battery, vibration, concentration.
        _ => name,
    };

    /// <summary>S, SS, SSS, L, SL, LS; an empty one is how it starts.</summary>
    private static void WriteEvent(JsonElement root, Utf8JsonWriter writer)
    {
        if (!root.TryGetProperty("event", out var word) || word.GetString() is not { Length: > 0 } said) return;
        writer.WriteString(Channels.Action, said switch { "S" => "single", "SS" => "double", "SSS" => "triple", "L" => "long", _ => said });
        if (root.TryGetProperty("event_cnt", out var count) && count.ValueKind is JsonValueKind.Number) writer.WriteNumber("counter", count.GetDouble());
    }
}
