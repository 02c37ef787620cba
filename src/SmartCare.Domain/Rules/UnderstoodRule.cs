using System.Collections.Frozen;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>What of a message its device's model makes no sense of. A detector of the wrong model, or of a firmware nobody knows, is acknowledged and
/// online, and would ring for nothing: people must see it before the fire does.</summary>
public static class UnderstoodRule
{
    /// <summary>Names in what is told of a message.</summary>
    private const int MostNamed = 5;

    /// <summary>What devices of every kind say besides.</summary>
    private static readonly FrozenSet<string> s_beside = new[]
    {
        "linkquality", "voltage", "rssi", "lqi", "snr", "signal", "power_outage_count", "device_temperature", "last_seen", "update", "update_available", "uptime", "n", "seq", "counter",
        "firmware", "version", "sw_version", "hw_version", "model", "charging", "charge_state", "power_source", "ac_status", "supply", "battery_state", "battery_voltage", "illuminance",
        Channels.Temperature, Channels.Humidity, Channels.Availability, Channels.Latitude, Channels.Longitude, Channels.Rate, Channels.SampleRate,
    }.ToFrozenSet();

    private static readonly string[] s_stems = ["alarm", "alert", "smoke", "fire", "heat", "gas", "carbon", "leak", "flood", "sos", "panic", "emerg", "fall", "help", "call"];

    /// <summary>Of such a name it is a setting or a measure.</summary>
    private static readonly string[] s_settings =
    [
        "switch", "volume", "enable", "ring", "melody", "time", "duration", "value", "density", "concentration", "level", "sensitivity", "threshold", "unit", "setting", "mode", "battery", "min", "max",
        "silence", "mute", "count", "delay", "current", "test", "valve", "relay", "light", "led", "interval", "control", "reset", "calibrat", "detection", "ability", "linkage", "lifecycle", "installed", "install",
    ];

    /// <returns>Why the device is to be looked at: it may not be what it is registered as. Null when all is well.</returns>
    public static string? TroubleOf(DeviceModel model, ReadOnlySpan<ChannelValue> values)
    {
        if (values.IsEmpty) return null;
        var means = false;
        foreach (var value in values)
        {
            var meaning = model.MeaningOf(value.Channel);
            if (meaning is Meaning.Fall && value.Text is { } word && !FallRule.IsKnown(word)) return $"{value.Channel}: \"{word}\" is not known{(FallRule.PhaseOf(value) is null ? "" : " and counts as a suspected fall")}";
            if (meaning is not Meaning.None || s_beside.Contains(value.Channel)) means = true;
            else if (IsStrangeAlarm(model, value)) return StrangeAlarm(model, value);
        }

        return means ? null : $"no channel of model {model.Id}: {Names(values)}";
    }

    /// <summary>An alarm, by its name and its word, on a channel that this model does not have; null when there is none.</summary>
    public static string? StrangeAlarmIn(DeviceModel model, ReadOnlySpan<ChannelValue> values)
    {
        foreach (var value in values)
            if (model.MeaningOf(value.Channel) is Meaning.None && IsStrangeAlarm(model, value))
                return StrangeAlarm(model, value);
        return null;
    }

    private static string StrangeAlarm(DeviceModel model, in ChannelValue value) => $"{value.Channel}={value.Text ?? "true"}: no channel of model {model.Id}";

    private static bool IsStrangeAlarm(DeviceModel model, in ChannelValue value) =>
        model.Alarms && !s_beside.Contains(value.Channel)
        && (value.IsTrue || value.Text is { } word && AlarmWords.Says(word, out var known) is true && known)
        && Contains(value.Channel, s_stems) && !Contains(value.Channel, s_settings);

    private static bool Contains(string channel, string[] parts)
    {
        foreach (var part in parts)
            if (channel.Contains(part, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    private static string Names(ReadOnlySpan<ChannelValue> values)
    {
        var names = new List<string>();
        foreach (var value in values[..Math.Min(values.Length, MostNamed)]) names.Add(value.Channel);
        return string.Join(", ", names) + (values.Length > MostNamed ? ", ..." : "");
    }
}
