using SmartCare.Domain.Rules;

namespace SmartCare.Domain.Decisions;

/// <summary>What is remembered of a device's battery, faults and tests.</summary>
public sealed record DeviceUpkeep
{
    public static readonly DeviceUpkeep New = new();

    /// <summary>Its cell, a point a day, oldest first: what a forecast is made of.</summary>
    public DayPoint[] Cell { get; init => field = value ?? []; } = [];

    /// <summary>When to look whether it still tells of its battery; null until it did.</summary>
    public DateTimeOffset? BatteryDueAt { get; init; }

    /// <summary>It speaks, but no longer of its battery; said so once.</summary>
    public bool BatteryUnheard { get; init; }

    /// <summary>It says of itself that it does not work.</summary>
    public bool Faulty { get; init; }

    public bool Tampered { get; init; }

    /// <summary>When its test button was last pressed; null when nobody did since it was registered.</summary>
    public DateTimeOffset? LastTestAt { get; init; }

    /// <summary>Since when every message of it says test; null when the last one did not.</summary>
    public DateTimeOffset? TestSince { get; init; }

    /// <summary>By when it must be tested; null for what has no test button, and once it was said that nobody did.</summary>
    public DateTimeOffset? TestDueAt { get; init; }

    /// <summary>The first thing it said that its model makes no sense of; null when there was none since it has this model.</summary>
    public string? NotUnderstood { get; init; }

    /// <summary>It was said that it may be of another model: it spoke of an alarm that this one does not have.</summary>
    public bool Strange { get; init; }

    /// <summary>It was said that nobody tests it; nobody has since.</summary>
    public bool Untested { get; init; }
}

/// <summary>What is remembered of a device that is lost and found again.</summary>
public sealed record DeviceLosses
{
    public static readonly DeviceLosses None = new();

    /// <summary>When it was lost of late; at most one more than <see cref="Policy.FlapsAllowed"/>.</summary>
    public DateTimeOffset[] At { get; init => field = value ?? []; } = [];

    /// <summary>How often it was lost since it flaps; 0 when it does not.</summary>
    public int Flaps { get; init; }

    /// <summary>It flaps and is there: steady again when it still is then.</summary>
    public DateTimeOffset? SteadyDueAt { get; init; }

    /// <summary>It flaps and is lost: announced again when it still is then.</summary>
    public DateTimeOffset? LostDueAt { get; init; }

    public DateTimeOffset? DueAt => SteadyDueAt ?? LostDueAt;
}
