using System.Globalization;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Upkeep;
using SmartCare.Server.Record.Export;

namespace SmartCare.Server.Upkeep;

/// <summary>What is due as tables, with times as the site's clock shows them.</summary>
internal static class UpkeepSheet
{
    private static readonly string[] s_items =
    [
        "编号 id", "类别 kind", "种类 type", "名称 title", "状态 state", "房间 place", "位置 where", "号码 number", "内容 text", "制造 made", "有效期至 expires", "应做日期 due on", "时限 due at",
        "周期(月) every months", "发生 happened", "告警 alert", "逾期 overdue", "过期 expired", "已开(天) age", "登记 created", "登记人 by", "最后一步 last step", "时间 at", "人员 by", "备注 note",
    ];

    private static readonly string[] s_steps =
    [
        "编号 id", "类别 kind", "名称 title", "时间 at", "做了什么 step", "对应日期 due", "迟 late", "人员 by", "备注 note", "机关 authority", "文号 reference",
    ];

    /// <param name="zoneOf">By site.</param>
    public static byte[] Items(IEnumerable<UpkeepView> items, Func<string, string> zoneOf) => Csv.Of(s_items, items.Select(v => (IEnumerable<string?>)
    [
        v.Id, RecordWords.Of(v.Kind), RecordWords.Of(v.Type), v.Title, RecordWords.Of(v.State), v.Place, v.Where, v.Number, v.Text, Day(v.MadeOn), Day(v.ExpiresOn), Day(v.DueOn),
        Time(v.DueAt, zoneOf(v.SiteId)), v.EveryMonths?.ToString(CultureInfo.InvariantCulture), Time(v.HappenedAt, zoneOf(v.SiteId)), v.AlertId, Flag(v.Overdue), Flag(v.Expired),
        v.AgeDays?.ToString(CultureInfo.InvariantCulture), Time(v.CreatedAt, zoneOf(v.SiteId)), v.CreatedBy,
        .. v.Events is [.., var last] ? (string?[])[RecordWords.Of(last.Step), Time(last.At, zoneOf(v.SiteId)), last.By, last.Note] : [null, null, null, null],
    ]));

    public static byte[] Steps(IEnumerable<(UpkeepItem Item, UpkeepEvent Step)> steps, string zone) => Csv.Of(s_steps, steps.Select(s => (IEnumerable<string?>)
    [
        s.Item.Id, RecordWords.Of(s.Item.Kind), s.Item.Title, Time(s.Step.At, zone), RecordWords.Of(s.Step.Step), Day(s.Step.Due), Flag(s.Step.Late), s.Step.By, s.Step.Note, s.Step.Authority,
        s.Step.Reference,
    ]));

    private static string Flag(bool said) => said ? "1" : "0";

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Time(DateTimeOffset? at, string zone) => at is { } moment ? SiteClock.LocalOf(moment, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : null;
}
