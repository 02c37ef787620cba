using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using SmartCare.Domain.Words;
using SmartCare.Server.Notices;

namespace SmartCare.Server.Record.Export;

/// <summary>The same facts for people: one HTML page that needs nothing else and prints well.</summary>
internal sealed class ReportPage(string title, string zone, Sheets sheets)
{
    private const string Style =
        "body{font:14px/1.5 sans-serif;margin:2em;max-width:60em}table{border-collapse:collapse;margin:.5em 0 1.5em}td,th{border:1px solid #999;padding:.2em .6em;"
        + "text-align:left;vertical-align:top}h2{margin-top:2em;page-break-after:avoid}";

    /// <summary>It is opened from a folder, where no server says so: nothing runs and nothing is loaded, whatever a name or a note holds.</summary>
    private static readonly string s_policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'";

    private readonly StringBuilder _page = new();

    public byte[] Of(IReadOnlyList<Case> cases)
    {
        _page.Append(CultureInfo.InvariantCulture, $"<!doctype html><html lang=\"zh\"><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"{s_policy}\"><title>{Text(title)}</title><style>{Style}</style><h1>{Text(title)}</h1>");
        _page.Append(CultureInfo.InvariantCulture, $"<p>时区 time zone: {Text(zone)}</p>");
        if (cases.Count != 1) Summary(cases);
        foreach (var each in cases) Tell(each);
        return Encoding.UTF8.GetBytes(_page.Append("</html>\n").ToString());
    }

    /// <summary>By kind: how many, how many were real, and how long people took. Drills and tests are not counted.</summary>
    private void Summary(IReadOnlyList<Case> cases)
    {
        var counted = cases.Where(c => !c.Alert.Drill && c.Alert.Outcome is not (Outcome.Drill or Outcome.Test)).ToList();
        Table(
            ["类别 kind", "件数 count", "属实 real", "误报 false", "应答中位数(秒) median to acknowledge", "到场中位数(秒) median to arrive", "未到场 nobody arrived"],
            counted.GroupBy(c => c.Alert.Kind).OrderBy(g => g.Key).Select(g => (string?[])
            [
                NoticeWords.Of(g.Key).Chinese, $"{g.Count()}", $"{g.Count(c => c.Alert.Outcome is Outcome.Real)}", $"{g.Count(c => c.Alert.Outcome is Outcome.False)}",
                Sheets.Number(Median(g.Select(c => c.AcknowledgedAfter))), Sheets.Number(Median(g.Select(c => c.ArrivedAfter))), $"{g.Count(c => c.ArrivedAfter is null)}",
            ]));
    }

    private void Tell(Case of)
    {
        var alert = of.Alert;
        _page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(sheets.Time(alert.RaisedAt))} {Text(alert.Place)} {Text(alert.Elder?.Name)} {NoticeWords.Of(alert.Kind).Chinese} ({Text(alert.Id)})</h2>");
        Table([],
        [
            ["状态 state", $"{Sheets.Word(alert.State)} {(alert.Outcome is { } outcome ? Sheets.Word(outcome) : "")}{(alert.Drill ? " 演练 drill" : "")}"],
            ["应答 acknowledged", Answer(alert.AcknowledgedAt, alert.AcknowledgedBy, of.AcknowledgedAfter)],
            ["到场 arrived", Answer(alert.ArrivedAt, alert.ArrivedBy, of.ArrivedAfter)],
            ["处置完 resolved", Answer(alert.ResolvedAt, alert.ResolvedBy, of.ResolvedAfter)],
            ["急救措施 first aid", of.FirstAid], ["原因 cause", of.Causes], ["复盘 review", of.Lessons],
        ]);
        Table(["时间 at", "事项 what", "人员 by", "备注 note"], alert.History.Select(h => (string?[])[sheets.Time(h.At), Sheets.Word(h.What), h.By ?? "系统 system", Sheets.Note(h)]));
        if (of.Notices.Count > 0)
            Table(["告知 told", "方式 channel", "状态 state", "时间 at", "最后回应 last answer"], of.Notices.Select(n => (string?[])
                [$"{n.Person} ({Sheets.Word(n.Audience)})", $"{Sheets.Word(n.Channel)} {n.Address}", Sheets.Word(n.State), sheets.Time(n.EndedAt), n.Tries.Count > 0 ? n.Tries[^1].Answer : ""]));
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
