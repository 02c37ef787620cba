using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Incidents;

/// <summary>A person puts a trouble aside until a time, under their name: it is counted in silence and rings again when the time is over.
/// What is urgent cannot be put aside.</summary>
internal static class Shelving
{
    public static SiteState Obey(SiteState state, ShelveAlert command, Policy policy, IOutbox outbox)
    {
        if (state.Alerts.Find(command.AlertId) is not { } alert) return Refuse(state, Refusal.NotFound, outbox);
        var latest = outbox.Now + policy.LongestShelf;
        var until = command.Until < latest ? command.Until : latest;
        if (until <= outbox.Now) return Cut(state, alert, policy, outbox);
        if (alert.Priority is Priority.High || state.Board.Shelves.Length >= policy.MostShelves) return Refuse(state, Refusal.Conflict, outbox);

        AlertKind? kind = command.Everything ? null : alert.Kind;
        var shelf = new Shelf($"shelf-{alert.Id}", alert.About, kind, until, command.By, command.Note);
        state = state with { Board = state.Board with { Shelves = [.. state.Board.Shelves.Where(s => s.Id != shelf.Id), shelf] } };
        foreach (var covered in state.Alerts.Open.Where(a => shelf.Covers(a.About, a.Kind) && a.Priority is not Priority.High))
        {
            outbox.Emit(new NoticesWithdrawn(covered.Id));
            var aside = covered with { ShelvedUntil = until, EscalateAt = null, ReturnAt = null };
            state = AlertLifecycle.Change(state, aside, AlertStep.Shelved, command.By, command.Note, policy, outbox);
        }

        return state;
    }

    /// <summary>Taken from the shelf before its time.</summary>
    private static SiteState Cut(SiteState state, Alert alert, Policy policy, IOutbox outbox)
    {
        if (alert.ShelvedUntil is null) return state;
        state = state with
        {
            Board = state.Board with { Shelves = [.. state.Board.Shelves.Select(s => s.Covers(alert.About, alert.Kind) ? s with { Until = outbox.Now } : s)] },
        };
        return IncidentClosing.Unshelve(state, policy, outbox);
    }

    private static SiteState Refuse(SiteState state, Refusal why, IOutbox outbox)
    {
        outbox.Emit(new Refused(why));
        return state;
    }
}
