using SmartCare.Domain.Alerts;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>What a device tells its site: who or what needs someone because of it.</summary>
internal static class DeviceNeeds
{
    public static DeviceModel ModelOf(Device record) => Models.All[record.Model];

    public static void Raise(Device record, Need need, IOutbox outbox) => outbox.Tell(Subject.Of(record.SiteId), new NeedRaised(need));

    public static void Stand(Device record, Need need, IOutbox outbox) => outbox.Tell(Subject.Of(record.SiteId), new NeedStands(need));

    public static void Clear(Device record, AlertKind kind, Subject about, string note, bool ends, IOutbox outbox) =>
        outbox.Tell(Subject.Of(record.SiteId), new NeedCleared(kind, about, record.Id, note, ends));

    public static void Note(Device record, AlertKind kind, Subject about, string note, IOutbox outbox) =>
        outbox.Tell(Subject.Of(record.SiteId), new NeedNoted(kind, about, record.Id, note));

    /// <summary>Whose need a device tells of: the elder's whose device it is, else that of whoever is in the place.</summary>
    public static Subject PersonOf(Device record) => record.ElderId is { } elder ? Subject.Of(elder) : Subject.Of(record.PlaceId);

    public static Need NeedOf(Device record, AlertKind kind, string? note, bool late) =>
        new(kind, PersonOf(record), record.SiteId, record.PlaceId, record.ElderId, record.Id, record.Model, note, late) { Via = record.Via };

    /// <summary>A danger is the whole place's, whoever the device belongs to.</summary>
    public static Need DangerOf(Device record, AlertKind kind, string? note, bool late) =>
        NeedOf(record, kind, note, late) with { About = Subject.Of(record.PlaceId), ElderId = null, Holds = true };

    /// <summary>The device itself is lost, broken or torn off: as urgent as what hangs on it.</summary>
    public static Need FaultOf(Device record, AlertKind kind, string? note) =>
        UpkeepOf(record, kind, note) with { Priority = DevicePriorityRule.Of(ModelOf(record).Class) };

    /// <summary>The device itself should be looked at by day: it still works.</summary>
    public static Need UpkeepOf(Device record, AlertKind kind, string? note) =>
        NeedOf(record, kind, note, late: false) with { About = record.Subject, Priority = Priority.Low };

    public static string StillSays(DeviceId device) => Phrase.Of("stillSays", ("device", device));
}
