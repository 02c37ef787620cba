using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;

namespace SmartCare.Simulation.Oracles;

/// <summary>Every alert as its changes tell it, and the rules of a life: each id begins once, each need has one open alert, nothing
/// happens after the end, and no step comes that the state before forbids.</summary>
internal sealed class AlertLedger
{
    private const string Oracle = "histories are lives";

    private readonly Dictionary<string, Alert> _open = [];
    private readonly Dictionary<(AlertKind, Subject), Alert> _needs = [];
    private readonly Dictionary<(AlertKind, Subject), long> _ended = [];
    private readonly Dictionary<(AlertKind, Subject), long> _touched = [];
    private readonly HashSet<string> _ids = [];
    private readonly Dictionary<(AlertKind, Subject), (Alert Alert, DateTimeOffset At)> _closed = [];
    private readonly Dictionary<string, long> _asked = [];
    private readonly Dictionary<SiteId, SiteBoard> _boards = [];
    private readonly Dictionary<(string Alert, string Person), long> _told = [];
    private readonly Dictionary<string, long> _taken = [];
    private readonly Dictionary<Subject, int> _presses = [];

    public IEnumerable<Alert> Open => _open.Values;

    public int Raised => _ids.Count;

    public Alert? Find(string id) => _open.GetValueOrDefault(id);

    public Alert? Find(AlertKind kind, Subject about) => _needs.GetValueOrDefault((kind, about));

    /// <summary>When an alert of this kind about this subject last ended, Unix ms; 0 when none has.</summary>
    public long EndedAt(AlertKind kind, Subject about) => _ended.GetValueOrDefault((kind, about));

    /// <summary>When the time of this alert's next step began to run, Unix ms: it rang, a tier was asked, somebody took it, its shelf ended.</summary>
    public long AskedAt(string id) => _asked.GetValueOrDefault(id);

    /// <summary>When this person was last wanted to know of this alert, Unix ms; 0 when never.</summary>
    public long ToldAt(string id, string person) => _told.GetValueOrDefault((id, person));

    /// <summary>When somebody last took this alert, or it came back from whoever had; 0 when nobody has.</summary>
    public long TakenAt(string id) => _taken.GetValueOrDefault(id);

    /// <summary>How often a call of this person was raised, counted up or opened again.</summary>
    public int PressesOf(Subject about) => _presses.GetValueOrDefault(about);

    public SiteBoard BoardOf(SiteId site) => _boards.GetValueOrDefault(site, SiteBoard.Empty);

    /// <summary>Is it inside an incident, or under a shelf, instead of ringing?</summary>
    public bool IsHeld(AlertKind kind, Subject about) => _boards.Values.Any(b => Array.Exists(b.Held, h => h.Need.Kind == kind && h.Need.About == about));

    /// <summary>When one was last raised, repeated or opened again, Unix ms; 0 when never.</summary>
    public long TouchedAt(AlertKind kind, Subject about) => _touched.GetValueOrDefault((kind, about));

    /// <summary>Devices whose silence was told of late.</summary>
    public int LostOfLate(Func<long, bool> isOfLate) => _touched.Count(t => t.Key.Item1 is AlertKind.Offline && isOfLate(t.Value));

    public AlertLedger Copy()
    {
        var copy = new AlertLedger();
        foreach (var (id, alert) in _open) copy._open.Add(id, alert);
        foreach (var (need, alert) in _needs) copy._needs.Add(need, alert);
        foreach (var (need, at) in _ended) copy._ended.Add(need, at);
        foreach (var (need, at) in _touched) copy._touched.Add(need, at);
        foreach (var (need, alert) in _closed) copy._closed.Add(need, alert);
        foreach (var (id, at) in _asked) copy._asked.Add(id, at);
        foreach (var (site, board) in _boards) copy._boards.Add(site, board);
        foreach (var (told, at) in _told) copy._told.Add(told, at);
        foreach (var (id, at) in _taken) copy._taken.Add(id, at);
        foreach (var (about, count) in _presses) copy._presses.Add(about, count);
        copy._ids.UnionWith(_ids);
        return copy;
    }

    /// <summary>What a site holds back is never urgent.</summary>
    public void Apply(SiteStands stands)
    {
        HeldCheck.Check(stands.Board);
        _boards[stands.Site] = stands.Board;
    }

    public void Apply(NoticeWanted wanted, long atMs)
    {
        if (wanted.Notice.Topic is NoticeTopic.Alarm) _told[(wanted.Notice.AlertId, wanted.Notice.Person)] = atMs;
    }

    /// <param name="atMs">When it was decided, in real time.</param>
    public void Apply(AlertChanged changed, long atMs)
    {
        var (alert, step) = (changed.Alert, changed.Event);
        var need = (alert.Kind, alert.About);
        if (LetsGo(alert, step))
        {
            _closed[need] = _closed[need] with { Alert = alert };
            return;
        }

        if (step.What is AlertStep.Raised) Begin(alert);
        else if (step.What is AlertStep.Reopened && !_open.ContainsKey(alert.Id)) BeginAgain(alert, step);
        else if (!_open.TryGetValue(alert.Id, out var before)) throw Broken(alert, $"{step.What} after its end, or before its beginning");
        else Follow(before, alert, step);

        HeldCheck.Check(alert);
        if (KindRule.Restarts(step.What)) _asked[alert.Id] = atMs;
        if (step.What is AlertStep.Acknowledged or AlertStep.Arrived or AlertStep.Returned) _taken[alert.Id] = atMs;
        if (step.What is AlertStep.Raised or AlertStep.Repeated or AlertStep.Reopened) _touched[need] = atMs;
        if (alert.Kind is AlertKind.Help && step.What is (AlertStep.Raised or AlertStep.Repeated or AlertStep.Reopened)) _presses[alert.About] = PressesOf(alert.About) + 1;
        if (alert.State is AlertState.Resolved)
        {
            _open.Remove(alert.Id);
            _needs.Remove(need);
            _asked.Remove(alert.Id);
            (_ended[need], _closed[need]) = (atMs, (alert, step.At));
        }
        else
        {
            _open[alert.Id] = _needs[need] = alert;
        }
    }

    /// <summary>The one thing that may happen to an alert after its end: a detector that went on lets go, or another alert tells of it now.</summary>
    private bool LetsGo(Alert alert, AlertEvent step) => alert.State is AlertState.Resolved && step.What is AlertStep.Cleared or AlertStep.Noted
        && _closed.TryGetValue((alert.Kind, alert.About), out var ended) && ended.Alert.Id == alert.Id && alert.Still.Length < ended.Alert.Still.Length;

    private void Begin(Alert alert)
    {
        if (!_ids.Add(alert.Id)) throw Broken(alert, "another alert had this id");
        if (_needs.TryGetValue((alert.Kind, alert.About), out var open)) throw Broken(alert, $"{open.Id} about the same need is open");
        if (alert is not { State: AlertState.Open, Occurrences: 1, Tier: 1 }) throw Broken(alert, "does not begin open, once, at the wall");
    }

    /// <summary>It came back soon after its end: the same alert, from its beginning.</summary>
    private void BeginAgain(Alert alert, AlertEvent step)
    {
        var need = (alert.Kind, alert.About);
        if (_needs.TryGetValue(need, out var open)) throw Broken(alert, $"{open.Id} about the same need is open");
        if (!_closed.TryGetValue(need, out var ended) || ended.Alert.Id != alert.Id) throw Broken(alert, "is opened again, and another ended last");
        var before = ended.Alert;
        if (alert.Kind is AlertKind.Help || before.Outcome is Outcome.Test or Outcome.Drill) throw Broken(alert, "is opened again, and may not be");
        // By the time that people see.
        if ((step.At - ended.At).TotalMilliseconds >= KindRule.ReopenMs) throw Broken(alert, "is opened again too long after its end");
        if (alert is not { State: AlertState.Open, Tier: 1, Repeats: 0 } || alert.Occurrences != before.Occurrences + 1) throw Broken(alert, "does not begin again at the wall");
    }

    private static void Follow(Alert before, Alert now, AlertEvent step)
    {
        if (now.Kind != before.Kind || now.About != before.About || now.RaisedAt != before.RaisedAt) throw Broken(now, $"became another at {step.What}");
        // Put aside, it is counted in silence.
        var quietly = before.ShelvedUntil is not null && now.Occurrences >= before.Occurrences;
        var fits = step.What switch
        {
            AlertStep.Repeated => (now.Occurrences == before.Occurrences + 1 || quietly) && now.State == before.State,
            AlertStep.Cleared or AlertStep.Noted or AlertStep.Saved or AlertStep.Told or AlertStep.Untold =>
                now.State == before.State && (now.Occurrences == before.Occurrences || quietly),
            AlertStep.Shelved => now.State == before.State && now.ShelvedUntil is not null,
            AlertStep.Unshelved => now.State == before.State && now.ShelvedUntil is null && before.ShelvedUntil is not null,
            AlertStep.Reopened => before.Drill && !now.Drill && now is { State: AlertState.Open, Tier: 1 },
            AlertStep.Acknowledged => before.State is AlertState.Open && now.State is AlertState.Acknowledged && now.AcknowledgedBy is not null,
            AlertStep.Arrived => before.State is AlertState.Open or AlertState.Acknowledged && now.State is AlertState.Arrived && now.ArrivedBy is not null,
            AlertStep.Escalated => before.State is AlertState.Open && now.State is AlertState.Open && Climbs(before, now),
            AlertStep.Returned => before.State is AlertState.Acknowledged && now is { State: AlertState.Open, AcknowledgedBy: null } && Climbs(before, now),
            AlertStep.Gathered => now.State is AlertState.Resolved || (now.State == before.State && now.Gathered > before.Gathered),
            AlertStep.Resolved => now.State is AlertState.Resolved && now.ResolvedBy is not null && now.Outcome is not null,
            AlertStep.Restored => now.State is AlertState.Resolved,
            _ => false,
        };
        if (!fits) throw Broken(now, $"{step.What} from {before.State} x{before.Occurrences} tier {before.Tier} to {now.State} x{now.Occurrences} tier {now.Tier}");
    }

    /// <summary>The next tier, or the last one once more.</summary>
    private static bool Climbs(Alert before, Alert now)
    {
        var last = KindRule.LastTier(before.Priority);
        // What was settled in between forgets how often it was asked again.
        var repeats = before.State is AlertState.Open ? before.Repeats : 0;
        return before.Tier < last ? now.Tier == before.Tier + 1 && now.Repeats == 0 : now.Tier == before.Tier && now.Repeats == repeats + 1;
    }

    private static OracleBrokenException Broken(Alert alert, string what) => new(Oracle, $"alert {alert.Id} ({alert.Kind} about {alert.About.Key}): {what}");
}
