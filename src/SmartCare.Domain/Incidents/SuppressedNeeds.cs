using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Incidents;

/// <summary>The needs that do not ring on their own just now.</summary>
internal static class SuppressedNeeds
{
    public static int Find(SiteState state, Subject about, AlertKind kind) =>
        Array.FindIndex(state.Board.Held, h => h.Need.Kind == kind && h.Need.About == about);

    /// <summary>Said again: counted, and nothing else.</summary>
    public static SiteState Again(SiteState state, Need need)
    {
        var held = state.Board.Held.ToArray();
        var index = Find(state, need.About, need.Kind);
        held[index] = held[index] with { Need = need, Count = held[index].Count + 1 };
        return With(state, held);
    }

    /// <summary>Inside the alert that stands for the incident, with a line in its history; under a shelf, in silence.</summary>
    public static SiteState Put(SiteState state, Need need, string under, Policy policy, IOutbox outbox)
    {
        state = With(state, [.. state.Board.Held, new HeldNeed(need, under, outbox.Now, 1, null)]);
        if (Array.Find(state.Alerts.Open, a => Incident.IdOf(a.Id) == under) is not { } parent) return state;
        state = AlertGrouping.Open(state, IncidentKind.Gateway, parent.Id, outbox.Now);
        var note = Phrase.Of("gathered", ("kind", need.Kind.ToString().ToLowerInvariant()), ("name", need.DeviceId?.Value ?? need.About.Key));
        return AlertLifecycle.Change(state, parent with { Gathered = parent.Gathered + 1 }, AlertStep.Gathered, null, note, policy, outbox);
    }

    /// <summary>It is over, or rings on its own.</summary>
    public static SiteState Drop(SiteState state, Subject about, AlertKind kind) => Find(state, about, kind) is var index and >= 0
        ? With(state, [.. state.Board.Held.AsSpan(0, index), .. state.Board.Held.AsSpan(index + 1)])
        : state;

    public static bool IsEmpty(SiteState state, string under) => !Array.Exists(state.Board.Held, h => h.Under == under);

    /// <summary>What held them has ended: they ring on their own when this time has come.</summary>
    public static SiteState ReleaseAt(SiteState state, string under, DateTimeOffset at) => IsEmpty(state, under) ? state
        : With(state, [.. state.Board.Held.Select(h => h.Under == under && h.ReleaseAt is null ? h with { ReleaseAt = at } : h)]);

    public static SiteState With(SiteState state, HeldNeed[] held) => state with { Board = state.Board with { Held = held } };
}
