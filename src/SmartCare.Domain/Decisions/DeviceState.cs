using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;

namespace SmartCare.Domain.Decisions;

/// <summary>What the grain of one device remembers.</summary>
/// <remarks>What a row of before has no word of comes as null: it is then as new. What of it must be on disk at once, and what may
/// follow, is <see cref="DeviceDurability"/>'s.</remarks>
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
    public ChannelValue[] Values { get; init => field = value ?? []; } = [];

    public FallPhase Fall { get; init; }

    /// <summary>End of the cancel window of a suspected fall.</summary>
    public DateTimeOffset? FallDueAt { get; init; }

    /// <summary>The suspicion was old already when it reached us.</summary>
    public bool FallLate { get; init; }

    /// <summary>Where to look at what raised the suspicion; null: nobody said.</summary>
    public string? FallClip { get; init; }

    public bool BatteryLow { get; init; }

    /// <summary>Its alarm's sound is turned off.</summary>
    public bool Muted { get; init; }

    /// <summary>Of a smoke detector that measures it: how warm it was of late; null: it does not.</summary>
    public RoomWarmth? Warmth { get; init; }

    /// <summary>What it has told about the person.</summary>
    public SenseMemory Senses { get; init => field = value ?? SenseMemory.None; } = SenseMemory.None;

    public DateTimeOffset? LastPressAt { get; init; }

    /// <summary>Its held button has been let go once: it is a state then, and only its rise is a press.</summary>
    public bool LetsGo { get; init; }

    /// <summary>How it is kept in order. Rarely changed, so it lies apart: every reading copies this state.</summary>
    public DeviceUpkeep Upkeep { get; init => field = value ?? DeviceUpkeep.New; } = DeviceUpkeep.New;

    /// <summary>How often it was lost of late.</summary>
    public DeviceLosses Losses { get; init => field = value ?? DeviceLosses.None; } = DeviceLosses.None;

    /// <summary>The last events, oldest first, so that a redelivery is known again.</summary>
    public EventMarks Recent { get; init; }

    /// <summary>The last readings that came at QoS 2, oldest first. Written with each of them: a crash between the commit and PUBREC makes the
    /// sender send it again, and the endpoint may have forgotten its packet id.</summary>
    public EventMarks RecentOnce { get; init; }

    public DateTimeOffset? DueAt
    {
        get
        {
            var due = FirmDueAt;
            Earlier(ref due, SilenceDueAt);
            Earlier(ref due, Upkeep.BatteryDueAt);
            return due;
        }
    }

    /// <summary>When something happens that does not wait for a word to stay away: a will's grace, a fall's window, a test.</summary>
    public DateTimeOffset? FirmDueAt
    {
        get
        {
            var due = WillDueAt;
            Earlier(ref due, FallDueAt);
            Earlier(ref due, Upkeep.TestDueAt);
            Earlier(ref due, Losses.DueAt);
            return due;
        }
    }

    private static void Earlier(ref DateTimeOffset? due, in DateTimeOffset? other)
    {
        if (other is { } at && !(due <= at)) due = at;
    }
}
