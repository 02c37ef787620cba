using SmartCare.Domain.Decisions;
using SmartCare.Domain.Incidents;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Alerts;

/// <summary>What devices go on saying: smoke, gas, water, a cord that is pulled.</summary>
/// <param name="Need">As it was said first.</param>
/// <param name="Devices">Those that say so.</param>
public sealed record StandingNeed(Need Need, DeviceId[] Devices)
{
    /// <summary>The alert that ended while it stood; null while one is open, or when the ended one is not known any more.</summary>
    public Alert? Ended { get; init; }

    /// <summary>When it rings again unless the devices let go; null while an alert tells of it.</summary>
    public DateTimeOffset? RingsAt { get; init; }
}

/// <summary>Resolved is not extinguished: while a detector goes on saying so its alert shows it, and rings again after a while, also when not one more
/// word comes.</summary>
internal static class StandingNeeds
{
    public static DeviceId[] Of(SiteState state, Alert alert) => Find(state, alert.About, alert.Kind)?.Devices ?? [];

    /// <summary>A device says so. Heard with each of its messages, so what is known already changes nothing.</summary>
    public static SiteState Begin(SiteState state, Need need)
    {
        if (!need.Holds || need.DeviceId is not { } device) return state;
        var known = Find(state, need.About, need.Kind);
        if (known is not null && known.Devices.Contains(device)) return state;
        return With(state, known ?? new StandingNeed(need, []), known is null ? new StandingNeed(need, [device]) : known with { Devices = [.. known.Devices, device] });
    }

    /// <summary>It has let go. An alert that ended before shows it, too.</summary>
    public static SiteState End(SiteState state, NeedCleared cleared, IOutbox outbox)
    {
        if (Find(state, cleared.About, cleared.Kind) is not { } known) return state;
        var left = known with { Devices = cleared.Device is { } device ? Array.FindAll(known.Devices, d => d != device) : [] };
        if (left.Devices.Length == known.Devices.Length) return state;
        if (known.Ended is { } ended) left = left with { Ended = Show(ended, left.Devices, AlertStep.Cleared, cleared.Note, outbox) };
        return With(state, known, left.Devices.Length > 0 ? left : null);
    }

    /// <summary>After every step: what stands and has no alert any more rings again when its time has come.</summary>
    public static SiteState Settle(SiteState state, Policy policy, IOutbox outbox)
    {
        foreach (var standing in state.Standing)
        {
            var (about, kind) = (standing.Need.About, standing.Need.Kind);
            var open = state.Alerts.Find(about, kind);
            if (open is not null || SuppressedNeeds.Find(state, about, kind) >= 0)
            {
                // Another alert tells of it now.
                if (standing.Ended is { } ended && ended.Id != open?.Id) Show(ended, [], AlertStep.Noted, Phrase.Of("toldByOther"), outbox);
                if (standing is not { Ended: null, RingsAt: null }) state = With(state, standing, standing with { Ended = null, RingsAt = null });
            }
            else if (standing.RingsAt is null)
            {
                var rings = (state.Alerts.EndOf(about, kind) ?? outbox.Now) + StandsAgainRule.After(kind, policy);
                state = With(state, standing, standing with { Ended = state.Alerts.FindClosed(about, kind), RingsAt = rings > outbox.Now ? rings : outbox.Now });
            }
        }

        return state;
    }

    public static SiteState Tick(SiteState state, Policy policy, IOutbox outbox)
    {
        foreach (var standing in state.Standing.Where(s => s.RingsAt <= outbox.Now))
        {
            var note = DeviceNeeds.StillSays(standing.Devices[0]);
            state = AlertGrouping.Take(state, standing.Need with { DeviceId = standing.Devices[0], Note = note, Late = false }, counts: true, policy, outbox);
        }

        return state;
    }

    private static Alert Show(Alert ended, DeviceId[] still, AlertStep step, string? note, IOutbox outbox)
    {
        ended = ended with { Still = still };
        outbox.Emit(new AlertChanged(ended, new AlertEvent(step, outbox.Now, null, note)));
        return ended;
    }

    private static StandingNeed? Find(SiteState state, Subject about, AlertKind kind) => Array.Find(state.Standing, s => s.Need.Kind == kind && s.Need.About == about);

    private static SiteState With(SiteState state, StandingNeed before, StandingNeed? after) => state with
    {
        Standing = [.. state.Standing.Where(s => s.Need.Kind != before.Need.Kind || s.Need.About != before.Need.About), .. after is null ? (StandingNeed[])[] : [after]],
    };
}
