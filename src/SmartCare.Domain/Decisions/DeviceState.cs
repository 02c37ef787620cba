using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;

namespace SmartCare.Domain.Decisions;

/// <summary>What the grain of one device remembers.</summary>
public sealed record DeviceState
{
    public static readonly DeviceState New = new();

    /// <summary>Who and where it is; null until it is registered.</summary>
    public Device? Record { get; init; }

    /// <summary>Its last word, by our clock; null until it has spoken.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Null until it has spoken.</summary>
    public bool? Online { get; init; }

    public bool ClockWrong { get; init; }

    /// <summary>When to look whether it is silent; null when it has not spoken or counts as offline already.</summary>
    public DateTimeOffset? SilenceDueAt { get; init; }

    /// <summary>Its will came: the grace ends then.</summary>
    public DateTimeOffset? WillDueAt { get; init; }

    /// <summary>The last value of each channel, at most <see cref="PayloadDecoder.MostChannels"/>.</summary>
    public ChannelValue[] Values { get; init; } = [];

    public FallPhase Fall { get; init; }

    /// <summary>End of the cancel window of a suspected fall.</summary>
    public DateTimeOffset? FallDueAt { get; init; }

    /// <summary>The suspicion was old already when it reached us.</summary>
    public bool FallLate { get; init; }

    public bool BatteryLow { get; init; }

    /// <summary>Its cell, a point a day, oldest first: what a forecast is made of.</summary>
    public DayPoint[] Cell { get; init; } = [];

    /// <summary>When to look whether it still tells of its battery; null until it did.</summary>
    public DateTimeOffset? BatteryDueAt { get; init; }

    /// <summary>It speaks, but no longer of its battery; said so once.</summary>
    public bool BatteryUnheard { get; init; }

    /// <summary>It says of itself that it does not work.</summary>
    public bool Faulty { get; init; }

    public bool Tampered { get; init; }

    /// <summary>Its alarm's sound is turned off.</summary>
    public bool Muted { get; init; }

    /// <summary>When its test button was last pressed; null when nobody did since it was registered.</summary>
    public DateTimeOffset? LastTestAt { get; init; }

    /// <summary>Since when every message of it says test; null when the last one did not.</summary>
    public DateTimeOffset? TestSince { get; init; }

    /// <summary>By when it must be tested; null for what has no test button, and once it was said that nobody did.</summary>
    public DateTimeOffset? TestDueAt { get; init; }

    /// <summary>It was said that nobody tests it; nobody has since.</summary>
    public bool Untested { get; init; }

    public DateTimeOffset? LastPressAt { get; init; }

    /// <summary>When it was lost of late; at most one more than <see cref="Policy.FlapsAllowed"/>.</summary>
    public DateTimeOffset[] Losses { get; init; } = [];

    /// <summary>How often it was lost since it flaps; 0 when it does not.</summary>
    public int Flaps { get; init; }

    /// <summary>It flaps and is there: steady again when it still is then.</summary>
    public DateTimeOffset? SteadyDueAt { get; init; }

    /// <summary>It flaps and is lost: announced again when it still is then.</summary>
    public DateTimeOffset? LostDueAt { get; init; }

    /// <summary>The last events, oldest first, so that a redelivery is known again.</summary>
    public EventMark[] Recent { get; init; } = [];

    public DateTimeOffset? DueAt => Earliest(
        Earliest(Earliest(SilenceDueAt, WillDueAt), Earliest(FallDueAt, BatteryDueAt)), Earliest(Earliest(TestDueAt, SteadyDueAt), LostDueAt));

    private static DateTimeOffset? Earliest(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;
}

/// <summary>What identifies one event of a device.</summary>
public readonly record struct EventMark(ulong Content, long? DeviceTimeMs, ushort PacketId, DateTimeOffset At);
