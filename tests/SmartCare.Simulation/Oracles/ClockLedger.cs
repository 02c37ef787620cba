namespace SmartCare.Simulation.Oracles;

/// <summary>
/// How far the watch's time may be from real time, written down apart from the product's clock: it follows the wall clock forwards, never goes back, and
/// after a stop knows of the time that passed what the wall clock and the journal say. With wall clocks that are right it is real time, always.
/// </summary>
/// <remarks>Its forward steps explain why something comes early; what a start cannot know of its stop, why something comes late. Nothing else does.</remarks>
internal sealed class ClockLedger(Agenda agenda)
{
    private readonly List<(long SinceMs, long AheadMs)> _ahead = [(long.MinValue, 0)];
    private readonly List<(long AtMs, long LostMs)> _lost = [];

    private long AheadMs => _ahead[^1].AheadMs;

    /// <summary>The wall clock was set while a silo runs.</summary>
    public void Stepped(long wallAheadMs)
    {
        if (wallAheadMs > AheadMs) _ahead.Add((agenda.NowMs, wallAheadMs));
    }

    /// <summary>A silo starts.</summary>
    /// <param name="journalMs">What the journal was last written at, by the watch's time; 0: never.</param>
    public void Started(long wallAheadMs, long journalMs)
    {
        if (journalMs == 0)
        {
            _ahead[0] = (long.MinValue, wallAheadMs);
            return;
        }

        var (before, now) = (AheadMs, Math.Max(wallAheadMs, journalMs - agenda.NowMs));
        if (now < before) _lost.Add((agenda.NowMs, before - now));
        if (now != before) _ahead.Add((agenda.NowMs, now));
    }

    /// <summary>How much of the watch's time lies between two moments of real time.</summary>
    public long Elapsed(long fromMs, long toMs) => toMs - fromMs + (_ahead.Count == 1 ? 0 : AheadAt(toMs) - AheadAt(fromMs));

    /// <summary>How long the watch has not known since then that time passed: so much later may come what was waited for then.</summary>
    public long LostSince(long sinceMs)
    {
        var sum = 0L;
        foreach (var (atMs, lostMs) in _lost)
            if (atMs > sinceMs)
                sum += lostMs;
        return sum;
    }

    /// <summary>The watch's time just now, for whoever is given an hour by it.</summary>
    public long ByWatch(long realMs) => realMs + AheadMs;

    /// <summary>When the watch's time is, or was, this.</summary>
    public long RealOf(long watchMs)
    {
        for (var i = _ahead.Count - 1; i > 0; i--)
            if (_ahead[i].SinceMs + _ahead[i].AheadMs <= watchMs)
                return watchMs - _ahead[i].AheadMs;
        return watchMs - _ahead[0].AheadMs;
    }

    /// <remarks>What happens in the moment of a step mostly follows from it.</remarks>
    private long AheadAt(long ms)
    {
        var i = _ahead.Count - 1;
        while (_ahead[i].SinceMs > ms) i--;
        return _ahead[i].AheadMs;
    }
}
