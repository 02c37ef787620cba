using System.Text.Json.Serialization;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Registry;

/// <summary>What is known of a site, a place, an elder or a device: who is where.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Site), "site")]
[JsonDerivedType(typeof(Place), "place")]
[JsonDerivedType(typeof(Elder), "elder")]
[JsonDerivedType(typeof(Device), "device")]
public abstract record RegistryRecord
{
    /// <summary>The grain that keeps it.</summary>
    [JsonIgnore]
    public abstract Subject Subject { get; }

    /// <summary>The key that decides which shard it lives in: its site. So all grains of a site may speak to each other within a turn.</summary>
    [JsonIgnore]
    public abstract string Partition { get; }
}

/// <param name="TimeZone">IANA name; the wall shows times in it.</param>
public sealed record Site(SiteId Id, string Name, string NameEn, string TimeZone) : RegistryRecord
{
    /// <summary>Who is asked, when; null until somebody has said so: then only the wall is.</summary>
    public Duty.DutyPlan? Duty { get; init; }

    /// <summary>The district (区, 街道) that it belongs to.</summary>
    public string? District { get; init; }

    /// <summary>The community, or what stands above it, that officials count it to; null: nobody above the site sees anything of it.</summary>
    public LevelId? LevelId { get; init; }

    /// <summary>By which a family reaches whoever is on duty; null: nobody has said.</summary>
    public string? Phone { get; init; }

    /// <summary>The learned fall model that decides here, <c>waist/2026-11-26-101500</c>; null: the threshold rule does, and the newest model is only tried.</summary>
    public string? FallModel { get; init; }

    /// <summary>Kept for what happened there; nobody is asked any more.</summary>
    public bool Archived { get; init; }

    public override Subject Subject => Subject.Of(Id);

    public override string Partition => Id.Value;
}

[JsonConverter(typeof(LowerCaseEnum<PlaceKind>))]
public enum PlaceKind
{
    Room, Home, Bedroom, Activity, Rehabilitation, Bathroom, Corridor, Dwelling,
}

public sealed record Place(PlaceId Id, SiteId SiteId, string Name, PlaceKind Kind) : RegistryRecord
{
    /// <summary>Beds of the room, numbered from 1; null: nobody has said.</summary>
    public int? Beds { get; init; }

    /// <summary>Kept for what happened there; nobody lives there and nothing hangs there.</summary>
    public bool Archived { get; init; }

    /// <summary>Somebody's own home, with a door of its own.</summary>
    [JsonIgnore]
    public bool IsDwelling => Kind is PlaceKind.Home or PlaceKind.Dwelling;

    /// <summary>Elders live in such a place; in others they only stay.</summary>
    [JsonIgnore]
    public bool MayBeLivedIn => IsDwelling || Kind is PlaceKind.Room or PlaceKind.Bedroom;

    public override Subject Subject => Subject.Of(Id);

    public override string Partition => SiteId.Value;
}

/// <param name="Bed">Number of the bed in the room; null at home.</param>
/// <param name="CareLevel">1 light, 2 half, 3 full care.</param>
public sealed record Elder(ElderId Id, SiteId SiteId, PlaceId PlaceId, string Name, int? Bed, int CareLevel) : RegistryRecord
{
    /// <summary>Who is told when the elder needs someone.</summary>
    public Household Household { get; init; } = Household.None;

    /// <summary>What was agreed about the elder; records of before plans have none.</summary>
    public CarePlan Plan { get; init => field = value ?? CarePlan.Default; } = CarePlan.Default;

    /// <summary>What else is known; records of before it have none.</summary>
    public Ledger Ledger { get; init => field = value ?? Ledger.Empty; } = Ledger.Empty;

    /// <summary>Kept for what happened.</summary>
    public bool Archived { get; init; }

    /// <summary>False: discharged or archived; nobody watches, and the place is where they lived last.</summary>
    [JsonIgnore]
    public bool LivesHere => !Archived && Ledger.DischargedOn is null;

    public override Subject Subject => Subject.Of(Id);

    public override string Partition => SiteId.Value;
}

/// <param name="ElderId">Whose it is; null for what watches the whole place.</param>
/// <param name="Model">An id of <see cref="Models"/>: it decides what the channels mean.</param>
public sealed record Device(DeviceId Id, SiteId SiteId, PlaceId PlaceId, ElderId? ElderId, string Model, string Name) : RegistryRecord
{
    /// <summary>The gateway it speaks through; null when it has a connection of its own.</summary>
    public DeviceId? Via { get; init; }

    /// <summary>What that gateway calls it (zigbee2mqtt's friendly name, with spaces, slashes and Chinese); null: by its id.</summary>
    public string? Alias { get; init; }

    /// <summary>Where a wearable is worn; null: nobody has said, and no learned model judges what it feels.</summary>
    public WearingPlace? WornAt { get; init; }

    /// <summary>Out of use: it raises nothing of its own, and nobody misses it. A danger that it tells of all the same rings at its site.</summary>
    public bool Archived { get; init; }

    public override Subject Subject => Subject.Of(Id);

    public override string Partition => SiteId.Value;
}
