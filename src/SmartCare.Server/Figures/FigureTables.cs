using System.Globalization;
using SmartCare.Server.Record.Export;

namespace SmartCare.Server.Figures;

/// <summary>Each part of the figures as a table for a spreadsheet.</summary>
internal static class FigureTables
{
    private static readonly string[] s_answers =
    [
        "raised", "ended", "real", "false", "other", "late", "acknowledged60Within", "acknowledged60Of", "acknowledged60Percent", "acknowledged180Within", "acknowledged180Of",
        "acknowledged180Percent", "attendedWithin", "attendedOf", "attendedPercent", "acknowledgeMedianS", "acknowledgeP90S", "acknowledgeP95S", "arriveMedianS", "arriveP90S", "arriveP95S",
        "resolveMedianS", "resolveP90S", "resolveP95S",
    ];

    private static readonly string[] s_judged = ["key", "name", "site", "place", "kind", "raised", "judged", "false", "falseSharePercent"];

    private static readonly Dictionary<string, Func<FiguresView, (IEnumerable<string> Head, IEnumerable<IEnumerable<string?>> Rows)>> s_tables = new()
    {
        ["kinds"] = f => (["kind", .. s_answers], f.Kinds.Select(a => Row(a, a.Key))),
        ["shifts"] = f => (["shift", .. s_answers], f.Shifts.Select(a => Row(a, a.Key))),
        ["sites"] = f => (["site", "name", .. s_answers], f.BySite.Select(a => Row(a, a.Key, a.Name))),
        ["months"] = f => (["month", .. s_answers], f.Months.Select(a => Row(a, a.Key))),
        ["cells"] = f => (["site", "name", "kind", "shift", .. s_answers], f.Cells.Select(c => Row(c.Answers, c.Site, c.Answers.Name, c.Answers.Key, c.Shift))),
        ["drills"] = f => (["what", .. s_answers], [Row(f.Drills, "drills")]),
        ["devices"] = f => (s_judged, f.Devices.Select(Row)),
        ["rules"] = f => (s_judged, f.Rules.Select(Row)),
        ["availability"] = f => (["key", "name", "site", "place", "knownS", "awayS", "percent"], f.Availability.Concat(f.WorstDevices).Select(a =>
            (IEnumerable<string?>)[a.Key, a.Name, a.Site, a.Place, Text(a.KnownS), Text(a.AwayS), Text(a.Percent)])),
        ["floods"] = f => (["site", "name", "alarms", "perTenMinutes", "peak", "peakAt", "periodsAbove10", "periodsPercent", "floods", "floodPercent"], f.Floods.Select(a =>
            (IEnumerable<string?>)[a.Site, a.Name, Text(a.Alarms), Text(a.PerTenMinutes), Text(a.Peak), a.PeakAt?.ToString("u", CultureInfo.InvariantCulture), Text(a.Periods), Text(a.PeriodsPercent), Text(a.Floods), Text(a.FloodPercent)])),
        ["hours"] = f => (["weekday", .. Enumerable.Range(0, 24).Select(h => Text(h)!)], Enumerable.Range(0, 7).Select(d => f.Hours.Skip(d * 24).Take(24).Select(n => Text(n)).Prepend(((DayOfWeek)d).ToString()))),
        ["coverage"] = f => (["what", "site", "id", "name", "place", "why"], new[] { ("smoke", f.Coverage.Smoke), ("call", f.Coverage.Calls), ("sensor", f.Coverage.Alone) }
            .SelectMany(c => c.Item2.Missing.Select(m => (IEnumerable<string?>)[c.Item1, m.Site, m.Id, m.Name, m.Place, m.Why]))),
        ["rounds"] = f => (["site", "name", "what", "due", "done", "skipped", "missed"], f.Rounds.Select(r => (IEnumerable<string?>)[r.Site, r.Name, r.What, Text(r.Due), Text(r.Done), Text(r.Skipped), Text(r.Missed)])),
        ["omitted"] = f => (["site", "what", "item", "name", "dueAt", "state"], f.Omitted.Select(o => (IEnumerable<string?>)[o.Site, o.What, o.Item, o.Name, o.DueAt.ToString("u", CultureInfo.InvariantCulture), o.State])),
    };

    public static IEnumerable<string> Names => s_tables.Keys;

    public static byte[] Csv(FiguresView figures, string table)
    {
        var (head, rows) = s_tables[table](figures);
        return Record.Export.Csv.Of(head, rows);
    }

    private static IEnumerable<string?> Row(AnswersView of, params string?[] keys) =>
    [
        .. keys, Text(of.Raised), Text(of.Ended), Text(of.Real), Text(of.False), Text(of.Other), Text(of.Late), .. Share(of.Acknowledged60S), .. Share(of.Acknowledged180S), .. Share(of.Attended),
        .. Times(of.Acknowledge), .. Times(of.Arrive), .. Times(of.Resolve),
    ];

    private static IEnumerable<string?> Row(JudgedView of) => [of.Key, of.Name, of.Site, of.Place, of.Kind is { } kind ? AnswerWords.WordOf(kind) : null, Text(of.Raised), Text(of.Judged), Text(of.False), Text(of.FalseShare)];

    private static string?[] Share(ShareOfAlertsView? of) => [Text(of?.Within), Text(of?.Of), Text(of?.Percent)];

    private static string?[] Times(TimesView of) => [Text(of.MedianS), Text(of.P90S), Text(of.P95S)];

    private static string? Text(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture);
}
