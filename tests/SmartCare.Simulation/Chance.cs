namespace SmartCare.Simulation;

/// <summary>Seeded randomness (SplitMix64): the same seed gives the same numbers on every machine and in every version, which
/// <see cref="System.Random"/> does not promise.</summary>
internal struct Chance
{
    private ulong _state;

    /// <summary>A source of its own for each combination, so that one device's faults do not depend on how often another was asked.</summary>
    public static Chance Of(long seed, params ReadOnlySpan<int> parts)
    {
        var chance = new Chance { _state = (ulong)seed };
        chance.Bits();
        foreach (var part in parts) chance._state = chance.Bits() ^ (uint)part;
        return chance;
    }

    public ulong Bits()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <returns>At least 0, below 1.</returns>
    public double Next() => (Bits() >> 11) * (1.0 / (1ul << 53));

    public bool Happens(double probability) => probability > 0 && Next() < probability;

    /// <returns>From <paramref name="from"/> to just below <paramref name="to"/>.</returns>
    public long Between(long from, long to) => from + (long)((to - from) * Next());

    public int Below(int count) => (int)(count * Next());

    /// <summary>Waiting for something that comes about this often, whenever it last came.</summary>
    public long Wait(double meanMs) => 1 + (long)(-Math.Log(1 - Next()) * meanMs);
}
