namespace SmartCare.Server.Figures;

/// <summary>What a figure means.</summary>
/// <param name="Id">Field of GET /api/figures.</param>
internal sealed record FigureWord(string Id, string Unit, string NameZh, string NameEn, string Zh, string En);

/// <summary>The definitions of all figures, served beside them: docs/figures.md says the same at length.</summary>
internal static class FigureDictionary
{
    public static readonly IReadOnlyList<FigureWord> All =
    [
        new("raised", "count", "告警数", "Alerts", "本月（按机构所在时区，以首次响起时间计）发生的告警；演练与测试不计入。重新打开的告警仍是同一条。",
            "Alerts that first rang in the month, on the site's own clock; drills and tests are not among them. One that is opened again is the same alert."),
        new("walked", "", "需到场的告警", "Needs to be walked to", "火情、燃气、一氧化碳、水浸、求助、跌倒、久无活动、走失、生命体征。总计、班次、机构、月份各表默认只计这些。",
            "Fire, gas, carbon monoxide, water, help, fall, inactivity, wandering, vitals. Totals and the tables by shift, site and month count these unless one kind is asked for."),
        new("acknowledged60S", "%", "60 秒内应答率", "Acknowledged within 60 s", "自响起（或重新打开）起 60 秒内有人首次应答（知道了、到场或处置）的比例。分母：时限已过或已应答的告警；时限内自行结束且无人应答的不计。至今无人应答且时限已过的，计为未应答。",
            "Share with a first answer of a person (acknowledged, arrived or resolved) within 60 s of ringing, or of being opened again. Of alerts whose limit has passed or that were answered; those that ended by themselves within it, unanswered, are left out. One that nobody has answered counts as not acknowledged as soon as the limit has passed."),
        new("acknowledged180S", "%", "180 秒内应答率", "Acknowledged within 180 s", "同上，时限为 180 秒。", "The same with 180 s."),
        new("attended", "%", "N 分钟内到场率", "Attended within N min", "N 分钟内有人登记到场的比例（N 默认 5）；仅计需到场的告警，分母同上。电话处置而无人到场的计为未到场。",
            "Share where somebody said within N minutes (5 unless asked otherwise) that they were there; only of needs to be walked to, the base as above. One that was resolved without anybody being there counts as not attended."),
        new("acknowledge", "s", "应答用时", "Time to acknowledge", "首次应答的整秒数，只计已应答的告警。中位数、P90、P95 按最近秩法：至少该比例的告警不超过的最小值。",
            "Whole seconds until the first answer, of alerts that were answered. Median, p90 and p95 by nearest rank: the smallest value that at least this share does not exceed."),
        new("arrive", "s", "到场用时", "Time to arrive", "登记到场的整秒数。", "Whole seconds until somebody was there."),
        new("resolve", "s", "处置用时", "Time to resolve", "结束的整秒数，包括设备自行恢复。", "Whole seconds until the end, also where the device ended it."),
        new("falseShare", "%", "误报率", "False share", "判为误报的占有判定（属实、误报、其他）的比例。无人判定的不计。设备榜按误报次数取前十。",
            "Alerts judged false of those that people judged (real, false, other). What nobody judged is in neither. Devices: the ten with the most false alerts."),
        new("availability", "%", "设备在线率", "Device availability", "设备在线时间占系统知晓该设备时间的比例。离线自系统发现时起算，至再次出现止；系统停机期间不另计。",
            "Share of the time in which the house knew a device that it was there. It is away from when the house noticed until it is heard again; while the system itself is down nothing begins or ends."),
        new("floods", "count", "告警洪泛", "Alarm floods", "ANSI/ISA-18.2：10 分钟内超过 10 条告警即为洪泛；少于 5 条的 10 分钟使其结束（EEMUA 191）。按整点起每 10 分钟计，各类告警均计。标准建议：平均每 10 分钟约 1 条为可接受、2 条为上限；超过 10 条的时段约少于 1%；峰值不超过 10；处于洪泛的时间约少于 1%。",
            "ANSI/ISA-18.2: more than 10 alarms in 10 minutes are a flood; ten minutes with fewer than 5 end it (EEMUA 191). In ten minutes of the clock, of all kinds. The standard's targets: about 1 in 10 minutes very likely acceptable, about 2 the most that is manageable; ten minutes with more than 10 less than about 1 %; a peak of 10 at most; time in flood less than about 1 %."),
        new("hours", "count", "时段热力图", "Hours of the week", "按机构时区的星期与小时统计的告警数，各类告警均计。", "Alerts of all kinds by weekday and hour on the site's clock."),
        new("coverage", "count", "覆盖", "Coverage", "当前登记情况：每间卧室、活动室、康复室有在线的烟感；每位 80 岁及以上老人有呼叫器；每位独居老人有在线的传感器。缺的逐一列名。",
            "As the registry stands now: a smoke detector that answers in every bedroom, activity and rehabilitation room; a call for each elder of 80 and more; a sensor that answers for each who lives alone. What is missing is named."),
        new("rounds", "count", "检查、探访、演练", "Checks, visits, drills", "到期：本月到期的检查轮次；已做、跳过（附理由）、漏做。探访：已探访次数与到期当晚无人探访的次数。演练：已开始的演练。",
            "Due: rounds that came due in the month; done, skipped with a reason, missed by everybody. Visits: those made, and evenings by which one was owed and nobody had come. Drills: those that were begun."),
        new("drills", "count", "演练", "Drills", "演练期间或判为演练的告警，所有数字单独列出，从不计入真实告警。", "Alerts during a drill, or judged to be one: all their numbers stand apart, and in no others."),
        new("tests", "count", "测试", "Tests", "判为测试的告警，只计数。", "Alerts judged to be a test: counted, and nothing else."),
        new("late", "count", "迟到的告警", "Late alerts", "事件到达时已超过两分钟的告警；应答用时自其响起时起算。", "Alerts whose event was more than two minutes old when it reached us; people are timed from when it rang."),
        new("shift", "", "班次", "Shift", "首次响起时当值的班次（按当时的值班表；数据重建时按现行值班表）。同时有多个班次时取第一个。",
            "On duty when it first rang, by the plan of that time (by today's where the figures were made anew); of several the first of the plan."),
    ];
}
