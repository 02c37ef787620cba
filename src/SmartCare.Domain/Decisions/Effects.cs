using SmartCare.Domain.Alerts;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>What a decision wants to happen outside.</summary>
public abstract record CareEffect;

/// <summary>An alert is new or changed: into the alert store, to the walls.</summary>
public sealed record AlertChanged(Alert Alert, AlertEvent Event) : CareEffect;

/// <summary>A record was taken up: into the registry.</summary>
/// <param name="Before">What it took the place of; null: nothing.</param>
/// <param name="By">Who wrote it; null: the silo itself.</param>
public sealed record Registered(RegistryRecord Record, RegistryRecord? Before, string? By) : CareEffect;

/// <summary>A record that was never used is gone: out of the registry.</summary>
public sealed record Unregistered(RegistryRecord Record, string? By) : CareEffect;

/// <summary>The device's standing changed.</summary>
public sealed record DeviceStanding(DeviceId Device, bool Online, bool ClockWrong) : CareEffect;

/// <summary>What is known of an elder changed: for people to see.</summary>
public sealed record ElderStanding(ElderId Elder, ModeNow Mode, DateTimeOffset? LastSignAt, Visit[] Visits) : CareEffect;

public enum Remark
{
    /// <summary>A redelivery of an event already judged.</summary>
    Duplicate,

    /// <summary>Older than 24 h: recorded only.</summary>
    TooOld,

    /// <summary>The device's clock is ahead or before 2020.</summary>
    WrongClock,

    /// <summary>A test was recorded.</summary>
    Tested,

    /// <summary>A suspected fall was taken back within its window.</summary>
    FallCancelled,

    /// <summary>A reading for a device this shard has no record of.</summary>
    UnknownDevice,
}

/// <summary>Counted for the metrics; nobody is called.</summary>
public sealed record Remarked(Remark Remark, string About) : CareEffect;

public enum Refusal
{
    NotFound, Conflict,
}

/// <summary>A command could not be carried out; nothing changed.</summary>
public sealed record Refused(Refusal Reason) : CareEffect;

/// <summary>A grain met a bug of ours; its message was dropped and the wall must ring.</summary>
public sealed record GrainFaulted(string Grain, string Error) : CareEffect;

/// <summary>What people see of a site besides its alerts has changed.</summary>
public sealed record SiteStands(SiteId Site, Duty.SiteBoard Board) : CareEffect;
