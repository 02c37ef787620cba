namespace SmartCare.Domain.Readings;

/// <summary>A burst as the three numbers that other devices send flat: how hard the hardest knock was, how long nothing held the wearer before it, how long she
/// was still at the end.</summary>
/// <param name="FreeFallMs">The longest free fall in the second before the knock.</param>
/// <remarks>The limits of this file say what is measured; how much of it is a fall is the rule's (<see cref="Rules.ImpactRule"/>).</remarks>
public readonly record struct ImpactMeasure(double PeakG, double FreeFallMs, double StillS)
{
    /// <summary>Below, in g: nothing holds the wearer (the lower fall threshold of Bourke 2007, at the thigh).</summary>
    private const double FreeFallBelow = 0.6;

    /// <summary>A fall from standing takes less, so what fell longer ago did not end in this impact.</summary>
    private const double ImpactWithinS = 1;

    /// <summary>Standard deviation in g over all axes: breathing and the sensor's own noise stay below, turning over does not.</summary>
    private const double StillBelow = 0.1;

    public static ImpactMeasure Of(MotionBurst burst)
    {
        var peak = 0;
        for (var i = 1; i < burst.Count; i++)
            if (burst.Size(i) > burst.Size(peak))
                peak = i;
        return new ImpactMeasure(
            Math.Round(burst.Size(peak), 3), Math.Round(FreeFallBefore(burst, peak) * 1000 / burst.Rate), Math.Round(StillAfter(burst, peak) / burst.Rate, 2));
    }

    private static int FreeFallBefore(MotionBurst burst, int peak)
    {
        var (longest, run) = (0, 0);
        for (var i = 0; i < peak; i++)
        {
            run = burst.Size(i) < FreeFallBelow ? run + 1 : 0;
            if ((peak - i) / burst.Rate <= ImpactWithinS) longest = Math.Max(longest, run);
        }

        return longest;
    }

    /// <summary>How many of the last samples hardly differ, back to the impact at most.</summary>
    private static int StillAfter(MotionBurst burst, int peak)
    {
        // Welford: mean and sum of squares of the differences, grown from the end.
        var (count, meanX, meanY, meanZ, spread) = (0, 0.0, 0.0, 0.0, 0.0);
        for (var i = burst.Count - 1; i > peak; i--)
        {
            var (x, y, z) = ((double)burst.Axes[3 * i], (double)burst.Axes[3 * i + 1], (double)burst.Axes[3 * i + 2]);
            var (offX, offY, offZ) = (x - meanX, y - meanY, z - meanZ);
            var next = count + 1;
            (meanX, meanY, meanZ) = (meanX + offX / next, meanY + offY / next, meanZ + offZ / next);
            spread += offX * (x - meanX) + offY * (y - meanY) + offZ * (z - meanZ);
            if (spread / next >= StillBelow * StillBelow) break;
            count = next;
        }

        return count;
    }
}
