using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Alerts;

/// <summary>A need that someone must answer, as its site knows it. History and numbering are the alert store's.</summary>
/// <param name="About">Who or what needs someone: of each kind at most one alert about the same is open.</param>
public sealed record Alert(
    string Id, AlertKind Kind, Priority Priority, Subject About, SiteId SiteId, PlaceId? PlaceId, ElderId? ElderId, DeviceId? DeviceId,
    string? DeviceModel, DateTimeOffset RaisedAt)
{
    public AlertState State { get; init; } = AlertState.Open;

    /// <summary>The gateway its device speaks through: when that is lost, so are its devices.</summary>
    public DeviceId? Via { get; init; }

    /// <summary>Presses, or new events of the same need, since it was raised; at least 1.</summary>
    public int Occurrences { get; init; } = 1;

    /// <summary>Who is being asked: 1 = the wall.</summary>
    public int Tier { get; init; } = 1;

    public string? AcknowledgedBy { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; init; }

    public string? ArrivedBy { get; init; }

    public DateTimeOffset? ArrivedAt { get; init; }

    public string? ResolvedBy { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    public Outcome? Outcome { get; init; }

    /// <summary>What staff let the family read of how it ended; null: nothing.</summary>
    public string? Released { get; init; }

    /// <summary>Relatives who have said that they see to it, each with their last word. It stands open all the same.</summary>
    public FamilyAnswer[] Family { get; init; } = [];

    public bool Drill { get; init; }

    /// <summary>The event was more than two minutes old when it reached us.</summary>
    public bool Late { get; init; }

    /// <summary>When the next tier is asked, unless someone acknowledges; null when no further step is due.</summary>
    public DateTimeOffset? EscalateAt { get; init; }

    /// <summary>How often the last tier was asked again.</summary>
    public int Repeats { get; init; }

    /// <summary>Acknowledged, and nobody is there yet: when it goes back up the chain.</summary>
    public DateTimeOffset? ReturnAt { get; init; }

    /// <summary>Put aside by a person until then; null when it is not.</summary>
    public DateTimeOffset? ShelvedUntil { get; init; }

    /// <summary>The incident it belongs to.</summary>
    public string? Incident { get; init; }

    /// <summary>Needs that were put inside this alert instead of ringing on their own.</summary>
    public int Gathered { get; init; }

    /// <summary>Devices that go on saying what raised it, also after somebody resolved it; empty when they have let go, or tell of events and no state.</summary>
    public DeviceId[] Still { get; init; } = [];

    /// <summary>Who was asked outside the wall, each once; empty when nobody could be.</summary>
    public AskedPerson[] Asked { get; init; } = [];

    /// <summary>Notices wanted about it so far: with its id it makes theirs, also after it was reopened.</summary>
    public int Notices { get; init; }
}

/// <param name="Delivered">One of the notices to them was taken; null while none was and one is on its way.</param>
public sealed record AskedPerson(string Person, Audience Audience, bool? Delivered);

/// <summary>A relative sees to it.</summary>
/// <param name="By">A user.</param>
/// <param name="Name">As the elder's contacts have it.</param>
public sealed record FamilyAnswer(string By, string Name, FamilyAct Act, DateTimeOffset At);

/// <summary>One line of an alert's history.</summary>
/// <param name="By">A user, or null for the system itself.</param>
public sealed record AlertEvent(AlertStep What, DateTimeOffset At, string? By, string? Note);

/// <summary>What a rule asks for: an alert of this kind about this subject, or one more occurrence of the one that is open.</summary>
public sealed record Need(
    AlertKind Kind, Subject About, SiteId SiteId, PlaceId? PlaceId, ElderId? ElderId, DeviceId? DeviceId, string? DeviceModel, string? Note, bool Late)
{
    /// <summary>The gateway the device speaks through.</summary>
    public DeviceId? Via { get; init; }

    /// <summary>A state that stands until the device says that it is over; not a press that is done, nor a word that no other follows.</summary>
    public bool Holds { get; init; }

    /// <summary>Where the need itself knows better than its kind; null: as the kind.</summary>
    public Priority? Priority { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public Priority Urgency => Priority ?? AlertPriorities.Of(Kind);
}
