using SmartCare.Domain.Words;

namespace SmartCare.Server.Figures;

/// <param name="Of">Those whose limit has passed, or that were answered before it.</param>
/// <param name="Percent">Null: there were none.</param>
/// <param name="Alerts">The alerts that were not within it.</param>
internal sealed record ShareOfAlertsView(int Within, int Of, double? Percent, string Alerts)
{
    public static ShareOfAlertsView From((int Within, int Of) share, string alerts) =>
        new(share.Within, share.Of, share.Of == 0 ? null : Math.Round(100.0 * share.Within / share.Of, 1), alerts);
}

/// <summary>Whole seconds by nearest rank; null: there were none.</summary>
internal sealed record TimesView(int Count, int? MedianS, int? P90S, int? P95S)
{
    public static TimesView Of(Tally tally) => new(tally.Total, tally.Percentile(50), tally.Percentile(90), tally.Percentile(95));
}

/// <summary>How people answered the alerts of one kind, shift, site or month, or of all.</summary>
/// <param name="Key">Kind, name of a shift (empty: none was planned), id of a site, or month.</param>
/// <param name="Attended">Null: nobody must walk to such.</param>
/// <param name="Alerts">Where to read them: GET of this gives them.</param>
internal sealed record AnswersView(
    string Key, string Name, int Raised, int Ended, int Real, int False, int Other, int Late, ShareOfAlertsView Acknowledged60S, ShareOfAlertsView Acknowledged180S, ShareOfAlertsView? Attended,
    TimesView Acknowledge, TimesView Arrive, TimesView Resolve, string Alerts);

/// <summary>The same of kind, shift and site together.</summary>
internal sealed record CellView(string Site, AlertKind Kind, string Shift, AnswersView Answers);

/// <param name="FalseShare">Per cent of those that people judged; null: none was.</param>
internal sealed record JudgedView(string Key, string Name, string? Site, string? Place, AlertKind? Kind, int Raised, int Judged, int False, double? FalseShare, string Alerts);

/// <param name="Percent">Of the time in which the house knew it; null: it knew none.</param>
internal sealed record AvailabilityView(string Key, string Name, string? Site, string? Place, long KnownS, long AwayS, double? Percent);

/// <param name="PerTenMinutes">Mean over the time that was asked for.</param>
/// <param name="FloodPercent">Share of the ten minutes that floods lasted.</param>
internal sealed record FloodView(
    string Site, string Name, int Alarms, double PerTenMinutes, int Peak, DateTimeOffset? PeakAt, int Periods, double PeriodsPercent, int Floods, double FloodPercent, string Alerts);

/// <param name="What">check, visit or drill.</param>
internal sealed record RoundView(string Site, string Name, string What, int Due, int Done, int Skipped, int Missed);

/// <summary>A round that nobody did.</summary>
/// <param name="State">missed or skipped.</param>
internal sealed record OmittedView(string Site, string What, string Item, string Name, DateTimeOffset DueAt, string State);

/// <summary>The director's figures. Drills and tests are in none but their own.</summary>
/// <param name="Complete">False: they are being made anew from the alerts, and are not all there yet.</param>
/// <param name="Kind">Whose answers are counted in answers and by shift, site and month; null: of every need that a person must walk to.</param>
/// <param name="Hours">Alerts by weekday (Sunday first) × 24 + hour on the site's clock.</param>
internal sealed record FiguresView(
    IReadOnlyList<string> Sites, string From, string To, int AttendedMin, AlertKind? Kind, DateTimeOffset AsOf, bool Complete,
    AnswersView Answers, IReadOnlyList<AnswersView> Kinds, IReadOnlyList<AnswersView> Shifts, IReadOnlyList<AnswersView> BySite, IReadOnlyList<AnswersView> Months,
    AnswersView Drills, int Tests, IReadOnlyList<JudgedView> Devices, IReadOnlyList<JudgedView> Rules,
    IReadOnlyList<AvailabilityView> Availability, IReadOnlyList<AvailabilityView> WorstDevices, IReadOnlyList<FloodView> Floods, IReadOnlyList<int> Hours,
    CoverageFigures Coverage, IReadOnlyList<RoundView> Rounds, IReadOnlyList<OmittedView> Omitted)
{
    public IReadOnlyList<CellView> Cells { get; init; } = [];
}

/// <summary>How it stands now.</summary>
/// <param name="Over60S">Nobody has answered for more than a minute; <paramref name="Over180S"/> for more than three.</param>
/// <param name="Unattended">Nobody is there for longer than was asked for.</param>
/// <param name="LastTenMinutes">Alarms of all kinds; more than ten at a site are a flood.</param>
/// <param name="Today">Since the site's midnight.</param>
internal sealed record LiveView(DateTimeOffset AsOf, bool Complete, int AttendedMin, IReadOnlyList<LiveSiteView> Sites);

internal sealed record LiveSiteView(
    string Site, string Name, int Open, int Unanswered, int Over60S, int Over180S, int Unattended, int LastTenMinutes, bool Flood, int Devices, int Away, AnswersView Today, AnswersView DrillsToday);
