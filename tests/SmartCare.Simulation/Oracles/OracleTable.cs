using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;
using SmartCare.Grains.Commit;
using SmartCare.Grains.Store;
using SmartCare.Simulation.Silo;

namespace SmartCare.Simulation.Oracles;

/// <summary>Watches every silo through its lives: each decision, each commit, everything that is shown.</summary>
internal sealed class OracleTable(Run run, Obligations turn) : IWatcher
{
    private readonly Causes _causes = new(run, turn);
    private readonly NotificationOracle _told = new(run);
    private readonly CalmPhones _calm = new();
    private readonly Dictionary<SiteId, SiteWatch> _sites = [];
    private readonly Dictionary<SiteId, Queue<(long AtMs, string Alert)>> _unshown = [];
    private readonly List<string> _missed = [];
    private long _lastSeq;
    private OracleBrokenException? _broken;

    /// <summary>As it was decided, on disk or not.</summary>
    public AlertLedger Decided { get; private set; } = new();

    /// <summary>As it is on disk.</summary>
    public AlertLedger Committed { get; } = new();

    /// <summary>Null for a site without a plan.</summary>
    public SiteWatch? WatchOf(SiteId site) => _sites.GetValueOrDefault(site);

    public void Plan(IEnumerable<SiteId> planned, int floodAbove)
    {
        foreach (var site in planned) _sites.Add(site, new SiteWatch(run, turn, site, floodAbove));
    }

    /// <summary>Did it wait inside an incident or under a shelf until this turn? Then it had its cause when it was put there.</summary>
    public bool WasHeld(AlertKind kind, Subject about) => Decided.IsHeld(kind, about);

    void IWatcher.Decided(GrainRecord record, long siloMs, long nowMs)
    {
        foreach (var effect in record.Effects)
        {
            if (run.Trace is { } text) Trace(effect, text, nowMs);
            if (effect is AlertChanged changed) Changed(changed, siloMs, nowMs);
            else if (effect is SiteStands stands) Stands(stands, siloMs, nowMs);
            else if (effect is NoticeWanted wanted)
            {
                _told.Wanted(wanted.Notice, Decided, nowMs);
                _calm.Wanted(wanted.Notice, nowMs);
                Decided.Apply(wanted, nowMs);
            }
            else if (effect is GrainFaulted fault) throw new OracleBrokenException("no grain throws", $"{fault.Grain}: {fault.Error.ReplaceLineEndings(" ")}");
        }

        _told.Settle();
    }

    void IWatcher.TurnEnded(bool isQuiet, long nowMs)
    {
        turn.Settle(Decided, isQuiet, run.Silo?.ListeningSinceMs ?? nowMs, nowMs);
        foreach (var site in _sites.Values) site.Settle(Decided, nowMs);
    }

    void IWatcher.Shown(AlertChanged changed, bool saved)
    {
        // Of one site in the order in which it decided; between sites nothing is promised.
        if (!_unshown[changed.Alert.SiteId].TryDequeue(out var decided)) throw new OracleBrokenException("decided is shown", $"alert {changed.Alert.Id} was shown and not decided, or twice");
        var (_, alert) = decided;
        if (alert != changed.Alert.Id) throw new OracleBrokenException("decided is shown", $"alert {changed.Alert.Id} was shown in place of {alert}");
        run.Staff.Sees(changed);
        if (changed.Event.What is AlertStep.Raised or AlertStep.Repeated or AlertStep.Reopened) run.Truths.Rang(changed, run.Agenda.NowMs);
    }

    /// <summary>Has anything decided waited too long for a wall?</summary>
    public void Look(long nowMs)
    {
        if (_broken is not null) throw _broken;
        // Who stands still shows nothing; the others give it up.
        if (run.Silo?.IsFrozen is true) return;
        foreach (var waiting in _unshown.Values)
            if (waiting.TryPeek(out var oldest) && nowMs - oldest.AtMs > KindRule.ShownWithinMs)
                throw new OracleBrokenException("decided is shown", $"alert {oldest.Alert} has waited {nowMs - oldest.AtMs} ms for a wall");
    }

    /// <summary>Called within a commit, where nobody may throw.</summary>
    public void OnDisk(IReadOnlyList<Row> rows)
    {
        try
        {
            Keep(rows);
        }
        catch (OracleBrokenException broken)
        {
            _broken ??= broken;
        }
    }

    private void Keep(IReadOnlyList<Row> rows)
    {
        foreach (var row in rows.Cast<NumberedRow>())
        {
            if (row.Seq <= _lastSeq) throw new OracleBrokenException("numbers are unique", $"change {row.Seq} follows {_lastSeq}");
            _lastSeq = row.Seq;
            if (row is ChangeRow change) Committed.Apply(change.Changed, change.AtMs);
            if (row is BoardRow board) Committed.Apply(board.Stands);
            if (row is NoticeRow notice) OnDisk(notice);
        }
    }

    /// <summary>The power went: what was not on disk was never decided.</summary>
    public void Forget()
    {
        // A device that was silent may have told its site so in a letter, which stands in its row and is brought after the start.
        if (run.Silo is { } silo)
            foreach (var device in run.Home.Devices)
                if (ReadingOracle.IsSilent(device, run.Clocks, silo.ListeningLongestMs, run.Agenda.NowMs)) turn.Allow(AlertKind.Offline, device.Record.Subject);
        _missed.AddRange(_unshown.Values.SelectMany(u => u).Select(u => u.Alert).Distinct());
        _unshown.Clear();
        Decided = Committed.Copy();
        foreach (var site in _sites.Values) site.Forget(Decided);
        foreach (var alert in Decided.Open) run.Timers.Asked(alert);
    }

    /// <summary>The walls are back and read from the alert store what they have missed.</summary>
    public void Restarted()
    {
        foreach (var id in _missed)
        {
            if (Decided.Find(id) is not { State: AlertState.Open } alert) continue;
            var changed = new AlertChanged(alert, new AlertEvent(AlertStep.Raised, alert.RaisedAt, null, null));
            run.Staff.Sees(changed);
            run.Truths.Rang(changed, run.Agenda.NowMs);
        }

        _missed.Clear();
    }

    private static void Trace(CareEffect effect, string text, long nowMs)
    {
        var line = effect switch
        {
            AlertChanged { Alert: var a, Event: var e } => $"{a.Id} {a.Kind} about {a.About.Key}: {e.What} x{a.Occurrences} {a.State} tier {a.Tier} {e.By} {Phrases.Say(e.Note, Language.English)}",
            NoticeWanted { Notice: var n } => $"{n.AlertId} {n.Topic} to {n.Person} ({n.Audience}, {n.Channel.Kind})",
            NoticesWithdrawn { AlertId: var id } => $"{id} notices withdrawn",
            _ => effect.ToString(),
        };
        if (line!.Contains(text, StringComparison.Ordinal)) Console.WriteLine($"{Spans.Show(nowMs)} {line}");
    }

    private void OnDisk(NoticeRow row)
    {
        if (row.Effect is NoticesWithdrawn withdrawn) run.Phones.Withdraw(withdrawn.AlertId);
        if (row.Effect is not NoticeWanted wanted) return;
        Committed.Apply(wanted, row.AtMs);
        run.Phones.Take(wanted.Notice);
    }

    private void Stands(SiteStands stands, long siloMs, long nowMs)
    {
        WatchOf(stands.Site)?.Stands(stands.Board, siloMs, nowMs);
        foreach (var held in stands.Board.Held)
            if (held.At.ToUnixTimeMilliseconds() == siloMs) run.Truths.ToldInside(held.Need.Kind, held.Need.About, nowMs);
        Decided.Apply(stands);
    }

    private void Changed(AlertChanged changed, long siloMs, long nowMs)
    {
        var (alert, step) = (changed.Alert, changed.Event.What);
        if (changed.Event.At.ToUnixTimeMilliseconds() != siloMs) throw new OracleBrokenException("histories are lives", $"alert {alert.Id}: {step} is not at its turn's time");
        var (before, asked) = (Decided.Find(alert.Id), Decided.AskedAt(alert.Id));
        if (before is null) WatchOf(alert.SiteId)?.Saw(changed, WasHeld(alert.Kind, alert.About), siloMs, nowMs);
        _told.Saw(changed, siloMs);
        if (step is AlertStep.Raised or AlertStep.Reopened) run.Readings.RingsAgain(alert, nowMs);
        Decided.Apply(changed, nowMs);
        turn.Saw(changed);
        if (step is AlertStep.Resolved) run.Timers.Resolved(alert, nowMs);
        if (!_unshown.TryGetValue(alert.SiteId, out var waiting)) _unshown.Add(alert.SiteId, waiting = new());
        waiting.Enqueue((nowMs, alert.Id));
        // A call that is counted up is the obligations' to judge: they count the presses.
        if (step is AlertStep.Raised or AlertStep.Reopened || (step is AlertStep.Repeated && alert.Kind is not AlertKind.Help)) _causes.Check(alert, nowMs);
        if (step is AlertStep.Raised) run.PerhapsStopSoon();
        if (step is AlertStep.Escalated or AlertStep.Returned) run.Timers.Escalated(before!, asked, nowMs);
        if (KindRule.Restarts(step)) run.Timers.Asked(alert);
    }
}
