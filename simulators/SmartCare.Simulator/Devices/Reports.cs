namespace SmartCare.Simulator.Devices;

/// <summary>How a battery device is: sent with every message, as zigbee2mqtt sends its cached state.</summary>
internal readonly record struct Upkeep(double Battery, double LinkQuality)
{
    public static readonly Upkeep Good = new(90, 120);
}

/// <summary>Stand-alone smoke detector. <c>smoke</c> is repeated in every message for as long as it lasts.</summary>
internal static class SmokeDetector
{
    public static byte[] Report(long unixMs, bool smoke, double temperature, Upkeep upkeep) => Payload.Of(
        unixMs, ("smoke", smoke), ("temperature", temperature), ("battery", upkeep.Battery), ("linkquality", upkeep.LinkQuality));
}

/// <summary>One-key call at the bed or on the wall.</summary>
internal static class CallButton
{
    public static byte[] Press(long unixMs, Upkeep upkeep) => Payload.Of(
        unixMs, ("action", "emergency"), ("battery", upkeep.Battery), ("linkquality", upkeep.LinkQuality));

    /// <summary>After a press zigbee2mqtt goes on to send <c>action: null</c>, which is no press.</summary>
    public static byte[] Report(long unixMs, Upkeep upkeep) => Payload.Of(
        unixMs, ("action", Said.Null), ("battery", upkeep.Battery), ("linkquality", upkeep.LinkQuality));
}

/// <summary>Radar over the beds: presence, and heart and breath of who lies still.</summary>
internal static class FallRadar
{
    public const string None = "none", Suspected = "suspected", Confirmed = "confirmed";

    public static byte[] Report(long unixMs, bool presence, string fall, (double HeartRate, double BreathingRate)? vitals, double linkQuality) =>
        vitals is { } v
            ? Payload.Of(unixMs, ("presence", presence), ("fall", fall), ("heart_rate", Math.Round(v.HeartRate)),
                ("breathing_rate", v.BreathingRate), ("linkquality", linkQuality))
            : Payload.Of(unixMs, ("presence", presence), ("fall", fall), ("linkquality", linkQuality));
}

/// <summary>Door contact; <c>contact</c> true is closed.</summary>
internal static class DoorContact
{
    public static byte[] Report(long unixMs, bool open, Upkeep upkeep) => Payload.Of(
        unixMs, ("contact", !open), ("battery", upkeep.Battery), ("linkquality", upkeep.LinkQuality));
}

/// <summary>Passive infrared sensor of a home.</summary>
internal static class MotionSensor
{
    public static byte[] Report(long unixMs, bool occupancy, Upkeep upkeep) => Payload.Of(
        unixMs, ("occupancy", occupancy), ("battery", upkeep.Battery), ("linkquality", upkeep.LinkQuality));
}
