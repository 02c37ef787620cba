using System.Globalization;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;
using SmartCare.Server.Notices;

namespace SmartCare.Server.Record.Export;

/// <summary>The tables of an export, with times as the site's clock shows them.</summary>
internal sealed class Sheets(string zone)
{
    private static readonly string[] s_alerts =
    [
        "编号 id", "类别 kind", "等级 priority", "状态 state", "地点 place", "老人 elder", "设备 device", "发生 raised", "次数 occurrences", "应答 acknowledged",
        "应答人 by", "应答用时(秒) seconds", "到场 arrived", "到场人 by", "到场用时(秒) seconds", "处置完 resolved", "处置人 by", "处置用时(秒) seconds", "结果 outcome", "级 tier",
        "演练 drill", "迟到 late", "急救措施 first aid", "原因 cause", "复盘 review", "家属告知 family told", "告知方式 by", "被告知人 who",
    ];

    private static readonly string[] s_notices =
    [
        "告警 alert", "对象 audience", "姓名 person", "方式 channel", "地址 address", "状态 state", "决定 wanted", "结束 ended", "尝试 tries", "最后回应 last answer",
    ];

    private static readonly string[] s_history = ["时间 at", "事项 what", "人员 by", "备注 note"];

    public byte[] Alerts(IEnumerable<Case> cases) => Csv.Of(s_alerts, cases.Select(c => (IEnumerable<string?>)
    [
        c.Alert.Id, RecordWords.Of(c.Alert.Kind), RecordWords.Of(c.Alert.Priority), RecordWords.Of(c.Alert.State), c.Alert.Place, c.Alert.Elder?.Name, c.Alert.Device?.Id, Time(c.Alert.RaisedAt),
        c.Alert.Occurrences.ToString(CultureInfo.InvariantCulture), Time(c.Alert.AcknowledgedAt), c.Alert.AcknowledgedBy, Number(c.AcknowledgedAfter),
        Time(c.Alert.ArrivedAt), c.Alert.ArrivedBy, Number(c.ArrivedAfter), Time(c.Alert.ResolvedAt), c.Alert.ResolvedBy, Number(c.ResolvedAfter),
        RecordWords.Of(c.Alert.Outcome), c.Alert.Tier.ToString(CultureInfo.InvariantCulture), c.Alert.Drill ? "1" : "0", c.Alert.Late ? "1" : "0",
        c.FirstAid, c.Causes, c.Lessons, Time(c.FamilyTold?.EndedAt), RecordWords.Of(c.FamilyTold?.Channel), c.FamilyTold?.Person,
    ]));

    public byte[] Notices(IEnumerable<Case> cases) => Csv.Of(s_notices, cases.SelectMany(c => c.Notices).Select(n => (IEnumerable<string?>)
    [
        n.AlertId, RecordWords.Of(n.Audience), n.Person, RecordWords.Of(n.Channel), n.Address, RecordWords.Of(n.State), Time(n.WantedAt), Time(n.EndedAt),
        n.Tries.Count.ToString(CultureInfo.InvariantCulture), n.Tries.Count > 0 ? n.Tries[^1].Answer : null,
    ]));

    public byte[] History(Case of) =>
        Csv.Of(s_history, of.Alert.History.Select(h => (IEnumerable<string?>)[Time(h.At), RecordWords.Of(h.What), h.By ?? "系统 system", Note(h)]));

    /// <summary>In both languages what the house says; a person's words as they are.</summary>
    public static string? Note(HistoryLine line) => line.Says is { } said ? $"{Phrases.Say(said, Language.Chinese)} {Phrases.Say(said, Language.English)}" : line.Note;

    public string? Time(DateTimeOffset? moment) =>
        moment is { } at ? SiteClock.LocalOf(at, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : null;

    public static string? Number(double? seconds) => seconds?.ToString("0", CultureInfo.InvariantCulture);
}
