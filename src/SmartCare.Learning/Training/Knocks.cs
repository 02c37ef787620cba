using SmartCare.Domain.Readings;
using SmartCare.Learning.Falls;

namespace SmartCare.Learning.Training;

/// <summary>Where in a long recording a device would have sent a burst: at each sample above the trigger that is the hardest for two seconds either way.</summary>
internal static class Knocks
{
    private const double ApartS = 2;

    public static List<int> Of(MotionBurst motion)
    {
        var size = new float[motion.Count];
        for (var i = 0; i < size.Length; i++) size[i] = motion.Size(i);
        var (apart, found) = ((int)(ApartS * motion.Rate), new List<int>());
        for (var i = 0; i < size.Length; i++)
        {
            if (size[i] <= MotionWindow.Trigger) continue;
            var (from, to) = (Math.Max(0, i - apart), Math.Min(size.Length - 1, i + apart));
            var hardest = true;
            for (var j = from; j <= to && hardest; j++) hardest = size[j] < size[i] || size[j] == size[i] && j >= i;
            if (hardest) found.Add(i);
        }

        return found;
    }

    /// <summary>What the device would have sent: two seconds before the knock to four after it.</summary>
    public static MotionBurst Burst(MotionBurst motion, int knock)
    {
        var from = Math.Max(0, knock - (int)(MotionWindow.Before * motion.Rate / MotionWindow.Rate));
        var to = Math.Min(motion.Count, knock + (int)(MotionWindow.After * motion.Rate / MotionWindow.Rate) + 1);
        return new MotionBurst(motion.Axes[(3 * from)..(3 * to)], motion.Rate);
    }
}
