using System.Text.Json.Serialization;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Upkeep;

/// <summary>What a house owes to the law by a day.</summary>
[JsonConverter(typeof(LowerCaseEnum<UpkeepKind>))]
public enum UpkeepKind
{
    /// <summary>A round of the house (巡查) that comes back every few months.</summary>
    Round,

    /// <summary>A drill (演练) that comes back every few months.</summary>
    Drill,

    /// <summary>An extinguisher, a hydrant, a light: inspected every few months, and good until a day.</summary>
    Equipment,

    /// <summary>Something dangerous that somebody found (隐患): set right, then looked at by somebody else.</summary>
    Hazard,

    /// <summary>What an authority must be told: of an incident within hours, or every few months.</summary>
    Report,
}

/// <summary>Which sort of its kind; each belongs to one kind, <see cref="Other"/> to all.</summary>
[JsonConverter(typeof(LowerCaseEnum<UpkeepType>))]
public enum UpkeepType
{
    Other,

    /// <summary>Equipment.</summary>
    Extinguisher, Hydrant, Lighting, Sprinkler, Detector, Door,

    /// <summary>What is reported of an incident: somebody died, was badly or lightly hurt, is missing; a fire; an infection or a poisoning of several.</summary>
    Death, SevereInjury, Injury, Missing, Fire, Infection,

    /// <summary>The operator's own report of a period.</summary>
    Periodic,
}

[JsonConverter(typeof(LowerCaseEnum<UpkeepState>))]
public enum UpkeepState
{
    Open,

    /// <summary>A hazard that was set right and nobody else has looked at; a report without a receipt.</summary>
    Waiting,

    Closed,

    /// <summary>It counts no more: thrown away, written down by mistake.</summary>
    Retired,
}

/// <summary>What somebody did about it.</summary>
[JsonConverter(typeof(LowerCaseEnum<UpkeepStep>))]
public enum UpkeepStep
{
    /// <summary>Its particulars were written anew.</summary>
    Changed,

    Done, Skipped, Fixed, Verified, Rejected, Submitted, Received, Retired,
}

/// <param name="Due">Which day it was about, of what comes back; null: of what is once.</param>
/// <param name="Late">It came after its time.</param>
/// <param name="Expired">Until when equipment was good that was replaced then.</param>
/// <param name="Authority">To whom a report went.</param>
/// <param name="Reference">The number that the authority knows it by.</param>
public sealed record UpkeepEvent(DateTimeOffset At, string By, UpkeepStep Step, DateOnly? Due, bool Late, string? Note, string? Authority, string? Reference, DateOnly? Expired = null);

/// <summary>Something that is due, with all that was done about it. Never removed.</summary>
public sealed record UpkeepItem(string Id, UpkeepKind Kind, UpkeepType Type, string SiteId, string Title, DateTimeOffset CreatedAt, string CreatedBy)
{
    public string? PlaceId { get; init; }

    /// <summary>In people's words, where no place of the registry says it.</summary>
    public string? Where { get; init; }

    public string? Number { get; init; }

    public string? Text { get; init; }

    public DateOnly? MadeOn { get; init; }

    /// <summary>The last day on which equipment is good at all.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>The day from which the months are counted: a 31st stays one.</summary>
    public DateOnly? FirstDueOn { get; init; }

    /// <summary>The last day on which it is in time, by the site's clock.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>The moment, for what is due within hours.</summary>
    public DateTimeOffset? DueBy { get; init; }

    /// <summary>Null: it is once.</summary>
    public int? EveryMonths { get; init; }

    public DateTimeOffset? HappenedAt { get; init; }

    /// <summary>What it came of.</summary>
    public string? AlertId { get; init; }

    /// <summary>Name of its picture's file.</summary>
    public string? Photo { get; init; }

    public UpkeepState State { get; init; }

    /// <summary>The deadline that was rung about: each rings once.</summary>
    public DateTimeOffset? RangFor { get; init; }

    public UpkeepEvent[] Events { get; init; } = [];

    [JsonIgnore]
    public bool IsLive => State is UpkeepState.Open or UpkeepState.Waiting;
}
