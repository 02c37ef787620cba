using SmartCare.Domain.Alerts;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>What the elder's grain says to the site.</summary>
public static partial class ElderDecision
{
    private static Need NeedOf(Elder elder, AlertKind kind, string note, DeviceId? device = null, bool late = false) =>
        new(kind, Subject.Of(elder.Id), elder.SiteId, elder.PlaceId, elder.Id, device, null, note, late);

    private static void Raise(Elder elder, AlertKind kind, string note, IOutbox outbox, DeviceId? device = null, bool late = false) =>
        outbox.Tell(Subject.Of(elder.SiteId), new NeedRaised(NeedOf(elder, kind, note, device, late)));

    /// <summary>Said before; again only when nobody has it on the desk any more.</summary>
    private static void Stand(Elder elder, AlertKind kind, string note, IOutbox outbox) =>
        outbox.Tell(Subject.Of(elder.SiteId), new NeedStands(NeedOf(elder, kind, note)));

    private static void Clear(Elder elder, AlertKind kind, string note, IOutbox outbox, DeviceId? device = null, bool ends = false) =>
        outbox.Tell(Subject.Of(elder.SiteId), new NeedCleared(kind, Subject.Of(elder.Id), device, note, ends));

    /// <summary>A blind watch and a missed visit are one alert about the same elder: it ends when neither is left.</summary>
    private static void EndFault(ElderState state, Elder elder, string note, IOutbox outbox) =>
        Clear(elder, AlertKind.Fault, note, outbox, ends: state is { BlindSaid: false, VisitSaidAt: null });

    /// <summary>She is noticed, or nothing is expected of her any more: what was raised for her stillness is shown as over.</summary>
    private static ElderState Unquiet(ElderState state, Elder elder, DeviceId? device, string note, IOutbox outbox)
    {
        if (state is { QuietSaidAt: null, MorningSaid: false }) return state;
        Clear(elder, AlertKind.Inactivity, note, outbox, device);
        return state with { QuietSaidAt = null, MorningSaid = false };
    }
}
