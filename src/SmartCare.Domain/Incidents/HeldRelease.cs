using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Incidents;

/// <summary>What was held back comes out when its holder has ended. The end of a flood must not be a flood: what still stands of one cause comes
/// out as one alert, with the rest inside it.</summary>
internal static class HeldRelease
{
    /// <param name="Part">The part of the site's own watch that the alert is about.</param>
    /// <param name="AtLeast">So many together are gathered; fewer ring each on its own.</param>
    private readonly record struct Cause(string Part, IncidentKind Kind, int AtLeast);

    /// <summary>Those whose time has come.</summary>
    public static SiteState Release(SiteState state, Policy policy, IOutbox outbox)
    {
        if (!Array.Exists(state.Board.Held, h => h.ReleaseAt <= outbox.Now)) return state;
        var due = Array.FindAll(state.Board.Held, h => h.ReleaseAt <= outbox.Now);
        state = SuppressedNeeds.With(state, Array.FindAll(state.Board.Held, h => !(h.ReleaseAt <= outbox.Now)));
        foreach (var group in due.GroupBy(h => CauseOf(state, h, policy)).ToList())
            state = group.Key is { } cause && group.Count() >= cause.AtLeast
                ? Gather(state, cause, [.. group], policy, outbox)
                : group.Aggregate(state, (s, held) => AlertGrouping.Take(s, held.Need, counts: IsNews(s, held), policy, outbox));
        return state;
    }

    /// <summary>What they are to be gathered as; null when each rings on its own, as after a shelf, or when something else holds it now.</summary>
    private static Cause? CauseOf(SiteState state, HeldNeed held, Policy policy)
    {
        if (AlertGrouping.HolderOf(state, held.Need, policy) is not null || state.Alerts.Find(held.Need.About, held.Need.Kind) is not null) return null;
        var silent = held.Need.Kind is AlertKind.Offline;
        return HolderKind(state, held) switch
        {
            IncidentKind.Flood or IncidentKind.Left => new Cause(silent ? "silent" : "things", IncidentKind.Left, 2),
            // Lost for good, they come as one again.
            IncidentKind.Gateway or IncidentKind.Power when silent => new Cause(AlertGrouping.PowerPart, IncidentKind.Power, policy.PowerCutAt),
            _ => null,
        };
    }

    /// <summary>One alert that stands for all, and one change of it however many are inside.</summary>
    private static SiteState Gather(SiteState state, Cause cause, HeldNeed[] held, Policy policy, IOutbox outbox)
    {
        var (site, names) = (held[0].Need.SiteId, Phrase.Of("names", ("names", string.Join(", ", held.Take(3).Select(NameOf)) + (held.Length > 3 ? ", ..." : ""))));
        var need = new Need(AlertKind.System, Subject.PartOf(site, cause.Part), site, null, null, null, null, Phrase.All(WordsOf(cause), names), Late: false)
        {
            Priority = cause.Kind is IncidentKind.Power ? Priority.Medium : held.Min(h => h.Need.Urgency),
        };
        state = AlertLifecycle.Raise(state, need, null, policy, outbox);
        var parent = state.Alerts.Find(need.About, need.Kind)!;
        state = AlertGrouping.Open(state, cause.Kind, parent.Id, outbox.Now);
        state = SuppressedNeeds.With(state, [.. state.Board.Held, .. held.Select(h => h with { Under = Incident.IdOf(parent.Id), ReleaseAt = null })]);
        return AlertLifecycle.Change(state, parent with { Gathered = parent.Gathered + held.Length }, AlertStep.Gathered, null, names, policy, outbox);
    }

    private static string WordsOf(Cause cause) => (cause.Kind, cause.Part) switch
    {
        (IncidentKind.Power, _) => Phrase.Of("leftPower"),
        (_, "silent") => Phrase.Of("leftSilent"),
        _ => Phrase.Of("leftThings"),
    };

    private static string NameOf(HeldNeed held) => held.Need.DeviceId?.Value ?? held.Need.About.Key;

    /// <summary>What a lost gateway or a power cut held has not been counted yet.</summary>
    private static bool IsNews(SiteState state, HeldNeed held) => HolderKind(state, held) is IncidentKind.Gateway or IncidentKind.Power;

    private static IncidentKind? HolderKind(SiteState state, HeldNeed held) => Array.Find(state.Board.Incidents, i => i.Id == held.Under)?.Kind;
}
