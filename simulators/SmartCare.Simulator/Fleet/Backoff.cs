using SmartCare.Simulator.Life;

namespace SmartCare.Simulator.Fleet;

/// <summary>When to try again: doubling, bounded, and spread so that a restarted server is not stormed.</summary>
internal struct Backoff(Chance chance)
{
    private Chance _chance = chance;
    private int _failures;

    public long NextMs()
    {
        var full = Math.Min(Limits.BackoffFirstMs << Math.Min(_failures++, 16), Limits.BackoffMostMs);
        return (long)(full * _chance.Between(0.5, 1));
    }

    public void Reset() => _failures = 0;
}
