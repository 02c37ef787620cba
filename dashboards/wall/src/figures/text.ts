import { fill, type Holes } from '../i18n';
import { language } from '../state/language.svelte';

/** Texts of the director's figures: Chinese, English. Read with that page, not with the wall. */
export const FIGURE_TEXTS = {
  'title': ['院长看板', 'Figures'], 'from': ['从', 'From'], 'to': ['到', 'To'], 'within': ['到场时限（分钟）', 'Attended within (min)'], 'print': ['打印', 'Print'], 'csv': ['下载 CSV', 'CSV'],
  'csvOf': ['下载 CSV：{what}', 'Download CSV: {what}'], 'period': ['{from} 至 {to}，截至 {time}', '{from} to {to}, as of {time}'],
  'building': ['数字正在由告警记录重新统计，尚不完整', 'The figures are being counted anew from the alerts and are not complete yet'], 'reading': ['读取中…', 'Reading…'], 'none': ['没有', 'None'],
  'live': ['现在', 'Now'], 'live.open': ['未结束', 'Open'], 'live.unanswered': ['无人应答', 'Unanswered'], 'live.over60': ['超过 60 秒', 'Over 60 s'], 'live.over180': ['超过 180 秒', 'Over 180 s'],
  'live.unattended': ['超过 {n} 分钟无人到场', 'Nobody there for {n} min'], 'live.ten': ['近 10 分钟告警', 'Alarms in 10 min'], 'live.flood': ['告警洪泛', 'Alarm flood'], 'live.away': ['离线设备', 'Devices away'],
  'live.today': ['今日 60 秒内应答', 'Today within 60 s'], 'live.todayCount': ['今日告警', 'Alerts today'],
  'answers': ['应答与到场', 'Answers'], 'walked': ['计需到场的告警（火情、燃气、求助、跌倒等）；演练与测试不计', 'Of needs that a person must walk to (fire, gas, help, fall and the like); without drills and tests'],
  'raised': ['告警', 'Alerts'], 'in60': ['60 秒内应答', 'Answered in 60 s'], 'in180': ['180 秒内应答', 'Answered in 180 s'], 'attended': ['{n} 分钟内到场', 'There in {n} min'],
  'times': ['{what}：中位数 / P90 / P95', '{what}: median / p90 / p95'], 'acknowledge': ['应答', 'Answer'], 'arrive': ['到场', 'Arrival'], 'resolve': ['结束', 'End'],
  'of': ['{n}/{all}', '{n}/{all}'], 'notWithin': ['{name}：未在时限内的告警', '{name}: alerts that were not within it'], 'alertsOf': ['{name}：查看告警', '{name}: see the alerts'],
  'total': ['合计', 'All'], 'kinds': ['按类型', 'By kind'], 'shifts': ['按班次', 'By shift'], 'sites': ['按机构', 'By site'], 'months': ['按月份', 'By month'], 'noShift': ['未排班', 'No shift planned'],
  'drills': ['演练', 'Drills'], 'tests': ['另有测试 {n} 次', '{n} tests beside them'], 'kind': ['类型', 'Kind'], 'shift': ['班次', 'Shift'], 'site': ['机构', 'Site'], 'month': ['月份', 'Month'],
  'devices': ['误报最多的设备', 'Devices with most false alerts'], 'rules': ['各规则的误报', 'False alerts by rule'], 'device': ['设备', 'Device'], 'rule': ['规则', 'Rule'], 'place': ['位置', 'Place'],
  'judged': ['已判定', 'Judged'], 'false': ['误报', 'False'], 'share': ['误报率', 'False share'],
  'availability': ['设备在线率', 'Device availability'], 'online': ['在线', 'There'], 'away': ['离线时长', 'Away for'], 'worst': ['离线最多的设备', 'Devices that were away most'],
  'floods': ['告警速率与洪泛', 'Alarm rate and floods'], 'floods.hint': ['ISA-18.2：10 分钟内超过 10 条为洪泛；平均约 1 条可接受，2 条为上限', 'ISA-18.2: more than 10 in 10 minutes are a flood; about 1 on average is acceptable, 2 the most'],
  'perTen': ['每 10 分钟', 'Per 10 min'], 'peak': ['峰值', 'Peak'], 'floodCount': ['洪泛次数', 'Floods'], 'floodTime': ['洪泛时间占比', 'Time in flood'],
  'hours': ['时段分布', 'Hours of the week'], 'hours.cell': ['{day} {hour} 时：{n}', '{day} {hour}:00: {n}'], 'day': ['星期', 'Day'],
  'coverage': ['覆盖（现在）', 'Coverage now'], 'smoke': ['卧室、活动室、康复室有在线烟感', 'Smoke detectors in bedrooms, activity and rehabilitation rooms'], 'calls': ['80 岁及以上老人有呼叫器', 'A call for each elder of 80 and more'],
  'alone': ['独居老人有传感器', 'A sensor for each who lives alone'], 'missing.none': ['没有设备', 'no device'], 'missing.away': ['设备离线', 'device away'], 'missing.more': ['另有 {n} 个', '{n} more'],
  'rounds': ['检查、探访、演练', 'Checks, visits, drills'], 'round.check': ['安全检查', 'Safety checks'], 'round.visit': ['探访', 'Visits'], 'round.drill': ['演练', 'Drills'],
  'due': ['到期', 'Due'], 'done': ['已做', 'Done'], 'skipped': ['跳过', 'Skipped'], 'missed': ['漏做', 'Missed'], 'omitted': ['漏做与跳过的', 'Missed and skipped'], 'what': ['项目', 'What'], 'when': ['到期时间', 'Due at'], 'state': ['情况', 'State'],
} as const satisfies Record<string, readonly [string, string]>;
export type FigureKey = keyof typeof FIGURE_TEXTS;

/** The text in the chosen language; redrawn when the choice changes. */
export const f = (key: FigureKey, holes: Holes = {}) => fill(FIGURE_TEXTS[key][language.now === 'zh' ? 0 : 1], holes);
