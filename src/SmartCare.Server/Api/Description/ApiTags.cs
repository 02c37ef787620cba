namespace SmartCare.Server.Api.Description;

/// <summary>Under which heading a route stands: by its path, so that a new one has one without anybody's doing.</summary>
internal static class ApiTags
{
    private const string Session = "Session", People = "People", Alerts = "Alerts", Duty = "Duty", Notices = "Notices", Record = "Record", Registry = "Registry", Inbox = "Inbox",
        Thresholds = "Thresholds", Series = "Series", Family = "Family", Webhooks = "Webhooks", District = "District", Health = "Health", Figures = "Figures", Upkeep = "Upkeep", Complaints = "Complaints";

    public static readonly IReadOnlyList<(string Name, string Description)> All =
    [
        (Session, "Signing in and out, the own password and second factor."), (People, "People who may sign in, and tokens of machines."), (Alerts, "Alerts and people's answers."),
        (Duty, "Who is asked at a site, drills, hand-over, safety checks, incidents."), (Notices, "What leaves the house, tests of its ways, phones that show it."),
        (Figures, "How calls were answered, month by month, and what is missing."), (Record, "Who did and saw what, reviews, exports."), (Registry, "Sites, places, elders, devices, models."), (Inbox, "What speaks and is not known."),
        (Upkeep, "What a house owes by a day: rounds, drills, fire equipment, hazards, reports to authorities."), (Complaints, "Abuse reports and complaints, and who reads them."),
        (Thresholds, "The numbers that the rules are run with."), (Series, "What devices measured."), (Family, "What relatives are shown, and what they say of themselves."), (Webhooks, "Systems that are told of alerts, and devices that call."), (District, "Levels above the sites, their sums, published months, service requests."), (Health, "Is it alive, what does not work."),
    ];

    /// <param name="path">Like /api/alerts/{id}/notices.</param>
    public static string Of(string path) => path.Split('/')[1..] switch
    {
        ["api", "session" or "sessions", ..] => Session,
        ["api", "people" or "colleagues" or "tokens", ..] => People,
        ["api", "alerts" or "sites", _, "export" or "review" or "reviews"] or ["api", "audit", ..] => Record,
        ["api", "alerts", _, "notices"] or ["api", "notices" or "push", ..] or ["call-answer"] => Notices,
        ["api", "alerts", ..] => Alerts,
        ["api", "sites", _, "duty" or "incidents" or "drills" or "handover" or "checks", ..] => Duty,
        ["api", "devices", _, "series"] or ["api", "elders", _, "day" or "habit"] => Series,
        ["api", "elders", _, "family"] or ["api", "elders", _, "contacts", "mine"] => Family,
        ["api", "sites" or "places" or "elders" or "devices" or "models" or "registry", ..] => Registry,
        ["api", "inbox", ..] => Inbox,
        ["api", "upkeep", ..] => Upkeep,
        ["api", "complaints", ..] => Complaints,
        ["api", "policy" or "fall-models", ..] => Thresholds,
        ["api", "levels" or "district" or "requests", ..] => District,
        ["api", "figures", ..] => Figures,
        ["api", "webhooks" or "hooks", ..] => Webhooks,
        ["api", "quarantine"] or [not "api", ..] => Health,
        var other => throw new InvalidOperationException($"/{string.Join('/', other)} stands under no heading of {nameof(ApiTags)}."),
    };
}
