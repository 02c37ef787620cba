// Every text of the wall, in Chinese first. A test holds both languages to the same keys and the same {holes}.

const zh = {
  'app.title': '智护值班墙', 'app.loading': '正在连接…', 'app.noAnswer': '服务器没有应答，正在重试',
  'lang.other': 'English',
  'signin.title': '值班登录', 'signin.user': '账号', 'signin.password': '密码', 'signin.submit': '登录',
  'signin.wrong': '账号或密码不对', 'signin.failed': '登录没有成功：{detail}', 'signin.ended': '登录已过期，请重新登录',
  'signout': '退出', 'role.duty': '值班', 'role.director': '院长', 'role.family': '家属', 'role.admin': '管理员',
  'site.all': '全部机构', 'site.choose': '机构', 'site.elsewhere': '其他机构还有 {n} 条告警，点击查看全部',
  'link.live': '实时', 'link.connecting': '连接中', 'link.down': '已断开',
  'blind.title': '看不见！', 'blind.other': 'BLIND', 'blind.text': '已 {s} 秒没有收到服务器消息。现在的画面是旧的，请派人巡视！',
  'health.title': '系统有问题',
  'sound.enable': '点击开启声音', 'sound.other': 'Click to enable sound', 'sound.why': '浏览器还没有允许出声，告警现在是无声的',
  'sound.on': '声音已开', 'sound.off': '无声',
  'alerts.title': '待处理告警', 'alerts.none': '一切平静', 'alerts.noneText': '没有待处理的告警', 'alerts.more': '还有 {n} 条未显示',
  'alerts.unknown': '正在读取告警…',
  'priority.high': '高', 'priority.medium': '中', 'priority.low': '低',
  'state.open': '无人响应', 'state.acknowledged': '已知晓', 'state.arrived': '已到场', 'state.resolved': '已处理',
  'kind.fire': '火警', 'kind.gas': '燃气泄漏', 'kind.co': '一氧化碳', 'kind.water': '漏水', 'kind.help': '求助', 'kind.fall': '跌倒',
  'kind.inactivity': '久无活动', 'kind.wandering': '走失风险', 'kind.vitals': '体征异常', 'kind.environment': '环境异常',
  'kind.offline': '设备离线', 'kind.battery': '电量低', 'kind.tamper': '防拆', 'kind.fault': '设备故障', 'kind.system': '系统',
  'card.wait': '已等待', 'card.times': '{n} 次', 'card.tier': '第 {n} 级', 'card.late': '迟到的消息', 'card.drill': '演练', 'card.unsaved': '未落盘', 'card.gathered': '含 {n} 项', 'card.shelved': '搁置至 {time}',
  'card.since': '{time} 起', 'card.by': '{name} {time}', 'card.inRoom': '房内：{names}', 'card.noElder': '未登记老人',
  'card.busy': '发送中…',
  'act.acknowledge': '知道了', 'act.arrive': '已到场', 'act.resolve': '处理完',
  'error.conflict': '状态已被别人改变：{detail}', 'error.forbidden': '您没有这个权限', 'error.gone': '这条告警不存在了',
  'error.network': '没有送达，请再按一次', 'error.other': '没有成功（{status}）：{detail}',
  'resolve.title': '处理结果', 'resolve.note': '备注（可不填）', 'resolve.confirm': '确认处理完', 'resolve.cancel': '取消',
  'resolve.choose': '请先选择结果',
  'outcome.real': '真实', 'outcome.false': '误报', 'outcome.test': '测试', 'outcome.drill': '演练', 'outcome.other': '其他',
  'rooms.title': '房间', 'rooms.floor': '{n} 层', 'rooms.homes': '住户', 'rooms.other': '其他', 'rooms.calm': '正常', 'rooms.unwatched': '无设备在线', 'rooms.silent': '{n} 台离线',
  'rooms.none': '没有可看的房间',
  'silent.title': '离线设备', 'silent.none': '没有离线设备', 'silent.unheard': '{n} 台从未上线', 'silent.since': '最后消息 {time}', 'silent.never': '从未上线', 'silent.alerted': '已告警',
  'readings.title': '最新读数', 'readings.none': '还没有读数',
  'drawer.close': '关闭', 'drawer.elders': '老人', 'drawer.noElders': '无人入住', 'drawer.bed': '{n} 床', 'drawer.care': '护理 {n} 级',
  'drawer.devices': '设备', 'drawer.noDevices': '没有设备', 'drawer.chart': '曲线', 'drawer.hour': '1 小时', 'drawer.day': '24 小时', 'drawer.noPoints': '这段时间没有数据',
  'drawer.chartFailed': '曲线读取失败', 'drawer.history': '最近告警', 'drawer.noHistory': '没有记录', 'drawer.historyFailed': '记录读取失败',
  'drawer.online': '在线', 'drawer.offline': '离线', 'drawer.neverSpoke': '未上线', 'drawer.clockWrong': '时钟不准', 'drawer.loading': '读取中…',
  'what.raised': '发生', 'what.repeated': '再次发生', 'what.cleared': '已消除', 'what.acknowledged': '知道了', 'what.arrived': '到场', 'what.resolved': '处理完',
  'what.noted': '备注', 'what.escalated': '升级', 'what.restored': '恢复', 'what.saved': '已落盘',
  'what.reopened': '再次出现，重新打开', 'what.returned': '无人到场，继续升级', 'what.told': '已通知', 'what.untold': '通知失败',
  'what.shelved': '暂时搁置', 'what.unshelved': '搁置结束', 'what.gathered': '并入事件',
  'age.now': '刚刚', 'age.second': '{n} 秒前', 'age.minute': '{n} 分钟前', 'age.hour': '{n} 小时前', 'age.day': '{n} 天前',
  'class.smoke': '烟感', 'class.call': '一键呼', 'class.fall': '跌倒雷达', 'class.door': '门磁', 'class.motion': '人体感应', 'class.gateway': '网关',
  'class.bed': '床垫', 'class.wearable': '腕表', 'class.climate': '温湿度', 'class.vibration': '振动',
  'channel.smoke': '烟雾', 'channel.gas': '燃气', 'channel.carbon_monoxide': '一氧化碳', 'channel.water_leak': '漏水', 'channel.action': '按键', 'channel.sos': '求救',
  'channel.fall': '跌倒', 'channel.presence': '有人', 'channel.occupancy': '有人', 'channel.contact': '门', 'channel.in_bed': '在床', 'channel.temperature': '温度',
  'channel.humidity': '湿度', 'channel.heart_rate': '心率', 'channel.breathing_rate': '呼吸', 'channel.battery': '电量', 'channel.battery_low': '电量低',
  'channel.tamper': '防拆', 'channel.test': '测试', 'channel.fault_alarm': '故障', 'channel.linkquality': '信号', 'channel.voltage': '电压',
  'value.true': '是', 'value.false': '否', 'value.closed': '关', 'value.opened': '开',
} as const;

export type TextKey = keyof typeof zh;
export type Language = 'zh' | 'en';

const en: Record<TextKey, string> = {
  'app.title': 'SmartCare duty wall', 'app.loading': 'Connecting…', 'app.noAnswer': 'The server does not answer, trying again',
  'lang.other': '中文',
  'signin.title': 'Duty sign-in', 'signin.user': 'User', 'signin.password': 'Password', 'signin.submit': 'Sign in',
  'signin.wrong': 'Wrong user or password', 'signin.failed': 'Sign-in failed: {detail}', 'signin.ended': 'The session has ended, please sign in again',
  'signout': 'Sign out', 'role.duty': 'duty', 'role.director': 'director', 'role.family': 'family', 'role.admin': 'admin',
  'site.all': 'All sites', 'site.choose': 'Site', 'site.elsewhere': '{n} alerts at other sites, click to see all',
  'link.live': 'Live', 'link.connecting': 'Connecting', 'link.down': 'Disconnected',
  'blind.title': 'BLIND', 'blind.other': '看不见！', 'blind.text': 'No word from the server for {s} s. What you see is old: send people on rounds!',
  'health.title': 'System trouble',
  'sound.enable': 'Click to enable sound', 'sound.other': '点击开启声音', 'sound.why': 'The browser does not allow sound yet: alerts are silent',
  'sound.on': 'Sound on', 'sound.off': 'Silent',
  'alerts.title': 'Open alerts', 'alerts.none': 'All calm', 'alerts.noneText': 'No alert is open', 'alerts.more': '{n} more not shown',
  'alerts.unknown': 'Reading alerts…',
  'priority.high': 'High', 'priority.medium': 'Medium', 'priority.low': 'Low',
  'state.open': 'Unanswered', 'state.acknowledged': 'Acknowledged', 'state.arrived': 'Arrived', 'state.resolved': 'Resolved',
  'kind.fire': 'Fire', 'kind.gas': 'Gas leak', 'kind.co': 'CO alarm', 'kind.water': 'Water leak', 'kind.help': 'Help call', 'kind.fall': 'Fall',
  'kind.inactivity': 'No activity', 'kind.wandering': 'Wandering', 'kind.vitals': 'Vital signs', 'kind.environment': 'Environment',
  'kind.offline': 'Device offline', 'kind.battery': 'Battery low', 'kind.tamper': 'Tamper', 'kind.fault': 'Device fault', 'kind.system': 'System',
  'card.wait': 'Waiting', 'card.times': '{n} times', 'card.tier': 'Tier {n}', 'card.late': 'Late', 'card.drill': 'Drill', 'card.unsaved': 'Unsaved', 'card.gathered': '{n} inside', 'card.shelved': 'Aside until {time}',
  'card.since': 'since {time}', 'card.by': '{name} {time}', 'card.inRoom': 'In the room: {names}', 'card.noElder': 'No elder registered',
  'card.busy': 'Sending…',
  'act.acknowledge': 'Acknowledge', 'act.arrive': 'Arrived', 'act.resolve': 'Resolve',
  'error.conflict': 'Someone else changed it: {detail}', 'error.forbidden': 'You may not do this', 'error.gone': 'This alert no longer exists',
  'error.network': 'Not delivered, press again', 'error.other': 'Failed ({status}): {detail}',
  'resolve.title': 'Outcome', 'resolve.note': 'Note (optional)', 'resolve.confirm': 'Confirm resolved', 'resolve.cancel': 'Cancel',
  'resolve.choose': 'Choose an outcome first',
  'outcome.real': 'Real', 'outcome.false': 'False alarm', 'outcome.test': 'Test', 'outcome.drill': 'Drill', 'outcome.other': 'Other',
  'rooms.title': 'Rooms', 'rooms.floor': 'Floor {n}', 'rooms.homes': 'Homes', 'rooms.other': 'Other', 'rooms.calm': 'calm', 'rooms.unwatched': 'no device online', 'rooms.silent': '{n} offline',
  'rooms.none': 'No room to show',
  'silent.title': 'Silent devices', 'silent.none': 'No device is silent', 'silent.unheard': '{n} never heard', 'silent.since': 'last heard {time}', 'silent.never': 'never heard', 'silent.alerted': 'alerted',
  'readings.title': 'Latest readings', 'readings.none': 'No reading yet',
  'drawer.close': 'Close', 'drawer.elders': 'Elders', 'drawer.noElders': 'Nobody lives here', 'drawer.bed': 'Bed {n}', 'drawer.care': 'Care level {n}',
  'drawer.devices': 'Devices', 'drawer.noDevices': 'No device', 'drawer.chart': 'Chart', 'drawer.hour': '1 hour', 'drawer.day': '24 hours', 'drawer.noPoints': 'No data in this time',
  'drawer.chartFailed': 'The chart could not be read', 'drawer.history': 'Recent alerts', 'drawer.noHistory': 'Nothing recorded', 'drawer.historyFailed': 'The record could not be read',
  'drawer.online': 'online', 'drawer.offline': 'offline', 'drawer.neverSpoke': 'never heard', 'drawer.clockWrong': 'wrong clock', 'drawer.loading': 'Reading…',
  'what.raised': 'raised', 'what.repeated': 'again', 'what.cleared': 'cleared', 'what.acknowledged': 'acknowledged', 'what.arrived': 'arrived', 'what.resolved': 'resolved',
  'what.noted': 'note', 'what.escalated': 'escalated', 'what.restored': 'restored', 'what.saved': 'saved',
  'what.reopened': 'came back, opened again', 'what.returned': 'nobody arrived, asked on', 'what.told': 'told', 'what.untold': 'could not be told',
  'what.shelved': 'put aside', 'what.unshelved': 'no longer put aside', 'what.gathered': 'taken together',
  'age.now': 'just now', 'age.second': '{n} s ago', 'age.minute': '{n} min ago', 'age.hour': '{n} h ago', 'age.day': '{n} d ago',
  'class.smoke': 'Smoke', 'class.call': 'Call button', 'class.fall': 'Fall radar', 'class.door': 'Door', 'class.motion': 'Motion', 'class.gateway': 'Gateway',
  'class.bed': 'Bed', 'class.wearable': 'Wearable', 'class.climate': 'Climate', 'class.vibration': 'Vibration',
  'channel.smoke': 'smoke', 'channel.gas': 'gas', 'channel.carbon_monoxide': 'carbon monoxide', 'channel.water_leak': 'water', 'channel.action': 'button', 'channel.sos': 'SOS',
  'channel.fall': 'fall', 'channel.presence': 'presence', 'channel.occupancy': 'presence', 'channel.contact': 'door', 'channel.in_bed': 'in bed', 'channel.temperature': 'temperature',
  'channel.humidity': 'humidity', 'channel.heart_rate': 'heart rate', 'channel.breathing_rate': 'breathing', 'channel.battery': 'battery', 'channel.battery_low': 'battery low',
  'channel.tamper': 'tamper', 'channel.test': 'test', 'channel.fault_alarm': 'fault', 'channel.linkquality': 'signal', 'channel.voltage': 'voltage',
  'value.true': 'yes', 'value.false': 'no', 'value.closed': 'closed', 'value.opened': 'open',
};

export const TEXTS: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { zh, en };

export type Holes = Record<string, string | number>;

export function translate(language: Language, key: TextKey, holes: Holes = {}): string {
  return TEXTS[language][key].replace(/\{(\w+)\}/g, (hole, name: string) => String(holes[name] ?? hole));
}

/** For names that devices bring along: a channel or class that we have no word for keeps its own name. */
export function translateName(language: Language, group: 'channel' | 'class', name: string): string {
  const key = `${group}.${name}`;
  return key in zh ? TEXTS[language][key as TextKey] : name;
}
