using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;

namespace SmartCare.Simulation.Oracles;

/// <summary>What was heard must lead to and what it may lead to. In an undisturbed moment all of it has happened when the moment ends; what a crash, a letter
/// on its way or a full disk held up must have happened seconds after that is over.</summary>
internal sealed class Obligations
{
    /// <summary>The most that a letter may be late, whatever happens to those who carry it.</summary>
    public const long WithinMs = 10 * Spans.Second;

    private readonly HashSet<(AlertKind, Subject)> _allowed = [];
    private readonly List<Demand> _demanded = [];
    private readonly Dictionary<Subject, (int Must, int May)> _presses = [];

    /// <summary>Presses of this moment, and whose words they were. An open call meets the demand at once; a crash may forget the press all the same.</summary>
    private readonly List<(Subject About, object? Source)> _pressed = [];
    private readonly HashSet<Subject> _touched = [];

    private readonly record struct Demand(AlertKind Kind, Subject About, long AtMs, object? Source);

    /// <summary>Whose words are being heard; a crash may forget them.</summary>
    public object? Source { get; set; }

    /// <summary>When that is.</summary>
    public long NowMs { get; set; }

    /// <summary>Such an alert may be raised, or counted up.</summary>
    public void Allow(AlertKind kind, Subject about)
    {
        _allowed.Add((kind, about));
        if (kind is AlertKind.Help) Count(about, must: 0, may: 1);
    }

    /// <summary>Such an alert must be open when all has happened.</summary>
    public void Require(AlertKind kind, Subject about) => _demanded.Add(new Demand(kind, about, NowMs, Source));

    /// <summary>One more press: an open call, counted once for it.</summary>
    public void Press(Subject about)
    {
        _allowed.Add((AlertKind.Help, about));
        Require(AlertKind.Help, about);
        Count(about, must: 1, may: 0);
        _pressed.Add((about, Source));
    }

    public bool Allows(AlertKind kind, Subject about) => _allowed.Contains((kind, about));

    /// <summary>A crash has forgotten what was heard: nothing follows from it until it is said again.</summary>
    public void Forget(object source)
    {
        foreach (var press in _pressed.Where(p => p.Source == source)) Count(press.About, must: -1, may: 1);
        _pressed.RemoveAll(p => p.Source == source);
        _demanded.RemoveAll(d => d.Source == source);
    }

    public void Saw(AlertChanged changed)
    {
        if (changed is { Alert.Kind: AlertKind.Help, Event.What: AlertStep.Raised or AlertStep.Repeated or AlertStep.Reopened }) _touched.Add(changed.Alert.About);
    }

    /// <param name="isQuiet">All has happened.</param>
    /// <param name="listeningSinceMs">Since when nothing is down.</param>
    public void Settle(AlertLedger ledger, bool isQuiet, long listeningSinceMs, long nowMs)
    {
        if (_demanded.Count > 0)
        {
            _demanded.RemoveAll(d => ledger.Find(d.Kind, d.About) is not null || ledger.IsHeld(d.Kind, d.About) || ledger.TouchedAt(d.Kind, d.About) >= d.AtMs);
            foreach (var demand in _demanded)
                if (isQuiet || nowMs - Math.Max(demand.AtMs, listeningSinceMs) > WithinMs)
                    throw new OracleBrokenException("a need is one open alert", $"{demand.Kind} about {demand.About.Key} was heard at {Spans.Show(demand.AtMs)} and no such alert is open");
        }

        if (!isQuiet) return;
        foreach (var about in _touched) Compare(about, ledger);
        _touched.Clear();
        _allowed.Clear();
        _pressed.Clear();
    }

    private void Count(Subject about, int must, int may)
    {
        var (musts, mays) = _presses.GetValueOrDefault(about);
        _presses[about] = (musts + must, mays + may);
        _touched.Add(about);
    }

    private void Compare(Subject about, AlertLedger ledger)
    {
        var (must, may) = _presses.GetValueOrDefault(about);
        var counted = ledger.PressesOf(about);
        if (counted < must || counted > must + may)
            throw new OracleBrokenException("presses are counted", $"{must}{(may > 0 ? $" to {must + may}" : "")} presses about {about.Key} were counted as {counted}");
    }
}
