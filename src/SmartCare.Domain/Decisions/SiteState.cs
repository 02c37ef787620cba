using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SmartCare.Domain.Alerts;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Incidents;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Decisions;

/// <summary>What the grain of a site remembers: its record, every alert that somebody there must answer, whom it asked, what it holds back.</summary>
public sealed record SiteState
{
    public static readonly SiteState New = new();

    public Site? Record { get; init; }

    [JsonPropertyName("desk")]
    public SiteAlerts Alerts { get; init; } = SiteAlerts.Empty;

    /// <summary>The elders who live here and whom to tell of them, by id. Thousands come one by one after a start: adding one copies none.</summary>
    public ImmutableSortedDictionary<string, Household> Households
    {
        get;
        init => field = value.WithComparers(StringComparer.Ordinal);
    } = ImmutableSortedDictionary.Create<string, Household>(StringComparer.Ordinal);

    /// <summary>In which place each of them lives.</summary>
    public ImmutableSortedDictionary<string, string> Lodgings
    {
        get;
        init => field = value.WithComparers(StringComparer.Ordinal);
    } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The last elder who was told of the site's new record; null when all know it.</summary>
    public string? ToldUpTo { get; init; }

    /// <summary>When the next of them are told.</summary>
    public DateTimeOffset? TellEldersAt { get; init; }

    /// <summary>Who was asked about what is open.</summary>
    [JsonPropertyName("tellings")]
    public NotificationState[] Notifications { get; init; } = [];

    /// <summary>What devices go on saying.</summary>
    public StandingNeed[] Standing { get; init; } = [];

    /// <summary>New alerts of the last minutes, oldest first: how fast they come, and from whom.</summary>
    public Arrival[] Arrivals { get; init; } = [];

    /// <summary>What people see of the site besides its alerts.</summary>
    public SiteBoard Board { get; init; } = SiteBoard.Empty;

    /// <summary>Walls of duty people that are connected; null when nobody has said yet.</summary>
    public int? Walls { get; init; }

    /// <summary>By which ways the silo can send notices; null when nobody has said yet.</summary>
    public ChannelKind[]? Ways { get; init; }

    /// <summary>Users whose phones show notices of this site; null when nobody has said yet.</summary>
    public string[]? Phones { get; init; }

    /// <summary>Why nobody would be reached just now; null when somebody would.</summary>
    public string? Lack { get; init; }

    /// <summary>New alerts since the last hand-over.</summary>
    public int RaisedSince { get; init; }

    /// <summary>Nobody has planned anything here: when that rings; null while there is a plan.</summary>
    public DateTimeOffset? PlanDueAt { get; init; }

    /// <summary>When the roster changes, or a plan that is missing is asked for.</summary>
    public DateTimeOffset? RosterDueAt { get; init; }

    public DateTimeOffset? DueAt
    {
        get
        {
            var due = Earlier(Earlier(Earlier(Alerts.DueAt, TellEldersAt), RosterDueAt), Board.DueAt);
            foreach (var notification in Notifications) due = Earlier(due, notification.NextAt);
            foreach (var standing in Standing) due = Earlier(due, standing.RingsAt);
            return due;
        }
    }

    internal DutyPlan Plan => Record?.Duty ?? DutyPlan.None;

    internal NoticeExits Exits => new(Plan.Sms is not null, Plan.Voice is not null, Ways, Phones);

    internal string TimeZone => Record?.TimeZone ?? SiteClock.Utc;

    internal NotificationState NotificationOf(string alertId) => Array.Find(Notifications, t => t.AlertId == alertId) ?? new NotificationState(alertId);

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;
}
