using SmartCare.Domain.Words;

namespace SmartCare.Simulation.World;

/// <summary>What came of one kind over a run.</summary>
internal sealed class KindTally
{
    public int True, False, Needs, InTime, Late, Missed;

    public void Add(KindTally other)
    {
        True += other.True;
        False += other.False;
        Needs += other.Needs;
        InTime += other.InTime;
        Late += other.Late;
        Missed += other.Missed;
    }
}

/// <summary>Counts per kind, of one home or of many.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<AlertKind, KindTally> _kinds = [];

    public IReadOnlyDictionary<AlertKind, KindTally> Kinds => _kinds;

    public KindTally Of(AlertKind kind) => _kinds.TryGetValue(kind, out var tally) ? tally : _kinds[kind] = new KindTally();

    public void Add(Tally other)
    {
        foreach (var (kind, tally) in other._kinds) Of(kind).Add(tally);
    }
}
