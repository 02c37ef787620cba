using System.Text.Json.Serialization;
using SmartCare.Domain.Words;

namespace SmartCare.Server.District;

/// <summary>Who asks.</summary>
[JsonConverter(typeof(LowerCaseEnum<RequestSource>))]
internal enum RequestSource
{
    /// <summary>12349</summary>
    Hotline, Elder, Family,
}

/// <summary>What is asked for, as the cities' service lists name it.</summary>
[JsonConverter(typeof(LowerCaseEnum<ServiceKind>))]
internal enum ServiceKind
{
    /// <summary>紧急救助</summary>
    Urgent,

    /// <summary>助医</summary>
    Medical,

    /// <summary>助餐</summary>
    Meal,

    /// <summary>助洁</summary>
    Cleaning,

    /// <summary>助浴</summary>
    Bathing,

    /// <summary>助行</summary>
    Escort,

    /// <summary>助急、代办</summary>
    Errand,

    /// <summary>维修</summary>
    Repair,

    /// <summary>精神慰藉</summary>
    Company,

    /// <summary>政策咨询</summary>
    Advice,
}

/// <summary>Where a request is on its way.</summary>
[JsonConverter(typeof(LowerCaseEnum<RequestState>))]
internal enum RequestState
{
    Taken, Assigned, Done,

    /// <summary>Whoever asked was told what became of it: it is over.</summary>
    Told,
}

/// <summary>One step of a request.</summary>
/// <param name="By">A user, or a token.</param>
internal sealed record RequestStep(DateTimeOffset At, RequestState State, string By, string? Note);

/// <summary>Somebody asked for a service. Names, addresses and phones are shown to those who may see them alone.</summary>
/// <param name="Number">The caller's own number of it, like the hotline's; null: it was taken here.</param>
/// <param name="LevelId">To which it is counted; null: to its site's.</param>
/// <param name="SiteId">Whose work it is; null: nobody's yet.</param>
/// <param name="DueAt">The service is to be done by then.</param>
internal sealed record ServiceRequest(
    string Id, string? Number, RequestSource Source, ServiceKind Kind, string? LevelId, string? SiteId, string? ElderId, string? Address, string? Caller, string? Phone, string? Text,
    DateTimeOffset TakenAt, DateTimeOffset DueAt, RequestState State, string? Assignee, IReadOnlyList<RequestStep> History)
{
    /// <summary>Whoever asked is told within a day of it.</summary>
    private static readonly TimeSpan s_telling = TimeSpan.FromDays(1);

    /// <summary>Whose number it is, a level's or a site's: another's same number is another request.</summary>
    public string? From { get; init; }

    /// <summary>The site at which an alert tells that it is overdue; null: none does.</summary>
    public string? RungAt { get; init; }

    /// <summary>When the next step is overdue; null: it is over.</summary>
    [JsonIgnore]
    public DateTimeOffset? LateAt => State switch
    {
        RequestState.Told => null,
        RequestState.Done => History[^1].At + s_telling,
        _ => DueAt,
    };

    /// <summary>When it was last done; null: it is not.</summary>
    [JsonIgnore]
    public DateTimeOffset? DoneAt => State is RequestState.Done or RequestState.Told ? History.Last(h => h.State is RequestState.Done).At : null;

    public bool IsOverdue(DateTimeOffset now) => LateAt <= now;

    /// <summary>How long each kind may take, unless whoever takes it says another time.</summary>
    public static TimeSpan TimeFor(ServiceKind kind) => kind switch
    {
        ServiceKind.Urgent => TimeSpan.FromHours(1),
        ServiceKind.Meal or ServiceKind.Errand => TimeSpan.FromHours(4),
        ServiceKind.Medical or ServiceKind.Escort => TimeSpan.FromDays(1),
        ServiceKind.Repair or ServiceKind.Company => TimeSpan.FromDays(2),
        ServiceKind.Cleaning or ServiceKind.Bathing or ServiceKind.Advice => TimeSpan.FromDays(3),
        _ => throw new InvalidOperationException($"How long may {kind} take?"),
    };
}
