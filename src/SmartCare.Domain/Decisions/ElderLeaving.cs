using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>An elder who was discharged, or whose record is archived: nobody is watched, nobody is told.</summary>
public static partial class ElderDecision
{
    /// <summary>The site and the places forget her; what was said of the watch itself is over. Her devices, her habits and the visits are kept for when she comes back.</summary>
    private static ElderState Leave(ElderState state, Elder record, IOutbox outbox)
    {
        outbox.Tell(Subject.Of(record.SiteId), new ElderLeft(record.Id));
        outbox.Tell(Subject.Of(record.PlaceId), new MovedOut(record.Id));
        if (state.Record is { } before && before.PlaceId != record.PlaceId) outbox.Tell(Subject.Of(before.PlaceId), new MovedOut(record.Id));
        Clear(record, AlertKind.Fault, Phrase.Of("leftHere"), outbox, ends: true);
        return Shown(ElderState.New with
        {
            Record = record, TimeZone = state.TimeZone, Own = state.Own, Habit = state.Habit, Visits = state.Visits, LastSignAt = state.LastSignAt,
        }, outbox);
    }

    private static ElderState HearWhileGone(ElderState state, CareMessage message, IOutbox outbox)
    {
        switch (message)
        {
            case SiteIs { Site: var site }:
                return state with { TimeZone = site.TimeZone };
            case SourceIs { Source: var source }:
                return state with { Own = Sources.With(state.Own, source, MostSources) };
            case SourceLeft { Device: var device }:
                return state with { Own = Sources.Without(state.Own, device) };
            case SetMode or VisitDone:
                outbox.Emit(new Refused(Refusal.Conflict));
                return state;
            default:
                return state;
        }
    }
}
