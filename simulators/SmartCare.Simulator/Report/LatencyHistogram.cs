using System.Numerics;

namespace SmartCare.Simulator.Report;

/// <summary>Counts of latencies in buckets of 1/16 of a power of two of microseconds, so a percentile is at most 6% too high. Any thread may add.</summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 4, Sub = 1 << SubBits;
    private readonly long[] _counts = new long[(64 - SubBits) * Sub];

    public void Add(TimeSpan latency) => Interlocked.Increment(ref _counts[IndexOf((ulong)Math.Max(0, latency.Ticks / TimeSpan.TicksPerMicrosecond))]);

    /// <returns>Milliseconds; 0 when nothing was counted.</returns>
    public double PercentileMs(double percent)
    {
        var total = 0L;
        foreach (var count in _counts) total += count;
        var wanted = (long)Math.Ceiling(total * percent / 100);
        var seen = 0L;
        for (var i = 0; i < _counts.Length && wanted > 0; i++)
            if ((seen += _counts[i]) >= wanted)
                return UpperEnd(i) / 1000.0;
        return 0;
    }

    private static int IndexOf(ulong micros)
    {
        if (micros < Sub) return (int)micros;
        var shift = BitOperations.Log2(micros) - SubBits;
        return (shift + 1) * Sub + (int)(micros >> shift) - Sub;
    }

    private static ulong UpperEnd(int index)
    {
        if (index < Sub) return (ulong)index;
        var shift = index / Sub - 1;
        return ((ulong)(index % Sub + Sub + 1) << shift) - 1;
    }
}
