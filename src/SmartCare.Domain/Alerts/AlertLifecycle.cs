using SmartCare.Domain.Decisions;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Alerts;

/// <summary>
/// The life of an alert: open → acknowledged → arrived → resolved with an outcome; back to open when nobody came, or when it came
/// back. Every function returns the site as it is afterwards and tells the outbox what changed; what the state forbids changes nothing.
/// </summary>
internal static class AlertLifecycle
{
    /// <summary>One alert per need: the open one of this kind is counted up and announced again; the one that ended of late is opened
    /// again; else a new one is raised.</summary>
    /// <param name="incident">The incident that the need belongs to.</param>
    public static SiteState Raise(SiteState state, Need need, string? incident, Policy policy, IOutbox outbox)
    {
        var drill = DrillRule.IsDrill(need, state.Board.Drills, outbox.Now);
        if (state.Alerts.Find(need.About, need.Kind) is { } open) return Again(state, open, need, drill, policy, outbox);
        if (state.Alerts.FindClosed(need.About, need.Kind) is { } ended && ReopenRule.MayReopen(ended, outbox.Now, policy))
            return Change(state, Anew(state, ended, need, drill, policy, outbox) with { Incident = incident }, AlertStep.Reopened, null, need.Note, policy, outbox);

        var alert = new Alert(
            outbox.NewAlertId(), need.Kind, need.Urgency, need.About, need.SiteId, need.PlaceId, need.ElderId, need.DeviceId, need.DeviceModel, outbox.Now)
        {
            Late = need.Late,
            Via = need.Via,
            Drill = drill,
            Incident = incident,
        };
        alert = alert with { EscalateAt = EscalationRule.Due(Ladder(state, alert, policy), 1, 0, outbox.Now, policy) };
        state = Change(state, alert, AlertStep.Raised, null, need.Note, policy, outbox);
        return alert.Priority is Priority.Low ? Notifier.Tell(state, alert.Id, tier: 2, policy, outbox) : state;
    }

    /// <summary>What raised it is over. People's needs stay until a person resolves them; a device that works again needs nobody.</summary>
    public static SiteState Clear(SiteState state, NeedCleared cleared, Policy policy, IOutbox outbox)
    {
        if (state.Alerts.Find(cleared.About, cleared.Kind) is not { } open) return state;
        return cleared.Ends
            ? End(state, open, AlertStep.Restored, cleared.Note, policy, outbox)
            // A cord that is set back ends no call: whoever lies there may have done it.
            : Change(state, open, open.Kind is AlertKind.Help ? AlertStep.Noted : AlertStep.Cleared, null, cleared.Note, policy, outbox);
    }

    /// <summary>Something about a need that stands; nobody is called by it.</summary>
    public static SiteState Note(SiteState state, NeedNoted noted, Policy policy, IOutbox outbox) =>
        state.Alerts.Find(noted.About, noted.Kind) is { } open ? Change(state, open, AlertStep.Noted, null, noted.Note, policy, outbox) : state;

    /// <summary>Nobody is needed any more, without a person having said so.</summary>
    public static SiteState End(SiteState state, Alert open, AlertStep step, string? note, Policy policy, IOutbox outbox) =>
        Change(state, Settled(open, AlertState.Resolved) with { ResolvedAt = outbox.Now, Outcome = Outcome.Other }, step, null, note, policy, outbox);

    public static SiteState Obey(SiteState state, AlertCommand command, Policy policy, IOutbox outbox)
    {
        if (state.Alerts.Find(command.AlertId) is not { } alert)
        {
            outbox.Emit(new Refused(Refusal.NotFound));
            return state;
        }

        var now = outbox.Now;
        return command.Verb switch
        {
            AlertVerb.Acknowledge when alert.State is AlertState.Open => Change(state, Settled(alert, AlertState.Acknowledged) with
            {
                AcknowledgedBy = command.By, AcknowledgedAt = now,
                ReturnAt = EscalationRule.ReturnDue(alert.Kind, alert.Priority, now, state.Plan, policy),
            }, AlertStep.Acknowledged, command.By, null, policy, outbox),
            AlertVerb.Arrive when alert.State is AlertState.Open or AlertState.Acknowledged => Change(state, Settled(alert, AlertState.Arrived) with
            {
                ArrivedBy = command.By, ArrivedAt = now,
            }, AlertStep.Arrived, command.By, null, policy, outbox),
            // Pressed again while a hand was on its way to the button: that press is not answered by it. What is put aside is counted where nobody sees.
            AlertVerb.Resolve when alert.ShelvedUntil is not null || !(command.Knowing < alert.Occurrences) => Change(state, Settled(alert, AlertState.Resolved) with
            {
                ResolvedBy = command.By, ResolvedAt = now, Outcome = command.Outcome, Released = command.Release,
            }, AlertStep.Resolved, command.By, command.Note, policy, outbox),
            AlertVerb.Note => Change(state, alert, AlertStep.Noted, command.By, command.Note, policy, outbox),
            _ => Forbid(state, alert, command, outbox),
        };
    }

    /// <summary>The time has come for every alert whose next tier is due, or where nobody arrived.</summary>
    public static SiteState Tick(SiteState state, Policy policy, IOutbox outbox)
    {
        foreach (var alert in state.Alerts.Open.Where(a => (a.EscalateAt ?? a.ReturnAt) <= outbox.Now))
        {
            var (asking, step) = alert.State is AlertState.Open
                ? (alert, AlertStep.Escalated)
                : (Settled(alert, AlertState.Open) with { AcknowledgedBy = null, AcknowledgedAt = null }, AlertStep.Returned);
            asking = EscalationRule.Escalate(asking, Ladder(state, alert, policy), tier => Notifier.Reaches(state, alert, tier, outbox.Now), outbox.Now, policy);
            var note = step is AlertStep.Returned ? Phrase.Of("returned", ("by", alert.AcknowledgedBy)) : null;
            var notices = new DeferredOutbox(outbox);
            state = Notifier.Tell(state, alert.Id, asking.Tier, policy, notices);
            state = Change(state, asking with { Notices = state.Alerts.Find(alert.Id)!.Notices }, step, null, note, policy, outbox);
            notices.Release();
        }

        return state;
    }

    /// <summary>The one way by which an alert changes: into the alert store, and among its site's; and whoever was being told of it hears the rest.</summary>
    public static SiteState Change(SiteState state, Alert alert, AlertStep step, string? by, string? note, Policy policy, IOutbox outbox)
    {
        var before = state.Alerts.Find(alert.Id);
        alert = alert with { Still = StandingNeeds.Of(state, alert), Asked = Notifier.AskedOf(state.NotificationOf(alert.Id)) };
        outbox.Emit(new AlertChanged(alert, new AlertEvent(step, outbox.Now, by, note)));
        state = state with { Alerts = state.Alerts.With(alert, policy), RaisedSince = state.RaisedSince + (before is null ? 1 : 0) };
        return before is not null && before.State != alert.State ? Notifier.Hush(state, alert, policy, outbox) : state;
    }

    /// <summary>Said again while it is open. Put aside, it is counted in silence; what began as a drill and is said again after it is real.</summary>
    private static SiteState Again(SiteState state, Alert open, Need need, bool drill, Policy policy, IOutbox outbox)
    {
        if (open.Drill && !drill)
            return Change(state, Anew(state, open, need, drill, policy, outbox), AlertStep.Reopened, null, need.Note ?? Phrase.Of("afterDrill"), policy, outbox);
        var urgent = need.Urgency < open.Priority;
        var counted = open with { Occurrences = open.Occurrences + 1, Late = open.Late || need.Late, Priority = urgent ? need.Urgency : open.Priority };
        if (counted is { ShelvedUntil: not null, Priority: not Priority.High }) return state with { Alerts = state.Alerts.With(counted, policy) };
        if (urgent && counted.State is AlertState.Open)
            counted = counted with { ShelvedUntil = null, EscalateAt = EscalationRule.Due(Ladder(state, counted, policy), counted.Tier, 0, outbox.Now, policy) };
        return Change(state, counted, AlertStep.Repeated, null, need.Note, policy, outbox);
    }

    /// <summary>The same alert from its beginning: open, nobody asked but the wall.</summary>
    private static Alert Anew(SiteState state, Alert alert, Need need, bool drill, Policy policy, IOutbox outbox)
    {
        var anew = Settled(alert, AlertState.Open) with
        {
            Occurrences = alert.Occurrences + 1, Late = alert.Late || need.Late, Drill = drill, Tier = 1,
            AcknowledgedBy = null, AcknowledgedAt = null, ArrivedBy = null, ArrivedAt = null, ResolvedBy = null, ResolvedAt = null, Outcome = null,
            Released = null, Family = [],
        };
        return anew with { EscalateAt = EscalationRule.Due(Ladder(state, anew, policy), 1, 0, outbox.Now, policy) };
    }

    /// <summary>In a new state, with nothing pending of the old one.</summary>
    private static Alert Settled(Alert alert, AlertState now) => alert with { State = now, EscalateAt = null, ReturnAt = null, ShelvedUntil = null, Repeats = 0 };

    private static Ladder Ladder(SiteState state, Alert alert, Policy policy) => EscalationRule.LadderOf(alert.Kind, alert.Priority, state.Plan, policy);

    /// <summary>Doing again what the same person already did is no error: the first answer may have been lost on the way.</summary>
    private static SiteState Forbid(SiteState state, Alert alert, AlertCommand command, IOutbox outbox)
    {
        var again = command.Verb switch
        {
            AlertVerb.Acknowledge => alert.AcknowledgedBy == command.By,
            AlertVerb.Arrive => alert.ArrivedBy == command.By,
            _ => false,
        };
        if (!again) outbox.Emit(new Refused(Refusal.Conflict));
        return state;
    }
}
