namespace SmartCare.Domain.Readings;

/// <summary>The names under which real devices tell of a danger, a call or a fall. Which of them a device means is its model's matter.</summary>
/// <remarks>Sources: the definitions of zigbee2mqtt's device catalogue (a test goes through all of them), Home Assistant's and Tuya's words for the same.
/// Not here: what sets an alarm up or measures (<c>alarm_switch</c>, <c>alarm_time</c>, <c>gas_value</c>, <c>co</c> in ppm, Aqara's setting <c>fall_detection</c>),
/// and what another detector says (<c>linkage_alarm_state</c>): that one rings by itself.</remarks>
public static class AlarmChannels
{
    /// <summary>A device with one purpose that says nothing but "alarm": an IAS zone whose type the gateway does not spell out.</summary>
    public static readonly IReadOnlyList<string> Plain = ["alarm", "alarm_1", "alarm_2", "alarm_state", "alarm_status", "detected"];

    public static readonly IReadOnlyList<string> Fire =
    [
        Channels.Smoke, "smoke_state", "smoke_status", "smoke_alarm", "smoke_alarm_1", "smoke_alarm_2", "smoke_detected", "smoke_sensor_state",
        "fire", "fire_alarm", "fire_state", "heat", "heat_alarm", "heat_state", "heat_detected",
    ];

    public static readonly IReadOnlyList<string> Gas =
        [Channels.Gas, "gas_state", "gas_status", "gas_alarm", "gas_alarm_1", "gas_alarm_2", "gas_detected", "gas_leak", "gas_sensor_state"];

    public static readonly IReadOnlyList<string> Co =
    [
        Channels.CarbonMonoxide, "carbon_monoxide_state", "carbon_monoxide_alarm", "carbon_monoxide_alarm_1", "carbon_monoxide_alarm_2", "carbon_monoxide_detected",
        "co_alarm", "co_state", "co_status", "co_detected", "co_sensor_state",
    ];

    public static readonly IReadOnlyList<string> Water =
    [
        Channels.WaterLeak, "water_leak_state", "water_leak_alarm", "water_leak_alarm_1", "water_leak_alarm_2", "water_leak_detected", "active_water_leak", "water_detected",
        "water_alarm", "water_state", "water_leakage", "water_leakage_state", "leakage_state", "leak", "leak_state", "leak_alarm", "leak_detected", "flood", "flooded", "flood_alarm", .. Probes(),
    ];

    /// <summary>A state whose rise is a call.</summary>
    public static readonly IReadOnlyList<string> Call =
        [Channels.Sos, "sos_alarm", "sos_state", "emergency", "emergency_alarm", "emergency_call", "panic", "panic_alarm", "help", "help_call"];

    /// <summary>Momentary words, each of which is a press; the second is zigbee2mqtt's of before 1.0.</summary>
    public static readonly IReadOnlyList<string> Press = [Channels.Action, "click"];

    public static readonly IReadOnlyList<string> Fall =
        [Channels.Fall, Channels.FallDownStatus, Channels.FallStatus, "fall_state", "fall_alarm", "fall_detected", "fall_event", "falling", "fallen"];

    /// <summary>States that are true, false or a word: read as a flag, whatever JSON type they come in.</summary>
    internal static IEnumerable<string> Flags => Fire.Concat(Gas).Concat(Co).Concat(Water).Concat(Call).Concat(Plain);

    /// <summary>A leak controller's inputs, zigbee2mqtt's Ensystec: channel_1_leak_detect_17 to channel_10_leak_detect_26, input_1_leak_detect_7 and on.</summary>
    private static IEnumerable<string> Probes() =>
        Enumerable.Range(1, 10).SelectMany(i => new[] { $"channel_{i}_leak_detect_{i + 16}", $"input_{i}_leak_detect_{i + 6}" })
            .Concat(Enumerable.Range(1, 8).Select(i => $"water_leak_{i}")).Concat(Enumerable.Range(1, 8).Select(i => $"leak_{i}"));
}
