using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;

namespace SmartCare.Simulation.Oracles;

/// <summary>What one turn must lead to and what it may lead to; empty but for the few turns in which something is said.</summary>
internal sealed class Obligations
{
    private readonly HashSet<(AlertKind, Subject)> _allowed = [];
    private readonly HashSet<(AlertKind, Subject)> _demanded = [];
    private readonly Dictionary<Subject, int> _presses = [];
    private readonly Dictionary<Subject, int> _counted = [];
    private bool _any;

    /// <summary>Such an alert may be raised, or counted up, in this turn.</summary>
    public void Allow(AlertKind kind, Subject about) => _any |= _allowed.Add((kind, about)) || true;

    /// <summary>Such an alert must be open when the turn ends.</summary>
    public void Demand(AlertKind kind, Subject about) => _any |= _demanded.Add((kind, about)) || true;

    /// <summary>One more press: an open call, counted once for it.</summary>
    public void Press(Subject about)
    {
        Demand(AlertKind.Help, about);
        _presses[about] = _presses.GetValueOrDefault(about) + 1;
    }

    public bool Allows(AlertKind kind, Subject about) => _allowed.Contains((kind, about));

    public void Saw(AlertChanged changed)
    {
        if (changed is not { Alert.Kind: AlertKind.Help, Event.What: AlertStep.Raised or AlertStep.Repeated or AlertStep.Reopened }) return;
        _counted[changed.Alert.About] = _counted.GetValueOrDefault(changed.Alert.About) + 1;
        _any = true;
    }

    public void Settle(AlertLedger ledger)
    {
        if (!_any) return;
        foreach (var (kind, about) in _demanded)
            if (ledger.Find(kind, about) is null && !ledger.IsHeld(kind, about))
                throw new OracleBrokenException("a need is one open alert", $"{kind} about {about.Key} was heard and no such alert is open");
        foreach (var (about, presses) in _presses)
            if (_counted.GetValueOrDefault(about) is var counted && (counted < presses || (counted > presses && !Allows(AlertKind.Help, about))))
                throw new OracleBrokenException("presses are counted", $"{presses} presses about {about.Key} were counted as {counted}");
        foreach (var (about, counted) in _counted)
            if (!_presses.ContainsKey(about) && !Allows(AlertKind.Help, about))
                throw new OracleBrokenException("presses are counted", $"no press about {about.Key} was counted as {counted}");
        _allowed.Clear();
        _demanded.Clear();
        _presses.Clear();
        _counted.Clear();
        _any = false;
    }
}
