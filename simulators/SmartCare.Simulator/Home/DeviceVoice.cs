using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Life;

namespace SmartCare.Simulator.Home;

/// <summary>What a device says about its place at a simulated time. Pure.</summary>
internal static class DeviceVoice
{
    /// <param name="n">Number of the message, so that measurements scatter.</param>
    public static byte[] Report(SimDevice device, PlaceState place, DateTime at, long unixMs, int seed, int n)
    {
        var chance = Chance.Of(seed, device.Index, 6, n);
        var upkeep = UpkeepOf(device, at, seed, ref chance);
        return device.Kind switch
        {
            DeviceKind.Smoke => SmokeDetector.Report(unixMs, smoke: false, Physics.Temperature(seed, device.Place, at) + chance.Between(-0.2, 0.2), upkeep),
            DeviceKind.Call => CallButton.Report(unixMs, upkeep),
            DeviceKind.Fall => FallRadar.Report(unixMs, place.Presence, place.Fall, VitalsOf(place, ref chance), upkeep.LinkQuality),
            DeviceKind.Door => DoorContact.Report(unixMs, place.DoorOpen, upkeep),
            _ => MotionSensor.Report(unixMs, place.Stirring, upkeep),
        };
    }

    public static byte[] Press(SimDevice device, DateTime at, long unixMs, int seed, int n)
    {
        var chance = Chance.Of(seed, device.Index, 6, n);
        return CallButton.Press(unixMs, UpkeepOf(device, at, seed, ref chance));
    }

    private static Upkeep UpkeepOf(SimDevice device, DateTime at, int seed, ref Chance chance) =>
        new(Physics.BatteryPercent(seed, device, at), Physics.LinkQuality(ref chance, device));

    private static (double, double)? VitalsOf(PlaceState place, ref Chance chance) =>
        place.Resting is { } resting ? Physics.Vitals(resting.Habits, resting.Doing, ref chance) : null;
}
