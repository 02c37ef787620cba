using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Readings.Platforms;

/// <summary>Tasmota: sensors under <c>SENSOR</c>, each in an object of its own; switches and buttons under <c>RESULT</c>, or by their own name; everything
/// else is about the device. Source: tasmota.github.io/docs/MQTT and /docs/Buttons-and-Switches.</summary>
internal static class Tasmota
{
    public static byte[]? Flatten(string part, ReadOnlySpan<byte> payload, DeviceModel model) => part is "SENSOR" or "RESULT" or "STATUS8" or "STATUS10" || IsInput(part, "Switch") || IsInput(part, "Button")
        ? FlatObject.Of(payload, (within, name) => ChannelOf(within.Length == 0 ? part : within, name, model))
        : "{}"u8.ToArray();

    /// <summary>Names as they are: the decoder knows "Temperature" and "Action" whatever their case. A detector's contact is on a switch input.</summary>
    private static string? ChannelOf(string within, string name, DeviceModel model) => name switch
    {
        // Local time without a zone, how things are counted, and outputs.
        "Time" or "TempUnit" or "PressureUnit" or "SpeedUnit" => null,
        _ when name.StartsWith("POWER", StringComparison.Ordinal) => null,
        _ when model.Alarms && (IsInput(name, "Switch") || IsInput(within, "Switch")) => "alarm",
        _ => name,
    };

    private static bool IsInput(string name, string kind) => name.StartsWith(kind, StringComparison.OrdinalIgnoreCase) && name.Length > kind.Length && char.IsAsciiDigit(name[kind.Length]);
}
