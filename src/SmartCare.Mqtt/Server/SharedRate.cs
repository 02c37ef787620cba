namespace SmartCare.Mqtt.Server;

/// <summary>What everybody who speaks in one name may send in one second of the heartbeat. No lock and no timer: one exchange for many packets.</summary>
internal sealed class SharedRate
{
    // The second (its milliseconds) above, what has been taken in it below: both change in one exchange.
    private long _state;

    /// <summary>Connections that draw on it. Guarded by the table.</summary>
    public int Users { get; set; }

    /// <summary>As much of <paramref name="wanted"/> as this second has left; 0 when it has nothing.</summary>
    public int Take(long nowMs, int most, int wanted)
    {
        while (true)
        {
            var seen = Volatile.Read(ref _state);
            var (second, taken) = ((int)(seen >> 32), (int)seen);
            // The difference, because the milliseconds wrap. Whoever read the heartbeat just before it moved counts towards the newer second.
            if ((int)nowMs - second > 0) (second, taken) = ((int)nowMs, 0);
            var given = Math.Min(wanted, most - taken);
            if (given <= 0) return 0;
            if (Interlocked.CompareExchange(ref _state, ((long)second << 32) | (uint)(taken + given), seen) == seen) return given;
        }
    }
}

/// <summary>Which connections share a rate: those of one name.</summary>
internal sealed class RateTable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SharedRate> _rates = new(StringComparer.Ordinal);

    /// <param name="name">Null: a rate of its own.</param>
    public SharedRate Enter(string? name)
    {
        if (name is null) return new SharedRate();
        lock (_lock)
        {
            if (!_rates.TryGetValue(name, out var rate)) _rates[name] = rate = new SharedRate();
            rate.Users++;
            return rate;
        }
    }

    public void Leave(SharedRate rate)
    {
        lock (_lock) rate.Users--;
    }

    /// <summary>Forgets the names of nobody. Not at once: who connects again and again has no more than who stays.</summary>
    public void Sweep()
    {
        lock (_lock)
            foreach (var (name, rate) in _rates)
                if (rate.Users <= 0) _rates.Remove(name);
    }
}
