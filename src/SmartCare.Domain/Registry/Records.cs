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

    public override Subject Subject => Subject.Of(Id);

    public override string Partition => Id.Value;
}

[JsonConverter(typeof(LowerCaseEnum<PlaceKind>))]
public enum PlaceKind
{
    Room, Home,
}

public sealed record Place(PlaceId Id, SiteId SiteId, string Name, PlaceKind Kind) : RegistryRecord
{
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

    public override Subject Subject => Subject.Of(Id);

    public override string Partition => SiteId.Value;
}

/// <param name="ElderId">Whose it is; null for what watches the whole place.</param>
/// <param name="Model">An id of <see cref="Models"/>: it decides what the channels mean.</param>
public sealed record Device(DeviceId Id, SiteId SiteId, PlaceId PlaceId, ElderId? ElderId, string Model, string Name) : RegistryRecord
{
    /// <summary>The gateway it speaks through; null when it has a connection of its own.</summary>
    public DeviceId? Via { get; init; }

    public override Subject Subject => Subject.Of(Id);

    public override string Partition => SiteId.Value;
}
