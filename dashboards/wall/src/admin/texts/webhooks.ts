export const WEBHOOK_TEXTS = {
  'webhook.why': ['告警的每一次变化，签名后依次推送到别的系统；对方不在时等着，七天之内不会漏', 'Every change of an alert goes to another system, signed and in order; while that is away it waits, and misses nothing for seven days'],
  'webhook.new': ['新推送', 'New webhook'], 'webhook.make': ['建立推送', 'Make the webhook'], 'webhook.none': ['没有推送', 'No webhook'], 'webhook.url': ['地址', 'Address'], 'webhook.urlHint': ['http 或 https；内网地址要先由运维放行', 'http or https; an address of the own network must be allowed by the operator first'],
  'webhook.kinds': ['哪些告警', 'Which alerts'], 'webhook.states': ['哪些状态', 'In which states'], 'webhook.all': ['不选就是全部', 'None means all'], 'webhook.names': ['带姓名和文字', 'With names and words of people'],
  'webhook.namesHint': ['不勾选时只有编号、时间和状态', 'Without it there are only ids, times and states'], 'webhook.state': ['情况', 'State'], 'webhook.good': ['正常', 'works'], 'webhook.behind': ['还有 {n} 条变化没送到', '{n} changes behind'],
  'webhook.failing': ['从 {time} 起送不到', 'takes nothing since {time}'], 'webhook.off': ['已停用：{why}', 'off: {why}'], 'webhook.stopped': ['已关闭', 'turned off'], 'webhook.test': ['发一条测试', 'Send a test'],
  'webhook.tested': ['{answer}，{ms} 毫秒', '{answer}, {ms} ms'], 'webhook.turnOn': ['启用', 'Turn on'], 'webhook.turnOff': ['关闭', 'Turn off'], 'webhook.removeText': ['对方不再收到告警。', 'The other system gets no more alerts.'],
  'webhook.deliveries': ['最近的推送', 'Last deliveries'], 'webhook.show': ['看推送', 'Deliveries'], 'webhook.seq': ['变化号', 'Change'], 'webhook.at': ['时间', 'Time'], 'webhook.answer': ['回答', 'Answer'], 'webhook.noDelivery': ['还没有推送过', 'Nothing was sent yet'],
  'hook.why': ['摄像头、手表和厂商云平台把事件签名后推到这里；“有人倒地”就是疑似跌倒', 'Cameras, watches and their makers’ clouds send events here, signed; “person lying” is a suspected fall'],
  'hook.new': ['新地址', 'New address'], 'hook.make': ['生成地址和密钥', 'Make the address and its secret'], 'hook.none': ['没有地址', 'No address'], 'hook.device': ['谁来推送', 'Who calls'],
  'hook.deviceHint': ['单个设备只代表自己；型号 cloud 的设备代表本机构同一厂商的所有设备', 'A device speaks for itself; one of the model cloud for its maker’s devices at the site'], 'hook.path': ['地址', 'Address'],
  'hook.used': ['最后收到', 'Last taken'], 'hook.refused': ['最后拒收', 'Last refused'], 'hook.rotate': ['换密钥', 'New secret'], 'hook.rotateText': ['旧密钥还可用 24 小时。', 'The former secret holds for 24 hours.'],
  'hook.removeText': ['用这个地址的设备不能再报警。', 'A device that calls this address cannot ring any more.'],
} as const;
