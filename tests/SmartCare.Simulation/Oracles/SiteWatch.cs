using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Incidents;
using SmartCare.Domain.Words;

namespace SmartCare.Simulation.Oracles;

/// <summary>What a site with a duty plan must say of itself: that alerts come faster than its desk can answer, and that nobody would be reached;
/// which alerts are a drill; and that what is held back comes out.</summary>
internal sealed class SiteWatch(Run run, Obligations turn, SiteId site, int floodAbove)
{
    private const long FloodMs = 10 * Spans.Minute, ReturnMs = 15 * Spans.Minute;

    private readonly Queue<(long AtMs, bool IsNews)> _arrivals = new();
    private SiteBoard _board = SiteBoard.Empty;
    private long _outAtMs;
    private int _out;

    /// <summary>Walls of its duty, as it has heard; null before.</summary>
    public int? Walls { get; private set; }

    private Subject Flood => Subject.PartOf(site, "flood");

    private Subject Silent => Subject.PartOf(site, "silent");

    private Subject Things => Subject.PartOf(site, "things");

    private Subject Reachability => Subject.PartOf(site, "reach");

    /// <param name="source">Whose word it is; a crash may forget it.</param>
    public void Hears(int walls, object source)
    {
        (turn.Source, turn.NowMs) = (source, run.Agenda.NowMs);
        if (walls == 0 && Walls is not 0) turn.Require(AlertKind.System, Reachability);
        Walls = walls;
    }

    public void Forgets(int? before, object source)
    {
        Walls = before;
        turn.Forget(source);
    }

    public void Saw(AlertChanged changed, bool wasHeld, long siloMs, long nowMs)
    {
        var (alert, step) = (changed.Alert, changed.Event.What);
        if (alert.SiteId != site || step is not (AlertStep.Raised or AlertStep.Reopened)) return;
        if (wasHeld && nowMs != _outAtMs) (_outAtMs, _out) = (nowMs, 0);
        if (wasHeld) _out++;
        if (alert.Kind is not AlertKind.System) _arrivals.Enqueue((nowMs, !wasHeld));
        var isDrill = KindRule.All[alert.Kind].MustBeWalkedTo
            && Array.Exists(_board.Drills, d => d.Until.ToUnixTimeMilliseconds() > siloMs && (d.Place is null || d.Place == alert.PlaceId));
        if (isDrill != alert.Drill) throw new OracleBrokenException("a drill is a drill", $"alert {alert.Id} ({alert.Kind} in {alert.PlaceId}) is {(isDrill ? "no drill, and one runs" : "a drill, and none runs")}");
    }

    public void Stands(SiteBoard board, long siloMs, long nowMs)
    {
        foreach (var held in board.Held)
        {
            var known = Array.Exists(_board.Held, h => h.Need.Kind == held.Need.Kind && h.Need.About == held.Need.About && h.ReleaseAt == held.ReleaseAt);
            if (!known && held.ReleaseAt is null) _arrivals.Enqueue((nowMs, false));
            var lives = held.ReleaseAt is { } at
                ? at.ToUnixTimeMilliseconds() <= siloMs + ReturnMs
                : Array.Exists(board.Incidents, i => i.Id == held.Under && i.EndedAt is null) || Array.Exists(board.Shelves, s => s.Id == held.Under);
            if (!lives) throw Broken($"{held.Need.Kind} about {held.Need.About.Key} is held under {held.Under}, which is over");
            if (!known && held.ReleaseAt is { } release) Expect(held.Need, release, nowMs);
        }

        // The end of a flood is none.
        if (Array.Exists(board.Incidents, i => i.Kind is IncidentKind.Flood && i.EndedAt?.ToUnixTimeMilliseconds() == siloMs) && _outAtMs == nowMs && _out > KindRule.MostAfterFlood)
            throw Broken($"{_out} alerts come out of a flood that is over");
        _board = board;
    }

    /// <summary>May such an alert of the site about itself ring?</summary>
    public bool Allows(Alert alert, long nowMs) =>
        (alert.About == Reachability && Walls is 0) || (alert.About == Flood && CountSince(long.MinValue, nowMs, newsOnly: false) > floodAbove)
        || (alert.About == Silent && IsLeft(silent: true)) || (alert.About == Things && IsLeft(silent: false));

    /// <summary>Something was held back that now stands together.</summary>
    private bool IsLeft(bool silent) => _board.Held.Count(h => h.Need.Kind is AlertKind.Offline == silent) > 1;

    public void Settle(AlertLedger ledger, long nowMs)
    {
        while (_arrivals.TryPeek(out var first) && run.Clocks.Elapsed(first.AtMs, nowMs) >= FloodMs) _arrivals.Dequeue();
        if (Walls > 0 && ledger.Find(AlertKind.System, Reachability) is { } lack) throw Broken($"alert {lack.Id} says that nobody would be reached, and a wall is signed in");
        if (_arrivals.Count <= floodAbove || ledger.Find(AlertKind.System, Flood) is not null) return;
        var count = CountSince(ledger.EndedAt(AlertKind.System, Flood), nowMs, newsOnly: true);
        if (count > floodAbove) throw Broken($"{count} alerts within ten minutes, and nobody said that it is a flood");
    }

    /// <summary>The power went: some arrivals may have been none, so they excuse a flood and demand none.</summary>
    public void Forget(AlertLedger ledger)
    {
        for (var left = _arrivals.Count; left > 0; left--) _arrivals.Enqueue(_arrivals.Dequeue() with { IsNews = false });
        _board = ledger.BoardOf(site);
    }

    /// <summary>Of the last ten minutes by the watch.</summary>
    private int CountSince(long sinceMs, long nowMs, bool newsOnly)
    {
        var count = 0;
        foreach (var (atMs, isNews) in _arrivals)
            if (atMs > sinceMs && run.Clocks.Elapsed(atMs, nowMs) < FloodMs && (isNews || !newsOnly))
                count++;
        return count;
    }

    /// <summary>When its time has come it rings on its own, goes into something that stands, or is over.</summary>
    private void Expect(Need need, DateTimeOffset release, long sinceMs)
    {
        var due = run.Clocks.RealOf(release.ToUnixTimeMilliseconds());
        run.Agenda.Add(Math.Max(due + KindRule.TimerSlackMs, run.Agenda.NowMs), () => IsOut(need, release, due, sinceMs));
    }

    /// <param name="dueMs">When it was to come out, in real time, as of <paramref name="sinceMs"/>.</param>
    private void IsOut(Need need, DateTimeOffset release, long dueMs, long sinceMs)
    {
        var nowMs = run.Agenda.NowMs;
        if (!Array.Exists(run.Oracles.Decided.BoardOf(site).Held, h => h.Need.Kind == need.Kind && h.Need.About == need.About && h.ReleaseAt == release)) return;
        if (run.Silo is { } silo && nowMs > Math.Max(dueMs + run.Clocks.LostSince(sinceMs), silo.ListeningSinceMs) + KindRule.TimerSlackMs)
            throw Broken($"{need.Kind} about {need.About.Key} was to come out at {Spans.Show(dueMs)} and is still held");
        run.Agenda.Add(nowMs + KindRule.TimerSlackMs + 1, () => IsOut(need, release, dueMs, sinceMs));
    }

    private OracleBrokenException Broken(string what) => new("a site speaks for itself", $"{site}: {what}");
}
