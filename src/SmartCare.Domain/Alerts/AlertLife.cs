using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Alerts;

/// <summary>
/// The life of an alert: open → acknowledged → arrived → resolved with an outcome. Every function returns the desk as it is
/// afterwards and tells the outbox what changed; what the state forbids changes nothing.
/// </summary>
public static class AlertLife
{
    /// <summary>One alert per need: the open one of this kind is counted up and announced again, else a new one is raised.</summary>
    public static Desk Raise(Desk desk, Need need, Policy policy, IOutbox outbox)
    {
        var priority = need.Priority ?? AlertPriorities.Of(need.Kind);
        if (desk.Find(need.About, need.Kind) is { } open)
        {
            var again = open with { Occurrences = open.Occurrences + 1, Late = open.Late || need.Late };
            // A new reason that is more urgent than the one it was raised for is asked on about from now.
            if (priority < open.Priority)
                again = again with { Priority = priority, EscalateAt = open.State is AlertState.Open ? EscalationRule.FirstDue(priority, outbox.Now, policy) : null };
            return Change(desk, again, AlertStep.Repeated, null, need.Note, outbox);
        }

        var alert = new Alert(
            outbox.NewAlertId(), need.Kind, priority, need.About, need.SiteId, need.PlaceId, need.ElderId, need.DeviceId, need.DeviceModel,
            outbox.Now)
        {
            Late = need.Late,
            Via = need.Via,
            EscalateAt = EscalationRule.FirstDue(priority, outbox.Now, policy),
        };
        return Change(desk, alert, AlertStep.Raised, null, need.Note, outbox);
    }

    /// <summary>An alarm that still stands long after its alert was resolved is raised again: had the "clear" been lost on the way, the
    /// next fire would look like the old state for ever.</summary>
    public static Desk Stand(Desk desk, Need need, Policy policy, IOutbox outbox) =>
        desk.Find(need.About, need.Kind) is not null || outbox.Now - desk.EndOf(need.About, need.Kind) < policy.StandsAgainAfter
            ? desk
            : Raise(desk, need, policy, outbox);

    /// <summary>What raised it is over. People's needs stay until a person resolves them; a device that works again needs nobody.</summary>
    public static Desk Clear(Desk desk, NeedCleared cleared, IOutbox outbox)
    {
        if (desk.Find(cleared.About, cleared.Kind) is not { } open) return desk;
        if (!cleared.Ends) return Change(desk, open, AlertStep.Cleared, null, cleared.Note, outbox);
        var ended = open with { State = AlertState.Resolved, ResolvedAt = outbox.Now, Outcome = Outcome.Other, EscalateAt = null };
        return Change(desk, ended, AlertStep.Restored, null, cleared.Note, outbox);
    }

    /// <summary>Something about a need that stands; nobody is called by it.</summary>
    public static Desk Note(Desk desk, NeedNoted noted, IOutbox outbox) =>
        desk.Find(noted.About, noted.Kind) is { } open ? Change(desk, open, AlertStep.Noted, null, noted.Note, outbox) : desk;

    public static Desk Obey(Desk desk, AlertCommand command, IOutbox outbox)
    {
        if (desk.Find(command.AlertId) is not { } alert)
        {
            outbox.Emit(new Refused(Refusal.NotFound));
            return desk;
        }

        var now = outbox.Now;
        return command.Verb switch
        {
            AlertVerb.Acknowledge when alert.State is AlertState.Open => Change(desk, alert with
            {
                State = AlertState.Acknowledged, AcknowledgedBy = command.By, AcknowledgedAt = now, EscalateAt = null,
            }, AlertStep.Acknowledged, command.By, null, outbox),
            AlertVerb.Arrive when alert.State is AlertState.Open or AlertState.Acknowledged => Change(desk, alert with
            {
                State = AlertState.Arrived, ArrivedBy = command.By, ArrivedAt = now, EscalateAt = null,
            }, AlertStep.Arrived, command.By, null, outbox),
            AlertVerb.Resolve => Change(desk, alert with
            {
                State = AlertState.Resolved, ResolvedBy = command.By, ResolvedAt = now, Outcome = command.Outcome, EscalateAt = null,
            }, AlertStep.Resolved, command.By, command.Note, outbox),
            AlertVerb.Note => Change(desk, alert, AlertStep.Noted, command.By, command.Note, outbox),
            _ => Forbid(desk, alert, command, outbox),
        };
    }

    /// <summary>The time has come for every alert whose escalation is due.</summary>
    public static Desk Tick(Desk desk, IOutbox outbox)
    {
        foreach (var alert in desk.Open.Where(a => a.EscalateAt <= outbox.Now))
            desk = Change(desk, EscalationRule.Escalate(alert), AlertStep.Escalated, null, null, outbox);
        return desk;
    }

    /// <summary>Doing again what the same person already did is no error: the first answer may have been lost on the way.</summary>
    private static Desk Forbid(Desk desk, Alert alert, AlertCommand command, IOutbox outbox)
    {
        var again = command.Verb is AlertVerb.Acknowledge ? alert.AcknowledgedBy == command.By : alert.ArrivedBy == command.By;
        if (!again) outbox.Emit(new Refused(Refusal.Conflict));
        return desk;
    }

    private static Desk Change(Desk desk, Alert alert, AlertStep step, string? by, string? note, IOutbox outbox)
    {
        outbox.Emit(new AlertChanged(alert, new AlertEvent(step, outbox.Now, by, note)));
        return desk.With(alert);
    }
}
