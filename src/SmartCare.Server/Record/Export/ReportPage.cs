using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using SmartCare.Domain.Upkeep;
using SmartCare.Domain.Words;
using SmartCare.Server.Upkeep;

namespace SmartCare.Server.Record.Export;

/// <summary>The same facts for people: one HTML page that needs nothing else and prints well.</summary>
/// <param name="made">When the file was made, and by whom.</param>
internal sealed class ReportPage(string title, string zone, Sheets sheets, (DateTimeOffset At, string By) made)
{
    private const string Style =
        "body{font:14px/1.5 sans-serif;margin:2em;max-width:60em}table{border-collapse:collapse;margin:.5em 0 1.5em}td,th{border:1px solid #999;padding:.2em .6em;"
        + "text-align:left;vertical-align:top}h2{margin-top:2em;page-break-after:avoid}"
        + ".sign{margin-top:4em;page-break-inside:avoid}tr{page-break-inside:avoid}@page{margin:18mm}@media print{body{margin:0;max-width:none}}";

    /// <summary>It is opened from a folder, where no server says so: nothing runs and nothing is loaded, whatever a name or a note holds.</summary>
    private static readonly string s_policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'";

    private readonly StringBuilder _page = new();

    /// <param name="month">Null: the page of one alert.</param>
    /// <param name="inFull">With each alert; else the figures of the month alone, as an operator reports them.</param>
    public byte[] Of(IReadOnlyList<Case> cases, Month? month = null, bool inFull = true)
    {
        _page.Append(CultureInfo.InvariantCulture, $"<!doctype html><html lang=\"zh\"><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"{s_policy}\"><title>{Text(title)}</title><style>{Style}</style><h1>{Text(title)}</h1>");
        _page.Append(CultureInfo.InvariantCulture, $"<p>时区 time zone: {Text(zone)}。制表 made: {Text(sheets.Time(made.At))} {Text(made.By)}</p>");
        if (month is not null) Summary(cases);
        if (month is not null) Duty(month);
        if (inFull)
            foreach (var each in cases) Tell(each);
        if (month is not null) _page.Append("<p class=\"sign\">负责人签字 signed by the director: ____________________ 日期 date: ____________ 盖章 seal:</p>");
        return Encoding.UTF8.GetBytes(_page.Append("</html>\n").ToString());
    }

    /// <summary>By kind: how many, how many were real, and how long people took. Drills and tests are not counted, and that they are not is said.</summary>
    private void Summary(IReadOnlyList<Case> cases)
    {
        var counted = cases.Where(c => !c.Alert.Drill && c.Alert.Outcome is not (Outcome.Drill or Outcome.Test)).ToList();
        _page.Append(CultureInfo.InvariantCulture, $"<h2>告警 alerts</h2><p>共 {cases.Count} 件；其中演练和测试 {cases.Count - counted.Count} 件，不计入下表。{cases.Count} in all; {cases.Count - counted.Count} of them drills and tests, which the table leaves out.</p>");
        Table(
            ["类别 kind", "件数 count", "属实 real", "误报 false", "应答中位数(秒) median to acknowledge", "到场中位数(秒) median to arrive", "未到场 nobody arrived"],
            counted.GroupBy(c => c.Alert.Kind).OrderBy(g => g.Key).Select(g => (string?[])
            [
                RecordWords.Of(g.Key), $"{g.Count()}", $"{g.Count(c => c.Alert.Outcome is Outcome.Real)}", $"{g.Count(c => c.Alert.Outcome is Outcome.False)}",
                Sheets.Number(Median(g.Select(c => c.AcknowledgedAfter))), Sheets.Number(Median(g.Select(c => c.ArrivedAfter))), $"{g.Count(c => c.ArrivedAfter is null)}",
            ]));
    }

    /// <summary>What was due in the month, and what became of it.</summary>
    private void Duty(Month month)
    {
        int Steps(UpkeepKind kind, UpkeepStep step) => month.Steps.Count(s => s.Item.Kind == kind && s.Step.Step == step);
        int Items(UpkeepKind kind, Func<UpkeepView, bool> which) => month.Items.Count(i => i.Kind == kind && which(i));
        _page.Append("<h2>值守与安全 duty and safety</h2>");
        Table(["事项 what", "应做 due", "已做 done", "未做（有原因） skipped", "没有做或逾期 missed or late"],
        [
            ["安全检查 safety checks", $"{month.Rounds.Count}", $"{month.Rounds.Count(r => r.Done is { Skipped: false })}", $"{month.Rounds.Count(r => r.Skipped)}", $"{month.Rounds.Count(r => r.Done is null)}"],
            .. ((UpkeepKind[])[UpkeepKind.Round, UpkeepKind.Drill, UpkeepKind.Equipment]).Select(k => (string?[])
            [
                RecordWords.Of(k), $"{Steps(k, UpkeepStep.Done) + Steps(k, UpkeepStep.Skipped) + Items(k, i => i.Overdue)}", $"{Steps(k, UpkeepStep.Done)}", $"{Steps(k, UpkeepStep.Skipped)}", $"{Items(k, i => i.Overdue)}",
            ]),
        ]);
        Table([],
        [
            ["交接班 hand-overs", $"{month.Handovers.Count}；两人签字 under two names {month.Handovers.Count(h => h.Incoming is not null)}"],
            ["过期消防设施 expired fire equipment", $"{Items(UpkeepKind.Equipment, i => i.Expired)}"],
            ["隐患 hazards", $"发现 found {month.Items.Count(i => i.Kind is UpkeepKind.Hazard && i.CreatedAt >= month.From)}；复核 verified {Steps(UpkeepKind.Hazard, UpkeepStep.Verified)}；未完成 open {Items(UpkeepKind.Hazard, i => i.State is UpkeepState.Open or UpkeepState.Waiting)}"],
            ["上报 reports to authorities", $"已上报 submitted {Steps(UpkeepKind.Report, UpkeepStep.Submitted)}；迟报 late {month.Steps.Count(s => s.Step is { Step: UpkeepStep.Submitted, Late: true })}；逾期 overdue {Items(UpkeepKind.Report, i => i.Overdue)}"],
            ["投诉 complaints", $"{month.Complaints.Count}；已答复 answered {month.Complaints.Count(c => c.AnsweredAt is not null)}"],
        ]);
        Table(["逾期的 what is late", "类别 kind", "时限 due"], month.Items.Where(i => i.Overdue).Select(i => (string?[])[i.Title, RecordWords.Of(i.Kind), sheets.Time(i.DueAt)]));
    }

    private void Tell(Case of)
    {
        var alert = of.Alert;
        _page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(sheets.Time(alert.RaisedAt))} {Text(alert.Place)} {Text(alert.Elder?.Name)} {RecordWords.Of(alert.Kind)} ({Text(alert.Id)})</h2>");
        Table([],
        [
            ["状态 state", $"{RecordWords.Of(alert.State)} {RecordWords.Of(alert.Outcome)}{(alert.Drill ? " 演练 drill" : "")}"],
            ["应答 acknowledged", Answer(alert.AcknowledgedAt, alert.AcknowledgedBy, of.AcknowledgedAfter)],
            ["到场 arrived", Answer(alert.ArrivedAt, alert.ArrivedBy, of.ArrivedAfter)],
            ["处置完 resolved", Answer(alert.ResolvedAt, alert.ResolvedBy, of.ResolvedAfter)],
            ["急救措施 first aid", of.FirstAid], ["原因 cause", of.Causes], ["复盘 review", of.Lessons],
        ]);
        Table(["时间 at", "事项 what", "人员 by", "备注 note"], alert.History.Select(h => (string?[])[sheets.Time(h.At), RecordWords.Of(h.What), h.By ?? "系统 system", Sheets.Note(h)]));
        if (of.Notices.Count > 0)
            Table(["告知 told", "方式 channel", "状态 state", "时间 at", "最后回应 last answer"], of.Notices.Select(n => (string?[])
                [$"{n.Person} ({RecordWords.Of(n.Audience)})", $"{RecordWords.Of(n.Channel)} {n.Address}", RecordWords.Of(n.State), sheets.Time(n.EndedAt), n.Tries.Count > 0 ? n.Tries[^1].Answer : ""]));
    }

    private string Answer(DateTimeOffset? at, string? by, double? seconds) => at is null ? "—" : $"{sheets.Time(at)} {by} ({Sheets.Number(seconds)} s)";

    private void Table(IReadOnlyList<string> head, IEnumerable<string?[]> rows)
    {
        _page.Append("<table>");
        if (head.Count > 0) _page.Append("<tr>").AppendJoin("", head.Select(h => $"<th>{Text(h)}</th>")).Append("</tr>");
        foreach (var row in rows) _page.Append("<tr>").AppendJoin("", row.Select(c => $"<td>{Text(c)}</td>")).Append("</tr>");
        _page.Append("</table>");
    }

    private static double? Median(IEnumerable<double?> of)
    {
        var known = of.OfType<double>().Order().ToList();
        return known.Count == 0 ? null : known[known.Count / 2];
    }

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");
}
