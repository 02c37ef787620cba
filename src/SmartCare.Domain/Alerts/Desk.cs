using SmartCare.Domain.Words;

namespace SmartCare.Domain.Alerts;

/// <summary>When the last alert of a kind was resolved.</summary>
public readonly record struct EndedNeed(AlertKind Kind, DateTimeOffset At);

/// <summary>The alerts one grain answers for that are not resolved; at most one of each kind.</summary>
public sealed record Desk(Alert[] Open)
{
    public static readonly Desk Empty = new([]);

    /// <summary>The last end of each kind.</summary>
    public EndedNeed[] Ended { get; init; } = [];

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
    public Desk With(Alert alert)
    {
        Alert[] others = [.. Open.Where(a => a.Id != alert.Id)];
        return alert.State == AlertState.Resolved
            ? new Desk(others) { Ended = [.. Ended.Where(e => e.Kind != alert.Kind), new EndedNeed(alert.Kind, alert.ResolvedAt!.Value)] }
            : this with { Open = [.. others, alert] };
    }

    /// <summary>When the last alert of this kind was resolved; null when there never was one.</summary>
    public DateTimeOffset? EndOf(AlertKind kind) =>
        Array.FindIndex(Ended, e => e.Kind == kind) is var index and >= 0 ? Ended[index].At : null;
}
