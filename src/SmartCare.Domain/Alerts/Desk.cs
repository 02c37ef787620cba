using SmartCare.Domain.Words;

namespace SmartCare.Domain.Alerts;

/// <summary>The alerts one grain answers for that are not resolved; at most one of each kind.</summary>
public sealed record Desk(Alert[] Open)
{
    public static readonly Desk Empty = new([]);

    /// <summary>When the earliest escalation is due.</summary>
    public DateTimeOffset? DueAt
    {
        get
        {
            DateTimeOffset? due = null;
            foreach (var alert in Open)
                if (alert.EscalateAt is { } at && (due is null || at < due))
                    due = at;
            return due;
        }
    }

    public Alert? Find(AlertKind kind) => Array.Find(Open, a => a.Kind == kind);

    public Alert? Find(string id) => Array.Find(Open, a => a.Id == id);

    /// <summary>With this alert in place of the one of the same id, or added; without it once it is resolved.</summary>
    public Desk With(Alert alert) => new(alert.State == AlertState.Resolved
        ? [.. Open.Where(a => a.Id != alert.Id)]
        : [.. Open.Where(a => a.Id != alert.Id), alert]);
}
