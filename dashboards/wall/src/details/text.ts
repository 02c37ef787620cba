import { fill, type Holes } from '../i18n';
import { language } from '../state/language.svelte';

/** Texts of one alert's details and of past alerts: Chinese, English. Read with these pages, not with the wall. */
export const DETAIL_TEXTS = {
  'story.title': ['经过', 'What happened'],
  'told.title': ['通知了谁', 'Who was told'], 'told.none': ['没有通知外面的人', 'Nobody outside was told'],
  'told.waiting': ['等待发送', 'waiting'], 'told.sent': ['已送达', 'delivered'], 'told.failed': ['未送达', 'not delivered'], 'told.withdrawn': ['不用再通知', 'no longer needed'],
  'told.notBefore': ['{time} 后发送', 'not before {time}'], 'told.tries': ['试了 {n} 次', '{n} tries'],
  'way.webhook': ['网址', 'webhook'], 'way.mail': ['邮件', 'mail'], 'way.wecom': ['企业微信', 'WeCom'], 'way.dingtalk': ['钉钉', 'DingTalk'], 'way.feishu': ['飞书', 'Feishu'], 'way.sms': ['短信', 'text message'],
  'way.push': ['手机推送', 'phone notice'], 'way.voice': ['电话', 'voice call'],
  'audience.duty': ['值班', 'duty'], 'audience.director': ['院长', 'director'], 'audience.family': ['家属', 'family'], 'audience.emergency': ['急救', 'emergency'],
  'note.title': ['写备注', 'Add a note'], 'note.send': ['记下备注', 'Add note'],
  'shelve.title': ['暂时搁置', 'Put aside'], 'shelve.why': ['到时候会再响。紧急的告警不能搁置。', 'It rings again when the time is over. What is urgent cannot be put aside.'],
  'shelve.for': ['搁置多久', 'For how long'], 'shelve.minutes': ['{n} 分钟', '{n} min'], 'shelve.hours': ['{n} 小时', '{n} h'], 'shelve.reason': ['原因', 'Reason'],
  'shelve.do': ['搁置', 'Put aside'], 'shelve.end': ['结束搁置', 'Ring again'], 'shelve.until': ['搁置至 {time}', 'Aside until {time}'],
  'review.title': ['回顾', 'Reviews'], 'review.none': ['还没有回顾', 'No review yet'], 'review.firstAid': ['现场做了什么', 'What was done'], 'review.cause': ['原因', 'Cause'],
  'review.review': ['以后怎么做', 'What is learned'], 'review.by': ['由谁处理', 'Who was there'], 'review.add': ['写回顾', 'Write a review'], 'review.save': ['保存回顾', 'Save review'],
  'review.empty': ['至少写一项', 'Write at least one of them'], 'review.wrote': ['{name} {time} 写', 'written by {name}, {time}'],
  'export.one': ['导出这条告警 (zip)', 'Export this alert (zip)'], 'export.month': ['导出本月 (zip)', 'Export the month (zip)'], 'export.ofMonth': ['月份', 'Month'],
  'print': ['打印', 'Print'],
  'past.given': ['只看这个数字的告警', 'Alerts of one figure'], 'past.title': ['以往告警', 'Past alerts'], 'past.kind': ['类型', 'Kind'], 'past.allKinds': ['全部类型', 'All kinds'], 'past.outcome': ['结果', 'Outcome'], 'past.allOutcomes': ['全部结果', 'All outcomes'],
  'past.from': ['从', 'From'], 'past.to': ['到', 'Until'], 'past.none': ['没有这样的告警', 'No such alert'], 'past.more': ['再找更早的', 'Look further back'], 'past.looked': ['已找到 {n} 条', '{n} found'],
  'past.raised': ['发生', 'Raised'], 'past.where': ['地点', 'Where'], 'past.who': ['老人', 'Elder'], 'past.answered': ['多久有人应', 'Answered after'], 'past.ended': ['多久处理完', 'Over after'],
  'failed': ['读取失败', 'Could not be read'], 'loading': ['读取中…', 'Reading…'],
} as const satisfies Record<string, readonly [string, string]>;
export type DetailKey = keyof typeof DETAIL_TEXTS;

/** The text in the chosen language; redrawn when the choice changes. */
export const d = (key: DetailKey, holes: Holes = {}) => fill(DETAIL_TEXTS[key][language.now === 'zh' ? 0 : 1], holes);
