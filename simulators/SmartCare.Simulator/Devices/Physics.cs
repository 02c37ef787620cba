using SmartCare.Simulator.Life;

namespace SmartCare.Simulator.Devices;

/// <summary>What sensors measure when nothing happens. Pure functions of the simulated time.</summary>
internal static class Physics
{
    /// <summary>
    /// A cell falls slowly from 100 to 25 percent in about a year and then quickly, as lithium does; a day and a half later someone
    /// changes it. So at any time about one device in 250 is low.
    /// </summary>
    public static double BatteryPercent(int seed, SimDevice device, DateTime at)
    {
        var chance = Chance.Of(seed, device.Index, 4);
        var lifeDays = chance.Between(250, 450);
        var spent = ((at - DateTime.UnixEpoch).TotalDays + chance.Next() * lifeDays) % lifeDays / lifeDays;
        return spent < 0.996 ? Math.Round(100 - 75 * spent) : 12;
    }

    /// <summary>°C: a room of its own warmth, two degrees warmer in the afternoon.</summary>
    public static double Temperature(int seed, int place, DateTime at)
    {
        var own = Chance.Of(seed, place, 5).Between(20.5, 24);
        return own + Math.Sin((at.TimeOfDay.TotalHours - 9) / 24 * Math.Tau);
    }

    public static double LinkQuality(ref Chance chance, SimDevice device) => Math.Round(70 + device.Index * 37 % 130 + chance.Between(-8, 8));

    /// <summary>Sleep lowers heart and breath.</summary>
    public static (double HeartRate, double BreathingRate) Vitals(Habits habits, Activity activity, ref Chance chance)
    {
        var calm = activity is Activity.Asleep ? 8 : 4;
        return (habits.HeartRate - calm + chance.Between(-3, 3), habits.BreathingRate - calm / 4.0 + chance.Between(-1, 1));
    }
}
