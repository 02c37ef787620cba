using System.Text.Json.Serialization;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>A visit (巡视探访) that was made.</summary>
public sealed record Visit(DateTimeOffset At, string By, string? Note);

/// <summary>What the grain of one elder remembers.</summary>
public sealed record ElderState
{
    public static readonly ElderState New = new();

    public Elder? Record { get; init; }

    /// <summary>The site's; UTC until the site is registered.</summary>
    public string TimeZone { get => field ?? SiteClock.Utc; init; }

    /// <summary>The place is a dwelling of its own.</summary>
    public bool AtHome { get; init; }

    /// <summary>Nobody else lives there: what watches the place watches her.</summary>
    public bool Alone { get; init; }

    /// <summary>Her own devices that see her, and those of a place where she lives alone; by id.</summary>
    public Source[] Own { get => field ?? []; init; }

    public Source[] Shared { get => field ?? []; init; }

    public ModeNow Mode { get => field ?? ModeNow.Home; init; }

    /// <summary>The last sign of life.</summary>
    public DateTimeOffset? LastSignAt { get; init; }

    /// <summary>Silence counts from here on; null while nothing sees her.</summary>
    public DateTimeOffset? SeeingSince { get; init; }

    /// <summary>All that could see her is silent since then.</summary>
    public DateTimeOffset? BlindSince { get; init; }

    public bool BlindSaid { get; init; }

    /// <summary>Her silence was raised, or told again, then; null when it was not.</summary>
    public DateTimeOffset? QuietSaidAt { get; init; }

    /// <summary>When to look next whether she is up; null when that was not agreed.</summary>
    public DateTimeOffset? MorningAt { get; init; }

    public bool MorningSaid { get; init; }

    /// <summary>What her bed said last.</summary>
    public bool? InBed { get; init; }

    /// <summary>Since when it says so.</summary>
    public DateTimeOffset? BedSince { get; init; }

    public bool BedSaid { get; init; }

    /// <summary>She left the bed at night then, and nothing has noticed her since.</summary>
    public DateTimeOffset? BedExitAt { get; init; }

    /// <summary>The door moved then, and nothing has noticed her since.</summary>
    public DateTimeOffset? DoorAt { get; init; }

    public bool WanderingSaid { get; init; }

    /// <summary>Devices that suspected a fall; those whose window is over do not mind being told.</summary>
    public DeviceId[] Suspecting { get => field ?? []; init; }

    public BandWatch Heart { get; init; }

    public BandWatch Breath { get; init; }

    public BandWatch Warmth { get; init; }

    /// <summary>The door to the outside moved last; what is silent right after it may be an empty home.</summary>
    public DateTimeOffset? DoorMovedAt { get; init; }

    public Habit Habit { get => field ?? Habit.Empty; init; }

    /// <summary>The last visits, oldest first.</summary>
    public Visit[] Visits { get => field ?? []; init; }

    /// <summary>Visits were agreed then.</summary>
    public DateTimeOffset? VisitsSince { get; init; }

    /// <summary>A missed visit was raised, or told again, then; null when none is missed.</summary>
    public DateTimeOffset? VisitSaidAt { get; init; }

    /// <summary>When a rule wants to look again. What changes sets it to now; what only lasts leaves it: looking too early costs little.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What her bed says; null when none speaks.</summary>
    [JsonIgnore]
    public bool? BedSays => Own.Concat(Shared).Any(s => s is { Bed: true, Alive: true }) ? InBed : null;

    /// <summary>She was discharged, or is kept for the record alone.</summary>
    [JsonIgnore]
    public bool IsGone => Record is { LivesHere: false };

    [JsonIgnore]
    public CarePlan Plan => Record?.Plan ?? CarePlan.Default;

    /// <summary>Is her stillness anyone's care? By agreement, or because nobody else would notice.</summary>
    [JsonIgnore]
    public bool IsWatched => Plan.QuietHours is not null || (AtHome && Alone);
}
