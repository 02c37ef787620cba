using SmartCare.Domain.Decisions;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Grains.Core;
using SmartCare.Grains.Silo;
using SmartCare.Server.Thresholds;
using SmartCare.Storage;

namespace SmartCare.Server.Care;

/// <summary>How a device stands.</summary>
internal sealed record DeviceStand(DateTimeOffset? LastSeenAt, bool? Online, bool ClockWrong, DateTimeOffset? LastTestAt, string? NotUnderstood, ChannelValue[] Values);

/// <summary>How an elder stands.</summary>
/// <param name="BlindSince">All that could see her is silent since then.</param>
/// <param name="IsSeen">Something that could see her move is there and speaks.</param>
/// <param name="QuietUntil">When her silence rings; null: it is nobody's to watch.</param>
/// <param name="VisitsSince">Visits were agreed then; null: none are.</param>
internal sealed record ElderStand(
    ModeNow Mode, DateTimeOffset? LastSignAt, IReadOnlyList<Visit> Visits, DateTimeOffset? BlindSince, bool IsSeen, DateTimeOffset? QuietUntil, DateTimeOffset? VisitsSince = null);

/// <summary>How grains stand, for lists and views: of those in memory what they know, of the others what their rows say. Looking wakes nobody.</summary>
internal sealed class GrainStates(CareSilo silo, Tables tables, PolicyBook book)
{
    public DeviceStand Device(string id)
    {
        var state = Of(SubjectKind.Device, id, DeviceState.New);
        return new DeviceStand(state.LastSeenAt, state.Online, state.ClockWrong, state.Upkeep.LastTestAt, state.Upkeep.NotUnderstood, state.Values);
    }

    public ElderStand Elder(string id)
    {
        var state = Of(SubjectKind.Elder, id, ElderState.New);
        return new ElderStand(state.Mode, state.LastSignAt, state.Visits, state.BlindSince, state.SeeingSince is not null, ElderDecision.QuietUntil(state, book.Policy), state.VisitsSince);
    }

    /// <summary>What is to be seen of a site besides its alerts: incidents, hand-overs, checks, drills.</summary>
    public SiteBoard Site(string id) => Of(SubjectKind.Site, id, SiteState.New).Board;

    private TState Of<TState>(SubjectKind kind, string id, TState asNew) where TState : class =>
        silo.Find(new Subject(kind, id)) is GrainCore<TState> awake ? awake.Now
        : tables.GrainState(kind, id) is { Length: > 0 } json ? CareJson.Read<TState>(json) ?? asNew
        : asNew;
}
