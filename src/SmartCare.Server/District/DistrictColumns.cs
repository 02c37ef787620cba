using System.Globalization;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Server.District;

/// <summary>One field of a roll-up: a column of its table, a path in its JSON.</summary>
/// <param name="Field">Like <c>open.all</c>.</param>
internal sealed record DistrictField(string Field, string Type, string? Unit, string Meaning, string MeaningZh);

/// <summary>What a roll-up consists of, said once: the data dictionary (数据字典), and the columns of the tables.</summary>
internal static class DistrictColumns
{
    private static readonly (DistrictField Field, Func<RollUp, object?> Value)[] s_all =
    [
        Of("id", "text", null, "Id of the level or the site", "层级或机构编号", r => r.Id),
        Of("is", "text", null, "level or site", "类型：level 层级，site 机构", r => r.Is),
        Of("kind", "text", null, "Of a level: city, district, street, community", "层级类型：市、区县、街道乡镇、社区村", r => r.Kind is { } kind ? kind.ToString().ToLowerInvariant() : null),
        Of("name", "text", null, "Name in Chinese", "中文名称", r => r.Name),
        Of("nameEn", "text", null, "Name in English", "英文名称", r => r.NameEn),
        Count("sites", "Sites in use", "在用机构数", r => r.Sites),
        Count("elders", "Elders who live at these sites", "在住（在管）老人数", r => r.Elders),
        .. Enum.GetValues<ElderCategory>().Select(c => Count($"categories.{Camel(c)}", $"Elders of the category {CategoryWords(c).En}; one may be of several", $"{CategoryWords(c).Zh}老人数（可多选）", r => r.Categories[c])),
        Count("open.all", "Alerts open now, drills apart", "当前未处理告警数（不含演练）", r => r.Open.All),
        Count("open.unanswered", "Of these, acknowledged by nobody", "其中无人响应", r => r.Open.Unanswered),
        Count("open.upTo3Min", "Open for up to 3 minutes", "3 分钟以内", r => r.Open.UpTo3Min),
        Count("open.upTo30Min", "Open for more than 3 and up to 30 minutes", "3 至 30 分钟", r => r.Open.UpTo30Min),
        Count("open.upTo2Hours", "Open for more than 30 minutes and up to 2 hours", "30 分钟至 2 小时", r => r.Open.UpTo2Hours),
        Count("open.older", "Open for more than 2 hours", "2 小时以上", r => r.Open.Older),
        .. Enum.GetValues<AlertKind>().Select(k => Count($"open.kinds.{Camel(k)}", $"Open alerts of the kind {Camel(k)}; absent: none", $"未处理告警：{Camel(k)}（缺省为 0）", r => r.Open.Kinds.GetValueOrDefault(k))),
        Count("devices.there", "Devices in use that are there", "在线设备数", r => r.Devices.There),
        Count("devices.away", "Devices in use that were lost", "离线设备数", r => r.Devices.Away),
        Count("devices.unheard", "Devices in use that have never spoken", "从未上线设备数", r => r.Devices.Unheard),
        Of("devices.available", "number", "%", "Share of those there among all that have ever spoken", "设备在线率", r => r.Devices.Available),
        Count("answers.alerts", "Alerts of the month that a person must walk to, drills and tests apart", "本月需到场的告警数（不含演练和测试）", r => r.Answers.Alerts),
        .. Share("answers.acknowledged60", "acknowledged within 60 s", "60 秒内响应", r => r.Answers.Acknowledged60),
        .. Share("answers.acknowledged180", "acknowledged within 180 s", "180 秒内响应", r => r.Answers.Acknowledged180),
        .. Share("answers.attended5Min", "where somebody was there within 5 minutes", "5 分钟内到场", r => r.Answers.Attended5Min),
        .. Share("answers.false", "that were false, among those whose outcome was said", "误报（已判定的告警中）", r => r.Answers.False),
        Count("rounds.checksDue", "Safety checks that came due in the month", "本月应做的安全检查", r => r.Rounds.ChecksDue),
        Count("rounds.checksDone", "Of these, done", "其中已完成", r => r.Rounds.ChecksDone),
        Count("rounds.checksSkipped", "Of these, skipped with a reason", "其中说明原因后跳过", r => r.Rounds.ChecksSkipped),
        Count("rounds.checksMissed", "Of these, missed", "其中漏检", r => r.Rounds.ChecksMissed),
        Count("rounds.drills", "Drills in the month", "本月演练次数", r => r.Rounds.Drills),
        Count("rounds.visitsDone", "Visits made in the month", "本月已完成的巡视探访", r => r.Rounds.VisitsDone),
        Count("rounds.visitsMissed", "Visits owed in the month that nobody made", "本月未完成的巡视探访", r => r.Rounds.VisitsMissed),
        Count("requests.taken", "Service requests that nobody has yet", "已受理未派单的服务工单", r => r.Requests.Taken),
        Count("requests.assigned", "Service requests handed on", "已派单的服务工单", r => r.Requests.Assigned),
        Count("requests.done", "Service requests done, whoever asked not told yet", "已办结待回访的服务工单", r => r.Requests.Done),
        Count("requests.overdue", "Service requests whose next step is overdue", "超时的服务工单", r => r.Requests.Overdue),
        Count("requests.takenInMonth", "Service requests taken in the month", "本月受理的服务工单", r => r.Requests.TakenInMonth),
        Count("requests.toldInMonth", "Service requests over in the month", "本月办结并回访的服务工单", r => r.Requests.ToldInMonth),
        Count("requests.lateInMonth", "Of those taken in the month: done late, or late and not done", "本月受理的工单中超时的", r => r.Requests.LateInMonth),
    ];

    public static IReadOnlyList<DistrictField> Fields { get; } = [.. s_all.Select(c => c.Field)];

    /// <summary>The sum first.</summary>
    public static byte[] Table(RollUp sum, IEnumerable<RollUp> children) =>
        Record.Export.Csv.Of(Fields.Select(f => f.Field), children.Prepend(sum).Select(r => s_all.Select(c => Convert.ToString(c.Value(r), CultureInfo.InvariantCulture))));

    private static (DistrictField, Func<RollUp, object?>) Of(string field, string type, string? unit, string meaning, string zh, Func<RollUp, object?> value) =>
        (new DistrictField(field, type, unit, meaning, zh), value);

    private static (DistrictField, Func<RollUp, object?>) Count(string field, string meaning, string zh, Func<RollUp, int> value) => Of(field, "integer", "1", meaning, zh, r => value(r));

    private static IEnumerable<(DistrictField, Func<RollUp, object?>)> Share(string field, string meaning, string zh, Func<RollUp, RollUpShare> value) =>
    [
        Count($"{field}.within", $"Alerts of the month {meaning}", $"本月{zh}的告警数", r => value(r).Within),
        Count($"{field}.of", $"Of how many that can be said by now: {meaning}", $"可判断的告警总数：{zh}", r => value(r).Of),
        Of($"{field}.percent", "number", "%", $"Share of alerts {meaning}; empty: of none", $"{zh}率", r => value(r).Percent),
    ];

    private static string Camel(Enum word) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(word.ToString());

    private static (string En, string Zh) CategoryWords(ElderCategory category) => category switch
    {
        ElderCategory.Alone => ("living alone", "独居"), ElderCategory.EmptyNest => ("empty nest", "空巢"), ElderCategory.LeftBehind => ("left behind", "留守"), ElderCategory.Disabled => ("disabled", "失能"),
        ElderCategory.Dementia => ("dementia", "失智"), ElderCategory.AdvancedAge => ("80 and older", "高龄"), ElderCategory.Destitute => ("destitute", "特困"), ElderCategory.MinimumIncome => ("minimum income", "低保"),
        ElderCategory.FamilyPlanning => ("family planning special", "计生特殊家庭"), _ => ("severely handicapped", "重残"),
    };
}
