using SmartCare.Domain.Notices;
using SmartCare.Server.Alerts;
using SmartCare.Server.Notices;

namespace SmartCare.Server.Record.Export;

/// <summary>All that is known of one alert.</summary>
internal sealed record Case(AlertDocument Alert, IReadOnlyList<NoticeView> Notices, IReadOnlyList<AlertReview> Reviews)
{
    /// <summary>Seconds from the need to each answer; null when it never came.</summary>
    public double? AcknowledgedAfter => Seconds(Alert.AcknowledgedAt);

    public double? ArrivedAfter => Seconds(Alert.ArrivedAt);

    public double? ResolvedAfter => Seconds(Alert.ResolvedAt);

    public string FirstAid => Joined(r => r.FirstAid);

    public string Causes => Joined(r => r.Cause);

    public string Lessons => Joined(r => r.Review);

    /// <summary>The first notice that reached the family; null when none did.</summary>
    public NoticeView? FamilyTold => Notices.Where(n => n.Audience is Audience.Family && n.State is NoticeState.Sent).MinBy(n => n.EndedAt);

    private double? Seconds(DateTimeOffset? at) => (at - Alert.RaisedAt)?.TotalSeconds;

    private string Joined(Func<AlertReview, string?> of) => string.Join(" / ", Reviews.Select(of).OfType<string>());
}
