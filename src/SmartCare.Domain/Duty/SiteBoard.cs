using SmartCare.Domain.Incidents;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Duty;

/// <summary>What people see of a site besides its alerts: incidents, what is held back or put aside, drills, the log of the duty.</summary>
public sealed record SiteBoard
{
    public static readonly SiteBoard Empty = new();

    /// <summary>Those that stand, and the last that ended; oldest first.</summary>
    public Incident[] Incidents { get; init; } = [];

    public HeldNeed[] Held { get; init; } = [];

    public Shelf[] Shelves { get; init; } = [];

    public Drill[] Drills { get; init; } = [];

    /// <summary>The last signed hand-overs, oldest first; the newest may wait for its second name.</summary>
    public Handover[] Handovers { get; init; } = [];

    /// <summary>The last safety checks, oldest first.</summary>
    public CheckRecord[] Checks { get; init; } = [];

    /// <summary>The last devices that were tested, oldest first; each once.</summary>
    public TestedDevice[] Tested { get; init; } = [];

    /// <summary>Since when there is a plan: what was due before it was not missed.</summary>
    public DateTimeOffset? PlannedAt { get; init; }

    /// <summary>When a flood may be over, by the arrivals so far.</summary>
    public DateTimeOffset? FloodDueAt { get; init; }

    internal DateTimeOffset? DueAt
    {
        get
        {
            var due = FloodDueAt;
            foreach (var held in Held)
                if (held.ReleaseAt < due || due is null) due = held.ReleaseAt ?? due;
            foreach (var shelf in Shelves)
                if (!(due <= shelf.Until)) due = shelf.Until;
            return due;
        }
    }
}

/// <summary>Alerts of this place, or of the whole site, are a drill until then.</summary>
public sealed record Drill(string Name, PlaceId? Place, DateTimeOffset Until, string By);

public sealed record TestedDevice(DeviceId Device, PlaceId Place, DateTimeOffset At);

/// <summary>One duty handed over to the next (交接班): what was open and what had happened, under two names.</summary>
/// <param name="Since">Where the one before ended.</param>
/// <param name="Open">Ids of the alerts that were open when it was signed first.</param>
/// <param name="Raised">New alerts since then.</param>
/// <param name="Missed">Safety checks that nobody did or skipped.</param>
public sealed record Handover(
    string Id, DateTimeOffset Since, string Outgoing, DateTimeOffset OutgoingAt, string[] Open, int Raised, string[] Missed, string? Note)
{
    public string? Incoming { get; init; }

    public DateTimeOffset? IncomingAt { get; init; }
}

/// <param name="Due">Which round it was.</param>
/// <param name="Skipped">Nobody did it; the note says why.</param>
public sealed record CheckRecord(string Check, DateTimeOffset Due, DateTimeOffset At, string By, bool Skipped, string? Note);
