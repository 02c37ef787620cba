using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Simulation.World;

namespace SmartCare.Simulation.Oracles;

/// <summary>What must have happened by a time: escalations, suspected falls, silent devices. What falls due while the silo is down is due
/// when it is up again.</summary>
internal sealed class Timers(Run run)
{
    private const string Oracle = "timers survive and are on time";

    /// <summary>It rings: from now on somebody is asked after the other.</summary>
    public void Raised(Alert alert)
    {
        var rule = KindRule.All[alert.Kind];
        if (rule.EscalatesAfterMs.Length > 0 && alert.Priority is not Priority.Low) Escalates(alert, 0);
    }

    public void Escalated(Alert alert, long nowMs)
    {
        var steps = KindRule.All[alert.Kind].EscalatesAfterMs;
        var step = alert.Tier - 2;
        if (step >= steps.Length) throw new OracleBrokenException(Oracle, $"alert {alert.Id} escalated to tier {alert.Tier}, which there is not");
        var due = alert.RaisedAt.ToUnixTimeMilliseconds() + steps[step];
        if (nowMs < due) throw new OracleBrokenException(Oracle, $"alert {alert.Id} escalated {due - nowMs} ms early");
        if (nowMs > Latest(due)) throw new OracleBrokenException(Oracle, $"alert {alert.Id} escalated {nowMs - due} ms late");
    }

    public void Suspected(SimDevice device, long atMs) => run.Agenda.Add(atMs + KindRule.FallWindowMs + KindRule.TimerSlackMs, () => FallIsKnown(device, atMs));

    /// <summary>From now on the device is not heard: its alert must come in its time.</summary>
    public void FellSilent(SimDevice device) => run.Agenda.Add(run.Agenda.NowMs + device.SilenceLimitMs + KindRule.TimerSlackMs, () => SilenceIsKnown(device));

    /// <summary>Its will was told; unless it speaks within the minute, somebody is.</summary>
    public void BrokeOff(SimDevice device) => run.Agenda.Add(run.Agenda.NowMs + KindRule.WillGraceMs + KindRule.TimerSlackMs, () => BreakIsKnown(device));

    private void Escalates(Alert alert, int step)
    {
        var due = alert.RaisedAt.ToUnixTimeMilliseconds() + KindRule.All[alert.Kind].EscalatesAfterMs[step];
        run.Agenda.Add(due + KindRule.TimerSlackMs + 1, () => EscalationIsKnown(alert.Id, due, step));
    }

    private void EscalationIsKnown(string id, long due, int step)
    {
        if (run.Silo is null || run.Agenda.NowMs <= Latest(due))
        {
            run.Agenda.Add(run.Agenda.NowMs + KindRule.TimerSlackMs, () => EscalationIsKnown(id, due, step));
            return;
        }

        if (run.Oracles.Decided.Find(id) is { State: AlertState.Open } open && open.Tier < step + 2)
            throw new OracleBrokenException(Oracle, $"alert {id} ({open.Kind}) was due for tier {step + 2} at {Spans.Show(due)} and still rings at tier {open.Tier}");
    }

    private void FallIsKnown(SimDevice device, long atMs)
    {
        var due = atMs + KindRule.FallWindowMs;
        var nowMs = run.Agenda.NowMs;
        if (run.Silo is null || nowMs <= Latest(due))
        {
            run.Agenda.Add(nowMs + KindRule.TimerSlackMs, () => FallIsKnown(device, atMs));
            return;
        }

        var who = Hearing.PersonOf(device);
        if (device.Ear is not { Fall: FallPhase.Suspected } ear || ear.SuspectedAt != atMs) return;
        if (run.Oracles.Decided.TouchedAt(AlertKind.Fall, who) < due)
            throw new OracleBrokenException("a need is one open alert", $"a fall of {who.Key}, suspected at {Spans.Show(atMs)} and not taken back, rang nowhere");
    }

    private void BreakIsKnown(SimDevice device)
    {
        var ear = device.Ear;
        if (ear.WillAt == 0) return;
        var due = Math.Max(ear.WillAt, run.Silo?.ListeningSinceMs ?? 0) + KindRule.WillGraceMs;
        if (run.Silo is null || run.Agenda.NowMs <= Latest(due))
        {
            run.Agenda.Add(Math.Max(run.Agenda.NowMs, due) + KindRule.TimerSlackMs + 1, () => BreakIsKnown(device));
            return;
        }

        Known(device, ear.LastWordAt, "broke off");
    }

    private void SilenceIsKnown(SimDevice device)
    {
        var nowMs = run.Agenda.NowMs;
        var ear = device.Ear;
        if (ear.LastWordAt == 0) return;
        var due = Math.Max(ear.LastWordAt, run.Silo?.ListeningSinceMs ?? nowMs) + device.SilenceLimitMs;
        if (run.Silo is null || nowMs <= Latest(due))
        {
            run.Agenda.Add(Math.Max(nowMs, due) + KindRule.TimerSlackMs + 1, () => SilenceIsKnown(device));
            return;
        }

        Known(device, ear.LastWordAt, "was silent");
    }

    private void KnownAtLast(SimDevice device, long sinceMs, string what)
    {
        if (run.Silo is null || run.Agenda.NowMs - run.Silo.ListeningSinceMs < KindRule.FlapGraceMs + KindRule.TimerSlackMs + device.SilenceLimitMs)
            run.Agenda.Add(run.Agenda.NowMs + KindRule.FlapGraceMs, () => KnownAtLast(device, sinceMs, what));
        else if (device.Ear.LastWordAt == sinceMs)
            Known(device, sinceMs, what, isLast: true);
    }

    private void Known(SimDevice device, long sinceMs, string what, bool isLast = false)
    {
        var about = device.Record.Subject;
        var touched = run.Oracles.Decided.TouchedAt(AlertKind.Offline, about);
        if (touched >= sinceMs || run.Oracles.Decided.Find(AlertKind.Offline, about) is not null) return;
        // Lost of late too: it may flap, and then only a longer absence is told anew.
        if (sinceMs - touched < KindRule.FlapWindowMs && !isLast)
            run.Agenda.Add(run.Agenda.NowMs + KindRule.FlapGraceMs + KindRule.TimerSlackMs, () => KnownAtLast(device, sinceMs, what));
        else
            throw new OracleBrokenException("a need is one open alert", $"{about.Key} {what} after its last word at {Spans.Show(sinceMs)} and nobody was told");
    }

    /// <summary>When something due then must be done at the latest.</summary>
    private long Latest(long due) => Math.Max(due, run.Silo?.ListeningSinceMs ?? long.MaxValue - Spans.Day) + KindRule.TimerSlackMs;
}
