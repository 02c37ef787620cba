using System.Globalization;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Upkeep;
using SmartCare.Server.Complaints;
using SmartCare.Server.Upkeep;

namespace SmartCare.Server.Record.Export;

/// <summary>The tables of a month beside its alerts.</summary>
internal sealed class MonthSheets(Month month, string zone)
{
    private static readonly (UpkeepKind Kind, string File)[] s_files =
    [
        (UpkeepKind.Round, "rounds.csv"), (UpkeepKind.Drill, "drills.csv"), (UpkeepKind.Equipment, "equipment.csv"), (UpkeepKind.Hazard, "hazards.csv"), (UpkeepKind.Report, "reports.csv"),
    ];

    /// <param name="readable">Which complaints the one who exports may read, and asked for.</param>
    public void AddTo(Archive archive, Func<Complaint, bool> readable)
    {
        archive.Add("handovers.csv", Handovers());
        archive.Add("checks.csv", Checks());
        archive.Add("roster.csv", Roster());
        foreach (var (kind, file) in s_files) archive.Add(file, UpkeepSheet.Items(month.Items.Where(i => i.Kind == kind), _ => zone));
        archive.Add("steps.csv", UpkeepSheet.Steps(month.Steps, zone));
        archive.Add("complaints.csv", Complaints());
        if (month.Complaints.Where(readable).ToList() is { Count: > 0 } told) archive.Add("complaints-confidential.csv", Confidential(told));
    }

    private byte[] Handovers() => Csv.Of(
        ["编号 id", "起 since", "交班人 outgoing", "交班 signed", "接班人 incoming", "接班 signed", "未处理告警 open alerts", "期间告警 alerts raised", "漏做检查 missed checks", "备注 note"],
        month.Handovers.Select(h => (IEnumerable<string?>)
        [
            h.Id, Time(h.Since), h.Outgoing, Time(h.OutgoingAt), h.Incoming, Time(h.IncomingAt), string.Join(' ', h.Open), Number(h.Raised), string.Join(' ', h.Missed), h.Note,
        ]));

    private byte[] Checks() => Csv.Of(
        ["编号 check", "名称 name", "应做 due", "结果 result", "做于 at", "人员 by", "备注 note"],
        month.Rounds.Select(r => (IEnumerable<string?>)
        [
            r.Check, r.Name, Time(r.Due), r.Done is null ? "没有做 missed" : r.Skipped ? "未做（有原因） skipped" : "已做 done", Time(r.Done?.At), r.Done?.By, r.Done?.Note,
        ]));

    /// <summary>As it is planned when this is made; who changed it when stands in the record.</summary>
    private byte[] Roster() => Csv.Of(
        ["班次 shift", "从 from", "到 to", "星期 days", "人员 people"],
        month.Plan.Shifts.Select(s => (IEnumerable<string?>)
        [
            s.Name, Clock(s.From), Clock(s.To), s.Days.Length == 0 ? "每天 every day" : string.Join(", ", s.Days.Select(d => RecordWords.Of(d))), string.Join("、", s.People.Select(p => p.Name)),
        ]));

    /// <summary>How many and how fast, and nothing of what anybody said.</summary>
    private byte[] Complaints() => Csv.Of(
        ["类别 kind", "件数 filed", "已答复 answered", "按时 in time", "逾期未答 overdue"],
        Enum.GetValues<ComplaintKind>().Select(kind => (Kind: kind, Of: month.Complaints.Where(c => c.Kind == kind).ToList())).Select(c => (IEnumerable<string?>)
        [
            Word(c.Kind), Number(c.Of.Count), Number(c.Of.Count(o => o.AnsweredAt is not null)), Number(c.Of.Count(o => o.AnsweredAt <= o.DueAt)), Number(c.Of.Count(o => o.IsOverdue(month.To))),
        ]));

    private byte[] Confidential(List<Complaint> told) => Csv.Of(
        ["编号 id", "类别 kind", "提出 filed", "提出人 by", "涉及 about", "内容 text", "答复期限 due", "答复 answers"],
        told.OrderBy(c => c.FiledAt).Select(c => (IEnumerable<string?>)
        [
            c.Id, Word(c.Kind), Time(c.FiledAt), c.By ?? "匿名 anonymous", string.Join(' ', c.About), c.Text, Time(c.DueAt),
            string.Join("\n", c.Answers.Select(a => $"{Time(a.At)} {a.By}: {a.Text}")),
        ]));

    private static string Word(ComplaintKind kind) => kind is ComplaintKind.Abuse ? "虐待或侵害 abuse" : "投诉 complaint";

    private string? Time(DateTimeOffset? at) => at is { } moment ? SiteClock.LocalOf(moment, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : null;

    private static string Clock(TimeOnly at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
}
