using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;

namespace SmartCare.Simulation.World;

/// <summary>The people before the walls: they acknowledge, come, resolve; late, twice, or not at all until someone makes the rounds.</summary>
internal sealed class Staff(Run run)
{
    private static readonly string[] s_names = ["li", "wang", "zhao"];

    private readonly Dictionary<string, int> _shown = [];
    private Chance _chance = Chance.Of(run.Seed, 2);

    public void Sees(AlertChanged changed)
    {
        var alert = changed.Alert;
        if (alert.State is AlertState.Resolved)
        {
            _shown.Remove(alert.Id);
            return;
        }

        _shown[alert.Id] = alert.Occurrences;
        if (changed.Event.What is not (AlertStep.Raised or AlertStep.Escalated or AlertStep.Repeated)) return;
        if (changed.Event.What is AlertStep.Repeated && !_chance.Happens(0.2)) return;
        var delay = _chance.Happens(0.1) ? _chance.Between(4, 10) * Spans.Hour
            : _chance.Happens(0.3) ? _chance.Between(60, 900) * Spans.Second : _chance.Between(5, 60) * Spans.Second;
        Later(delay, () => Answer(alert));
        // Two walls at once.
        if (_chance.Happens(0.1)) Later(delay + _chance.Between(0, 3_000), () => Answer(alert));
    }

    private void Answer(Alert alert)
    {
        var by = s_names[_chance.Below(s_names.Length)];
        if (run.Oracles.Decided.Find(alert.Id) is not { State: AlertState.Open or AlertState.Acknowledged }) return;
        if (_chance.Happens(0.9)) Tell(new AlertCommand(alert.Id, AlertVerb.Acknowledge, by, null, null), alert);
        if (_chance.Happens(0.2)) Tell(new AlertCommand(alert.Id, AlertVerb.Note, by, null, "on my way"), alert);
        if (alert.Priority is not Priority.High && _chance.Happens(0.15))
        {
            // Not now: it is put aside, for a while or for longer than anybody may.
            var until = DateTimeOffset.FromUnixTimeMilliseconds(run.Clocks.ByWatch(run.Agenda.NowMs) + _chance.Between(10, 900) * Spans.Minute);
            Tell(new ShelveAlert(alert.Id, until, _chance.Happens(0.3), by, "not now"), alert);
            return;
        }

        var way = _chance.Between(20, 300) * Spans.Second;
        if (_chance.Happens(0.8)) Later(way, () => Tell(new AlertCommand(alert.Id, AlertVerb.Arrive, by, null, null), alert));
        Later(way + _chance.Between(1, 40) * Spans.Minute, () => Resolve(alert, by));
    }

    /// <summary>With as many occurrences as the wall has shown: a press of this very moment stays open, and is seen to anew.</summary>
    private void Resolve(Alert alert, string by)
    {
        var outcome = run.Truths.Lasts(alert.Kind, alert.About) ? Outcome.Real : Outcome.False;
        run.Home.Help(alert);
        var command = new AlertCommand(alert.Id, AlertVerb.Resolve, by, outcome, null) { Knowing = _shown.GetValueOrDefault(alert.Id, 1) };
        Tell(command, alert, refused: () => Later(_chance.Between(5, 60) * Spans.Second, () => Resolve(alert, by)));
    }

    private void Later(long delay, Action deed) => run.Agenda.Add(run.Agenda.NowMs + delay, deed);

    private void Tell(CareMessage command, Alert alert, Action? refused = null) => Commands.Tell(run, alert.SiteId, command, refused);
}
