using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
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

    public IEnumerable<Alert> Open => _open.Values;

    public int Raised => _ids.Count;

    public Alert? Find(string id) => _open.GetValueOrDefault(id);

    public Alert? Find(AlertKind kind, Subject about) => _needs.GetValueOrDefault((kind, about));

    /// <summary>When an alert of this kind about this subject last ended, Unix ms; 0 when none has.</summary>
    public long EndedAt(AlertKind kind, Subject about) => _ended.GetValueOrDefault((kind, about));

    /// <summary>When one was last raised or repeated, Unix ms; 0 when never.</summary>
    public long TouchedAt(AlertKind kind, Subject about) => _touched.GetValueOrDefault((kind, about));

    public AlertLedger Copy()
    {
        var copy = new AlertLedger();
        foreach (var (id, alert) in _open) copy._open.Add(id, alert);
        foreach (var (need, alert) in _needs) copy._needs.Add(need, alert);
        foreach (var (need, at) in _ended) copy._ended.Add(need, at);
        foreach (var (need, at) in _touched) copy._touched.Add(need, at);
        copy._ids.UnionWith(_ids);
        return copy;
    }

    public void Apply(AlertChanged changed)
    {
        var (alert, step) = (changed.Alert, changed.Event);
        var need = (alert.Kind, alert.About);
        if (step.What is AlertStep.Raised) Begin(alert);
        else if (!_open.TryGetValue(alert.Id, out var before)) throw Broken(alert, $"{step.What} after its end, or before its beginning");
        else Follow(before, alert, step);

        if (step.What is AlertStep.Raised or AlertStep.Repeated) _touched[need] = step.At.ToUnixTimeMilliseconds();
        if (alert.State is AlertState.Resolved)
        {
            _open.Remove(alert.Id);
            _needs.Remove(need);
            _ended[need] = step.At.ToUnixTimeMilliseconds();
        }
        else
        {
            _open[alert.Id] = _needs[need] = alert;
        }
    }

    private void Begin(Alert alert)
    {
        if (!_ids.Add(alert.Id)) throw Broken(alert, "another alert had this id");
        if (_needs.TryGetValue((alert.Kind, alert.About), out var open)) throw Broken(alert, $"{open.Id} about the same need is open");
        if (alert is not { State: AlertState.Open, Occurrences: 1, Tier: 1 }) throw Broken(alert, "does not begin open, once, at the wall");
    }

    private static void Follow(Alert before, Alert now, AlertEvent step)
    {
        if (now.Kind != before.Kind || now.About != before.About || now.RaisedAt != before.RaisedAt) throw Broken(now, $"became another at {step.What}");
        var fits = step.What switch
        {
            AlertStep.Repeated => now.Occurrences == before.Occurrences + 1 && now.State == before.State,
            AlertStep.Cleared or AlertStep.Noted or AlertStep.Saved => now.State == before.State && now.Occurrences == before.Occurrences,
            AlertStep.Acknowledged => before.State is AlertState.Open && now.State is AlertState.Acknowledged && now.AcknowledgedBy is not null,
            AlertStep.Arrived => before.State is AlertState.Open or AlertState.Acknowledged && now.State is AlertState.Arrived && now.ArrivedBy is not null,
            AlertStep.Escalated => before.State is AlertState.Open && now.State is AlertState.Open && now.Tier == before.Tier + 1,
            AlertStep.Resolved => now.State is AlertState.Resolved && now.ResolvedBy is not null && now.Outcome is not null,
            AlertStep.Restored => now.State is AlertState.Resolved,
            _ => true,
        };
        if (!fits) throw Broken(now, $"{step.What} from {before.State} x{before.Occurrences} tier {before.Tier} to {now.State} x{now.Occurrences} tier {now.Tier}");
    }

    private static OracleBrokenException Broken(Alert alert, string what) => new(Oracle, $"alert {alert.Id} ({alert.Kind} about {alert.About.Key}): {what}");
}
