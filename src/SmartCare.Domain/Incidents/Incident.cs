using System.Text.Json.Serialization;
using SmartCare.Domain.Alerts;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Incidents;

[JsonConverter(typeof(LowerCaseEnum<IncidentKind>))]
public enum IncidentKind
{
    Fire, Power, Gateway, Flood,

    /// <summary>What was left when a flood ended, of one cause.</summary>
    Left,
}

/// <summary>Alerts of one cause at one site, shown as one.</summary>
/// <param name="Id">Derived from the alert it began with.</param>
/// <param name="Alert">The alert that stands for all of it; null for a fire, whose alerts all ring on their own.</param>
public sealed record Incident(string Id, IncidentKind Kind, string? Alert, DateTimeOffset Since)
{
    /// <summary>Its alerts, oldest first.</summary>
    public string[] Alerts { get; init; } = [];

    /// <summary>When the last one joined.</summary>
    public DateTimeOffset LastAt { get; init; } = Since;

    public DateTimeOffset? EndedAt { get; init; }

    public static string IdOf(string alertId) => $"i-{alertId}";
}

/// <summary>A need that rings inside another alert, or not before its shelf is over. It is known, listed, and never forgotten: whatever held
/// it back ends, and then it rings on its own unless it was over before.</summary>
/// <param name="Under">The incident, or the shelf.</param>
/// <param name="Count">How often it was said.</param>
/// <param name="ReleaseAt">When it rings on its own; null while what holds it stands.</param>
public sealed record HeldNeed(Need Need, string Under, DateTimeOffset At, int Count, DateTimeOffset? ReleaseAt);

/// <summary>Put aside by a person, with an end and a name.</summary>
/// <param name="Kind">Null: everything about this device.</param>
public sealed record Shelf(string Id, Subject About, AlertKind? Kind, DateTimeOffset Until, string By, string? Note)
{
    public bool Covers(Subject about, AlertKind kind) => About == about && (Kind is null || Kind == kind);
}

/// <summary>An alert that was new, or a need that was held back.</summary>
public sealed record Arrival(DateTimeOffset At, AlertKind Kind, string From);
