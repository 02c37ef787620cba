using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Server.District;

/// <summary>Alerts that are open now, drills apart.</summary>
/// <param name="Unanswered">Of them, those that nobody has acknowledged.</param>
/// <param name="UpTo3Min">By age, and each in one of the four.</param>
internal sealed record RollUpOpen(int All, int Unanswered, int UpTo3Min, int UpTo30Min, int UpTo2Hours, int Older, IReadOnlyDictionary<AlertKind, int> Kinds);

/// <summary>Devices in use now.</summary>
/// <param name="Available">Per cent of those that have ever spoken; null: none has.</param>
internal sealed record RollUpDevices(int There, int Away, int Unheard, double? Available);

/// <summary>Service requests: how they stand now, and those of the month.</summary>
/// <param name="LateInMonth">Of those taken in the month, done after they were due, or due and not done.</param>
internal sealed record RollUpRequests(int Taken, int Assigned, int Done, int Overdue, int TakenInMonth, int ToldInMonth, int LateInMonth);

/// <summary>How many of how many.</summary>
/// <param name="Percent">Null: of none.</param>
internal sealed record RollUpShare(int Within, int Of, double? Percent)
{
    public static RollUpShare From((int Within, int Of) sum) => From(sum.Within, sum.Of);

    public static RollUpShare From(int within, int of) => new(within, of, of == 0 ? null : Math.Round(100.0 * within / of, 1));
}

/// <summary>How alerts that a person must walk to were answered in the month, drills and tests apart.</summary>
/// <param name="Attended5Min">Somebody was there within five minutes.</param>
/// <param name="False">Of those whose outcome was said.</param>
internal sealed record RollUpAnswers(int Alerts, RollUpShare Acknowledged60, RollUpShare Acknowledged180, RollUpShare Attended5Min, RollUpShare False);

/// <summary>What the houses owed in the month: safety checks, drills, visits.</summary>
/// <param name="ChecksDue">All that came due; done, skipped with a reason, missed, or still to be done.</param>
internal sealed record RollUpRounds(int ChecksDue, int ChecksDone, int ChecksSkipped, int ChecksMissed, int Drills, int VisitsDone, int VisitsMissed);

/// <summary>The sums of a level or of a site. No name, no alert, no device: counts.</summary>
/// <param name="Is">level or site.</param>
/// <param name="Kind">Of a level.</param>
internal sealed record RollUp(
    string Id, string Is, LevelKind? Kind, string Name, string? NameEn, int Sites, int Elders, IReadOnlyDictionary<ElderCategory, int> Categories, RollUpOpen Open, RollUpDevices Devices,
    RollUpAnswers Answers, RollUpRounds Rounds, RollUpRequests Requests);

/// <summary>A call for help, or a fall, that is open at a site below the level.</summary>
internal sealed record HelpCall(string SiteId, string Site, string SiteEn, AlertKind Kind, AlertState State, DateTimeOffset RaisedAt, DateTimeOffset? AcknowledgedAt);

/// <param name="Level">Null: all levels that nothing stands above.</param>
/// <param name="Path">From the highest that the reader sees down to this one.</param>
/// <param name="Month">Of what is counted by month; the rest is as of now.</param>
/// <param name="Help">Calls for help over the whole level, those that wait longest first.</param>
/// <param name="HelpInAll">Of which <paramref name="Help"/> has the first hundred.</param>
/// <param name="Unplaced">Service requests that no site has, those that are overdue longest first; the first hundred.</param>
/// <param name="IsCounted">False: the alerts of the month are being counted still.</param>
internal sealed record DistrictView(
    DateTimeOffset At, string Month, Level? Level, IReadOnlyList<Level> Path, RollUp Sum, IReadOnlyList<RollUp> Children, IReadOnlyList<HelpCall> Help, int HelpInAll,
    IReadOnlyList<RequestView> Unplaced, bool IsCounted);
