namespace SmartCare.Simulator.Life;

/// <summary>Seeded randomness (SplitMix64): the same seed and parts give the same numbers on every machine and version.</summary>
internal struct Chance
{
    private ulong _state;

    /// <summary>A source of its own for each combination, so that one elder's day does not depend on how many others were asked before.</summary>
    public static Chance Of(int seed, params ReadOnlySpan<int> parts)
    {
        var chance = new Chance { _state = (uint)seed };
        foreach (var part in parts) chance._state = chance.NextBits() ^ (uint)part;
        return chance;
    }

    /// <returns>At least 0, below 1.</returns>
    public double Next() => (NextBits() >> 11) * (1.0 / (1ul << 53));

    public bool Happens(double probability) => Next() < probability;

    public double Between(double from, double to) => from + (to - from) * Next();

    private ulong NextBits()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
