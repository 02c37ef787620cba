using System.Text.Json.Serialization;

namespace SmartCare.Domain.Words;

/// <summary>What is needed. The names are the outside contract, in lower case.</summary>
[JsonConverter(typeof(LowerCaseEnum<AlertKind>))]
public enum AlertKind
{
    Fire, Gas, Co, Water, Help, Fall, Inactivity, Wandering, Vitals, Environment, Offline, Battery, Tamper, Fault, System,
}

/// <summary>IEC 60601-1-8: high asks for an immediate, medium for a prompt response, low for awareness.</summary>
[JsonConverter(typeof(LowerCaseEnum<Priority>))]
public enum Priority
{
    High, Medium, Low,
}

[JsonConverter(typeof(LowerCaseEnum<AlertState>))]
public enum AlertState
{
    Open, Acknowledged, Arrived, Resolved,
}

/// <summary>What it turned out to be.</summary>
[JsonConverter(typeof(LowerCaseEnum<Outcome>))]
public enum Outcome
{
    Real, False, Test, Drill, Other,
}

/// <summary>What a relative does about an alert of theirs.</summary>
[JsonConverter(typeof(LowerCaseEnum<FamilyAct>))]
public enum FamilyAct
{
    /// <summary>They are with her.</summary>
    There,

    /// <summary>They telephone her.</summary>
    Calling,
}

/// <summary>What happened to an alert: one line of its history.</summary>
[JsonConverter(typeof(LowerCaseEnum<AlertStep>))]
public enum AlertStep
{
    Raised, Repeated, Cleared, Acknowledged, Arrived, Resolved, Noted, Escalated, Restored, Saved,

    /// <summary>It came back soon after it was resolved.</summary>
    Reopened,

    /// <summary>Somebody acknowledged and nobody came: the next are asked.</summary>
    Returned,

    /// <summary>A person outside the wall was told, or could not be.</summary>
    Told, Untold,

    /// <summary>A person put it aside for a while; the while is over.</summary>
    Shelved, Unshelved,

    /// <summary>It belongs to an incident now, or another need was put inside it.</summary>
    Gathered,
}

/// <summary>Which grain holds an alert.</summary>
[JsonConverter(typeof(LowerCaseEnum<SubjectKind>))]
public enum SubjectKind
{
    Device = 1, Elder = 2, Place = 3, Site = 4,
}

/// <summary>A grain of the domain: whom a message or an alert is about.</summary>
public readonly record struct Subject(SubjectKind Kind, string Key)
{
    public static Subject Of(DeviceId id) => new(SubjectKind.Device, id.Value);

    public static Subject Of(ElderId id) => new(SubjectKind.Elder, id.Value);

    public static Subject Of(PlaceId id) => new(SubjectKind.Place, id.Value);

    public static Subject Of(SiteId id) => new(SubjectKind.Site, id.Value);

    /// <summary>One part of a site's own watch: that nobody can be reached is another need than that the journal cannot be written. No id has
    /// a slash, so it is nobody else's.</summary>
    public static Subject PartOf(SiteId id, string part) => new(SubjectKind.Site, $"{id.Value}/{part}");
}

/// <summary>Enum names in camel case; numbers are refused.</summary>
public sealed class LowerCaseEnum<T>() : JsonStringEnumConverter<T>(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
