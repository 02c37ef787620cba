using System.Collections.Frozen;
using System.Text;
using System.Text.Json.Serialization;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Readings;

[JsonConverter(typeof(LowerCaseEnum<ChannelType>))]
public enum ChannelType
{
    Bool, Number, Text,

    /// <summary>True or false, and on a device that it is an alarm of any other word or number is one too.</summary>
    Alarm,

    /// <summary>An http or https address, whole or not at all.</summary>
    Link,
}

/// <summary>The channels of the contract: name, type, unit. The vocabulary is zigbee2mqtt's.</summary>
public static class Channels
{
    public const string Smoke = "smoke", Gas = "gas", CarbonMonoxide = "carbon_monoxide", WaterLeak = "water_leak";
    public const string Action = "action", Sos = "sos";
    public const string Fall = "fall", FallDownStatus = "fall_down_status", FallStatus = "fall_status", Status = "status";
    public const string Battery = "battery", BatteryLow = "battery_low", Test = "test", Tamper = "tamper", FaultAlarm = "fault_alarm";
    public const string Presence = "presence", Occupancy = "occupancy", Contact = "contact", InBed = "in_bed";
    public const string Temperature = "temperature", Humidity = "humidity", HeartRate = "heart_rate", BreathingRate = "breathing_rate";

    public const string Silence = "silence", Muted = "muted", TemporaryMute = "temporary_mute", BuzzerManualMute = "buzzer_manual_mute";
    public const string FaultState = "fault_state", SelfTestResult = "self_test_result";
    public const string Latitude = "latitude", Longitude = "longitude", Position = "position";

    /// <summary>A burst of samples and how many a second; it becomes the three below.</summary>
    public const string Acceleration = "acceleration", Rate = "rate", SampleRate = "sample_rate";

    public const string AccelerationPeak = "acceleration_peak", FreeFallMs = "free_fall_ms", StillS = "still_s";

    /// <summary>The house's own words about a burst: what the model that is turned on says of it, and what one says that is only being tried. A device that says
    /// them is not heard.</summary>
    public const string FallScore = "fall_score", FallModel = "fall_model", FallWhy = "fall_why", FallTrial = "fall_trial", FallTrialModel = "fall_trial_model";

    public const string Flow = "flow", FlowRate = "flow_rate", WaterFlow = "water_flow", WaterConsumed = "water_consumed";

    /// <summary>Where somebody may look at what a camera saw.</summary>
    public const string Clip = "clip";

    /// <summary>Not in payloads: what the availability topic (or the will) said, "online" or "offline".</summary>
    public const string Availability = "availability";

    public const string Online = "online", Offline = "offline";

    private static readonly (string Name, ChannelType Type, string Unit)[] s_table =
    [
        .. AlarmChannels.Flags.Select(c => (c, ChannelType.Alarm, "")), .. AlarmChannels.Press.Concat(AlarmChannels.Fall).Select(c => (c, ChannelType.Text, "")),
        (Status, ChannelType.Text, ""), (Presence, ChannelType.Bool, ""), (Occupancy, ChannelType.Bool, ""),
        (Contact, ChannelType.Bool, ""), (InBed, ChannelType.Bool, ""), (Temperature, ChannelType.Number, "°C"),
        (Humidity, ChannelType.Number, "%"), (HeartRate, ChannelType.Number, "1/min"),
        (BreathingRate, ChannelType.Number, "1/min"), (Battery, ChannelType.Number, "%"), (BatteryLow, ChannelType.Bool, ""),
        (Tamper, ChannelType.Bool, ""), (Test, ChannelType.Bool, ""), (FaultAlarm, ChannelType.Bool, ""),
        (Latitude, ChannelType.Number, "°"), (Longitude, ChannelType.Number, "°"), ("linkquality", ChannelType.Number, ""), ("voltage", ChannelType.Number, "mV"), (Availability, ChannelType.Text, ""),
        (AccelerationPeak, ChannelType.Number, "g"), (FreeFallMs, ChannelType.Number, "ms"), (StillS, ChannelType.Number, "s"),
        (Clip, ChannelType.Link, ""),
        (FallScore, ChannelType.Number, ""), (FallModel, ChannelType.Text, ""), (FallWhy, ChannelType.Text, ""), (FallTrial, ChannelType.Number, ""), (FallTrialModel, ChannelType.Text, ""),
        // The count has no unit of its own: some meters count litres, some cubic metres.
        (Flow, ChannelType.Number, "m³/h"), (FlowRate, ChannelType.Number, "m³/h"), (WaterFlow, ChannelType.Number, "L/min"), (WaterConsumed, ChannelType.Number, ""),
    ];

    private static readonly Dictionary<string, (ChannelType Type, string Unit)> s_known =
        s_table.ToDictionary(c => c.Name, c => (c.Type, c.Unit));

    /// <summary>The type the contract gives a channel; null for one it does not name (kept when numeric).</summary>
    public static ChannelType? TypeOf(string channel) => s_known.TryGetValue(channel, out var known) ? known.Type : null;

    /// <summary>Words of this file without a type of their own.</summary>
    private static readonly FrozenSet<string> s_untyped = new[]
    {
        Silence, Muted, TemporaryMute, BuzzerManualMute, FaultState, SelfTestResult, Position, Acceleration, Rate, SampleRate,
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Only the house says it.</summary>
    public static bool IsOurs(string channel) => channel is FallScore or FallModel or FallWhy or FallTrial or FallTrialModel;

    /// <summary>Somebody here knows the channel; any other name is the device's own.</summary>
    public static bool IsKnown(string channel) => s_known.ContainsKey(channel) || s_untyped.Contains(channel);

    /// <summary>UCUM-like text for people; empty where there is none.</summary>
    public static string UnitOf(string channel) => s_known.TryGetValue(channel, out var known) ? known.Unit : "";

    // The known names by length, as bytes: two or three candidates of a length are told apart faster than they are hashed.
    private static readonly (byte[] Utf8, string Name, ChannelType Type)[][] s_byLength =
        [.. Enumerable.Range(0, s_table.Max(c => c.Name.Length) + 1)
            .Select(length => s_table.Where(c => c.Name.Length == length).Select(c => (Encoding.ASCII.GetBytes(c.Name), c.Name, c.Type)).ToArray())];

    /// <summary>The name as a string; known names cost no allocation.</summary>
    public static string NameOf(ReadOnlySpan<byte> utf8) => Find(utf8).Name;

    /// <summary>Name and type at one look; the type as <see cref="TypeOf"/> gives it.</summary>
    public static (string Name, ChannelType? Type) Find(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < s_byLength.Length)
            foreach (var (known, name, type) in s_byLength[utf8.Length])
                if (utf8.SequenceEqual(known))
                    return (name, type);
        return FindLoosely(utf8);
    }

    /// <summary>"Smoke" and "SOS" are the channels that they look like.</summary>
    private static (string Name, ChannelType? Type) FindLoosely(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < s_byLength.Length && utf8.ContainsAnyInRange((byte)'A', (byte)'Z'))
            foreach (var (known, name, type) in s_byLength[utf8.Length])
                if (Ascii.EqualsIgnoreCase(utf8, known))
                    return (name, type);
        return (Encoding.UTF8.GetString(utf8), null);
    }
}
