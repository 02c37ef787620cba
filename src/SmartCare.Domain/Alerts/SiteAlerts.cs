using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Alerts;

/// <summary>When the last alert of a kind about someone was resolved.</summary>
public readonly record struct EndedNeed(Subject About, AlertKind Kind, DateTimeOffset At);

/// <summary>The alerts of one site that are not resolved; of each kind at most one about the same subject.</summary>
public sealed record SiteAlerts(Alert[] Open)
{
    public static readonly SiteAlerts Empty = new([]);

    /// <summary>Longer than any rule looks back: bounds what a site of a thousand rooms keeps.</summary>
    private static readonly TimeSpan s_remembered = TimeSpan.FromDays(1);

    /// <summary>The last end of each kind and subject, as long as it may still be asked for.</summary>
    public EndedNeed[] Ended { get; init; } = [];

    /// <summary>The alerts that ended of late, whole: what comes back soon opens its own alert again.</summary>
    public Alert[] Closed { get; init; } = [];

    /// <summary>When the earliest escalation or return is due.</summary>
    public DateTimeOffset? DueAt
    {
        get
        {
            DateTimeOffset? due = null;
            foreach (var alert in Open)
                if ((alert.EscalateAt ?? alert.ReturnAt) is { } at && !(due <= at))
                    due = at;
            return due;
        }
    }

    public Alert? Find(Subject about, AlertKind kind) => Array.Find(Open, a => a.Kind == kind && a.About == about);

    public Alert? Find(string id) => Array.Find(Open, a => a.Id == id);

    /// <summary>The alert of this kind about this subject that ended last, as long as it may be opened again.</summary>
    public Alert? FindClosed(Subject about, AlertKind kind) => Array.FindLast(Closed, a => a.Kind == kind && a.About == about);

    /// <summary>With this alert in place of the one of the same id, or added; among the ended ones once it is resolved.</summary>
    public SiteAlerts With(Alert alert, Policy policy)
    {
        var index = Array.FindIndex(Open, a => a.Id == alert.Id);
        if (alert.ResolvedAt is not { } end)
        {
            Alert[] open = [.. Open, .. index < 0 ? (Alert[])[alert] : []];
            if (index >= 0) open[index] = alert;
            return this with { Open = open, Closed = index >= 0 ? Closed : Array.FindAll(Closed, a => a.Id != alert.Id) };
        }

        var others = Array.FindAll(Closed, a => end - a.ResolvedAt < policy.ReopenWithin && a.Id != alert.Id);
        return new SiteAlerts(Array.FindAll(Open, a => a.Id != alert.Id))
        {
            Closed = [.. others.TakeLast(policy.MostClosed - 1), alert],
            Ended =
            [
                .. Ended.Where(e => end - e.At < s_remembered && (e.Kind != alert.Kind || e.About != alert.About)),
                new EndedNeed(alert.About, alert.Kind, end),
            ],
        };
    }

    /// <summary>When the last alert of this kind about this subject was resolved; null when there was none of late.</summary>
    public DateTimeOffset? EndOf(Subject about, AlertKind kind) =>
        Array.FindIndex(Ended, e => e.Kind == kind && e.About == about) is var index and >= 0 ? Ended[index].At : null;
}
