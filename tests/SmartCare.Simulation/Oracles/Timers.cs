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

    /// <summary>It rings, or somebody took it: from now on the next is asked in time.</summary>
    public void Asked(Alert alert)
    {
        if (alert.ShelvedUntil is not null || DueAfter(alert) is not { } after) return;
        var asked = run.Oracles.Decided.AskedAt(alert.Id);
        run.Agenda.Add(asked + after + KindRule.TimerSlackMs + 1, () => StepIsKnown(alert.Id, asked, asked + after));
    }

    /// <param name="before">As it was when the next was asked.</param>
    /// <param name="askedMs">When its time began to run.</param>
    public void Escalated(Alert before, long askedMs, long nowMs)
    {
        if (DueAfter(before) is not { } after) throw new OracleBrokenException(Oracle, $"alert {before.Id} escalated from tier {before.Tier}, where nobody is left to ask");
        var (due, early) = (askedMs + after, after - run.Clocks.Elapsed(askedMs, nowMs));
        if (early > 0) throw new OracleBrokenException(Oracle, $"alert {before.Id} escalated {early} ms early");
        if (nowMs > Latest(due, askedMs)) throw new OracleBrokenException(Oracle, $"alert {before.Id} escalated {nowMs - due} ms late");
    }

    public void Suspected(SimDevice device, long atMs) => run.Agenda.Add(atMs + KindRule.FallWindowMs + KindRule.TimerSlackMs, () => FallIsKnown(device, atMs));

    /// <summary>From now on the device is not heard: its alert must come in its time.</summary>
    public void FellSilent(SimDevice device) => run.Agenda.Add(run.Agenda.NowMs + device.SilenceLimitMs + KindRule.TimerSlackMs, () => SilenceIsKnown(device));

    /// <summary>Its will was told; unless it speaks within the minute, somebody is.</summary>
    public void BrokeOff(SimDevice device) => run.Agenda.Add(run.Agenda.NowMs + KindRule.WillGraceMs + KindRule.TimerSlackMs, () => BreakIsKnown(device));

    /// <summary>Somebody resolved it. While a detector goes on with it, it rings again in its time.</summary>
    public void Resolved(Alert alert, long nowMs)
    {
        if (run.Readings.StandsSince(alert.Kind, alert.About) is null) return;
        run.Agenda.Add(nowMs + KindRule.StandsAgainMs(alert.Kind) + KindRule.TimerSlackMs + 1, () => RangAgain(alert, nowMs));
    }

    private void RangAgain(Alert alert, long endedMs)
    {
        var (nowMs, ledger) = (run.Agenda.NowMs, run.Oracles.Decided);
        // It let go meanwhile and perhaps said so anew, rang, or its end was forgotten in a crash.
        if (run.Readings.StandsSince(alert.Kind, alert.About) is not { } since || since > endedMs || ledger.EndedAt(alert.Kind, alert.About) != endedMs) return;
        if (ledger.Find(alert.Kind, alert.About) is not null || ledger.IsHeld(alert.Kind, alert.About) || ledger.TouchedAt(alert.Kind, alert.About) > endedMs) return;
        var due = endedMs + KindRule.StandsAgainMs(alert.Kind);
        if (run.Silo is null || nowMs <= Latest(due, endedMs)) run.Agenda.Add(nowMs + KindRule.TimerSlackMs, () => RangAgain(alert, endedMs));
        else throw new OracleBrokenException("resolved is not over", $"alert {alert.Id} ({alert.Kind} about {alert.About.Key}) was resolved at {Spans.Show(endedMs)}, its detector goes on, and nothing rings");
    }

    /// <summary>Nobody has planned anything for this site: that rings before somebody is needed.</summary>
    public void Unplanned(SiteId site)
    {
        var sinceMs = run.Agenda.NowMs;
        run.Agenda.Add(sinceMs + KindRule.PlanWithinMs + KindRule.TimerSlackMs, () => Said(site, sinceMs));
    }

    private void Said(SiteId site, long sinceMs)
    {
        if (run.Oracles.Decided.TouchedAt(AlertKind.System, Subject.PartOf(site, "reach")) > 0) return;
        if (run.Silo is null || run.Agenda.NowMs <= Latest(sinceMs + KindRule.PlanWithinMs, sinceMs)) run.Agenda.Add(run.Agenda.NowMs + KindRule.TimerSlackMs, () => Said(site, sinceMs));
        else throw new OracleBrokenException("a site speaks for itself", $"{site} has no plan, and nobody was told");
    }

    private static long? DueAfter(Alert alert) => alert.State switch
    {
        AlertState.Open => KindRule.AsksNextAfter(alert),
        AlertState.Acknowledged when KindRule.All[alert.Kind].MustBeWalkedTo => KindRule.ArriveMs,
        _ => null,
    };

    private void StepIsKnown(string id, long asked, long due)
    {
        if (run.Silo is null || run.Agenda.NowMs <= Latest(due, asked))
        {
            run.Agenda.Add(run.Agenda.NowMs + KindRule.TimerSlackMs, () => StepIsKnown(id, asked, due));
            return;
        }

        if (run.Oracles.Decided.Find(id) is { ShelvedUntil: null } alert && run.Oracles.Decided.AskedAt(id) == asked && DueAfter(alert) is { } after && asked + after == due)
            throw new OracleBrokenException(Oracle, $"alert {id} ({alert.Kind}) is {alert.State} at tier {alert.Tier}: the next step was due at {Spans.Show(due)}");
    }

    private void FallIsKnown(SimDevice device, long atMs)
    {
        var due = atMs + KindRule.FallWindowMs;
        var nowMs = run.Agenda.NowMs;
        if (run.Silo is null || nowMs <= Latest(due, atMs))
        {
            run.Agenda.Add(nowMs + KindRule.TimerSlackMs, () => FallIsKnown(device, atMs));
            return;
        }

        var who = ReadingOracle.PersonOf(device);
        if (device.Heard is not { Fall: FallPhase.Suspected } heard || heard.SuspectedAt != atMs) return;
        if (run.Clocks.Elapsed(atMs, run.Oracles.Decided.TouchedAt(AlertKind.Fall, who)) < KindRule.FallWindowMs)
            throw new OracleBrokenException("a need is one open alert", $"a fall of {who.Key}, suspected at {Spans.Show(atMs)} and not taken back, rang nowhere");
    }

    private void BreakIsKnown(SimDevice device)
    {
        var heard = device.Heard;
        if (heard.WillAt == 0) return;
        var due = Math.Max(heard.WillAt, run.Silo?.ListeningSinceMs ?? 0) + KindRule.WillGraceMs;
        if (run.Silo is null || run.Agenda.NowMs <= Latest(due, heard.WillAt))
        {
            run.Agenda.Add(Math.Max(run.Agenda.NowMs, due) + KindRule.TimerSlackMs + 1, () => BreakIsKnown(device));
            return;
        }

        Known(device, heard.LastWordAt, "broke off");
    }

    private void SilenceIsKnown(SimDevice device)
    {
        var nowMs = run.Agenda.NowMs;
        var heard = device.Heard;
        if (heard.LastWordAt == 0) return;
        var due = Math.Max(heard.LastWordAt, run.Silo?.ListeningSinceMs ?? nowMs) + device.SilenceLimitMs;
        if (run.Silo is null || nowMs <= Latest(due, heard.LastWordAt))
        {
            run.Agenda.Add(Math.Max(nowMs, due) + KindRule.TimerSlackMs + 1, () => SilenceIsKnown(device));
            return;
        }

        Known(device, heard.LastWordAt, "was silent");
    }

    private void KnownAtLast(SimDevice device, long sinceMs, string what)
    {
        if (run.Silo is null || run.Agenda.NowMs - run.Silo.ListeningSinceMs < KindRule.FlapGraceMs + KindRule.TimerSlackMs + device.SilenceLimitMs)
            run.Agenda.Add(run.Agenda.NowMs + KindRule.FlapGraceMs, () => KnownAtLast(device, sinceMs, what));
        else if (device.Heard.LastWordAt == sinceMs)
            Known(device, sinceMs, what, isLast: true);
    }

    private void Known(SimDevice device, long sinceMs, string what, bool isLast = false)
    {
        var about = device.Record.Subject;
        var touched = run.Oracles.Decided.TouchedAt(AlertKind.Offline, about);
        if (touched >= sinceMs || run.Oracles.Decided.Find(AlertKind.Offline, about) is not null) return;
        if (run.Oracles.Decided.IsHeld(AlertKind.Offline, about)) return;
        // Lost of late too: it may flap, and then only a longer absence is told anew.
        if (Math.Min(sinceMs - touched, run.Clocks.Elapsed(touched, sinceMs)) < KindRule.FlapWindowMs && !isLast)
            run.Agenda.Add(run.Agenda.NowMs + KindRule.FlapGraceMs + KindRule.TimerSlackMs, () => KnownAtLast(device, sinceMs, what));
        else
            throw new OracleBrokenException("a need is one open alert", $"{about.Key} {what} after its last word at {Spans.Show(sinceMs)} and nobody was told");
    }

    /// <summary>When something due then must be done at the latest, in real time.</summary>
    /// <param name="sinceMs">Since when it was waited for: a start with a wrong clock since then does not know how long it was down.</param>
    private long Latest(long due, long sinceMs) => Math.Max(due + run.Clocks.LostSince(sinceMs), run.Silo?.ListeningSinceMs ?? long.MaxValue - Spans.Day) + KindRule.TimerSlackMs;
}
