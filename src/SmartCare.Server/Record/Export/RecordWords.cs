using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Upkeep;
using SmartCare.Domain.Words;
using SmartCare.Server.Notices;

namespace SmartCare.Server.Record.Export;

/// <summary>The words of the contract for people who read the record on paper, in both languages: 已到场 arrived.</summary>
internal static class RecordWords
{
    private static readonly Dictionary<Enum, string> s_chinese = new()
    {
        [Priority.High] = "紧急", [Priority.Medium] = "中等", [Priority.Low] = "一般",
        [AlertState.Open] = "无人响应", [AlertState.Acknowledged] = "已知晓", [AlertState.Arrived] = "已到场", [AlertState.Resolved] = "已处理",
        [Outcome.Real] = "属实", [Outcome.False] = "误报", [Outcome.Test] = "测试", [Outcome.Drill] = "演练", [Outcome.Other] = "其他",
        [AlertStep.Raised] = "发出告警", [AlertStep.Repeated] = "再次告警", [AlertStep.Cleared] = "现象消失", [AlertStep.Acknowledged] = "知晓", [AlertStep.Arrived] = "到场",
        [AlertStep.Resolved] = "处理完", [AlertStep.Noted] = "备注", [AlertStep.Escalated] = "升级通知", [AlertStep.Restored] = "重启后恢复", [AlertStep.Saved] = "补存",
        [AlertStep.Reopened] = "再次出现", [AlertStep.Returned] = "无人到场，重新通知", [AlertStep.Told] = "已通知", [AlertStep.Untold] = "通知未送达", [AlertStep.Shelved] = "暂缓",
        [AlertStep.Unshelved] = "暂缓结束", [AlertStep.Gathered] = "归入事件",
        [Audience.Duty] = "值班", [Audience.Director] = "院长", [Audience.Family] = "家属", [Audience.Emergency] = "应急",
        [ChannelKind.Webhook] = "接口", [ChannelKind.Mail] = "邮件", [ChannelKind.Wecom] = "企业微信", [ChannelKind.Dingtalk] = "钉钉", [ChannelKind.Feishu] = "飞书",
        [ChannelKind.Sms] = "短信", [ChannelKind.Voice] = "电话", [ChannelKind.Push] = "手机推送",
        [NoticeState.Waiting] = "待发", [NoticeState.Sent] = "已送达", [NoticeState.Failed] = "未送达", [NoticeState.Withdrawn] = "已撤回",
        [UpkeepKind.Round] = "巡查", [UpkeepKind.Drill] = "演练", [UpkeepKind.Equipment] = "消防设施", [UpkeepKind.Hazard] = "隐患", [UpkeepKind.Report] = "上报",
        [UpkeepType.Other] = "其他", [UpkeepType.Extinguisher] = "灭火器", [UpkeepType.Hydrant] = "消火栓", [UpkeepType.Lighting] = "应急照明", [UpkeepType.Sprinkler] = "喷淋",
        [UpkeepType.Detector] = "火灾探测器", [UpkeepType.Door] = "防火门", [UpkeepType.Death] = "死亡", [UpkeepType.SevereInjury] = "重伤", [UpkeepType.Injury] = "受伤",
        [UpkeepType.Missing] = "走失", [UpkeepType.Fire] = "火灾", [UpkeepType.Infection] = "聚集性感染", [UpkeepType.Periodic] = "定期报告",
        [UpkeepState.Open] = "未完成", [UpkeepState.Waiting] = "待复核或回执", [UpkeepState.Closed] = "已完成", [UpkeepState.Retired] = "已停用",
        [UpkeepStep.Changed] = "修改", [UpkeepStep.Done] = "已做", [UpkeepStep.Skipped] = "未做（有原因）", [UpkeepStep.Fixed] = "已整改", [UpkeepStep.Verified] = "已复核",
        [UpkeepStep.Rejected] = "复核不通过", [UpkeepStep.Submitted] = "已上报", [UpkeepStep.Received] = "收到回执", [UpkeepStep.Retired] = "停用",
        [Weekday.Monday] = "周一", [Weekday.Tuesday] = "周二", [Weekday.Wednesday] = "周三", [Weekday.Thursday] = "周四", [Weekday.Friday] = "周五", [Weekday.Saturday] = "周六", [Weekday.Sunday] = "周日",
    };

    /// <returns>In both languages; null: nothing was said.</returns>
    public static string? Of<T>(T? word) where T : struct, Enum => word is { } said ? Of(said) : null;

    public static string Of<T>(T word) where T : struct, Enum =>
        word is AlertKind kind ? $"{NoticeWords.Of(kind).Chinese} {English(word)}" : s_chinese.TryGetValue(word, out var chinese) ? $"{chinese} {English(word)}" : English(word);

    /// <summary>Every word that has no Chinese one.</summary>
    internal static IEnumerable<string> Missing() =>
        ((Type[])[typeof(Priority), typeof(AlertState), typeof(Outcome), typeof(AlertStep), typeof(Audience), typeof(ChannelKind), typeof(NoticeState), typeof(UpkeepKind), typeof(UpkeepType),
            typeof(UpkeepState), typeof(UpkeepStep), typeof(Weekday)])
        .SelectMany(t => Enum.GetValues(t).Cast<Enum>()).Where(w => !s_chinese.ContainsKey(w)).Select(w => $"{w.GetType().Name}.{w}");

    /// <summary>SevereInjury: severe injury.</summary>
    private static string English<T>(T word) where T : struct, Enum =>
        string.Concat(word.ToString().Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : " ") + char.ToLowerInvariant(c) : c.ToString()));
}
