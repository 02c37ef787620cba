using SmartCare.Domain.Words;

namespace SmartCare.Domain.Alerts;

/// <summary>When the last alert of a kind about someone was resolved.</summary>
public readonly record struct EndedNeed(Subject About, AlertKind Kind, DateTimeOffset At);

/// <summary>The alerts of one site that are not resolved; of each kind at most one about the same subject.</summary>
public sealed record Desk(Alert[] Open)
{
    public static readonly Desk Empty = new([]);

    /// <summary>Longer than any rule looks back: bounds what a site of a thousand rooms keeps.</summary>
    private static readonly TimeSpan s_remembered = TimeSpan.FromDays(1);

    /// <summary>The last end of each kind and subject, as long as it may still be asked for.</summary>
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

    public Alert? Find(Subject about, AlertKind kind) => Array.Find(Open, a => a.Kind == kind && a.About == about);

    public Alert? Find(string id) => Array.Find(Open, a => a.Id == id);

    /// <summary>With this alert in place of the one of the same id, or added; without it once it is resolved.</summary>
    public Desk With(Alert alert)
    {
        Alert[] others = [.. Open.Where(a => a.Id != alert.Id)];
        return alert.State == AlertState.Resolved
            ? new Desk(others)
            {
                Ended =
                [
                    .. Ended.Where(e => alert.ResolvedAt - e.At < s_remembered && (e.Kind != alert.Kind || e.About != alert.About)),
                    new EndedNeed(alert.About, alert.Kind, alert.ResolvedAt!.Value),
                ],
            }
            : this with { Open = [.. others, alert] };
    }

    /// <summary>When the last alert of this kind about this subject was resolved; null when there was none of late.</summary>
    public DateTimeOffset? EndOf(Subject about, AlertKind kind) =>
        Array.FindIndex(Ended, e => e.Kind == kind && e.About == about) is var index and >= 0 ? Ended[index].At : null;
}
