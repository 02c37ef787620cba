/** Every text of the family page: Chinese, English. No word of the house's own trade stands here. */
export const FAMILY_TEXTS = {
  'page.title': ['家人平安', 'Family'], 'page.today': ['今天', 'Today'], 'page.week': ['这一周', 'This week'], 'page.people': ['会通知谁', 'Who is told'], 'page.complaints': ['投诉与举报', 'Complaints'], 'page.settings': ['设置', 'Settings'], 'page.choose': ['选择老人', 'Choose'],
  'page.reading': ['正在读取…', 'Reading…'], 'page.nobody': ['您的账号还没有关联老人，请联系机构。', 'Your account has no elder yet. Please ask the house.'], 'page.signOut': ['退出登录', 'Sign out'],
  'call.station': ['打电话给{name}', 'Call {name}'], 'call.none': ['机构还没有登记值班电话', 'The house has not given its phone number yet'],

  'is.reading': ['正在读取…', 'Reading…'], 'is.blind': ['现在看不到', 'We cannot see now'], 'is.called': ['{name}需要帮助', '{name} needs somebody'], 'is.coming': ['有人正赶去{name}身边', 'Somebody is on the way to {name}'],
  'is.with': ['有人在{name}身边', 'Somebody is with {name}'], 'is.trouble': ['看护系统有故障', 'The watch has a fault'], 'is.devicesSilent': ['房间里的设备没有消息', 'The devices in the room are silent'], 'is.away': ['{name}外出了', '{name} is out'],
  'is.hospital': ['{name}在医院', '{name} is in hospital'], 'is.unseen': ['这里看不出{name}怎么样', 'How {name} is cannot be seen here'], 'is.noSignYet': ['还没有{name}的动静', 'No sign of {name} yet'],
  'is.tooQuiet': ['{name}很久没有动静', 'No sign of {name} for long'], 'is.well': ['{name}一切安好', '{name} is all right'],

  'why.blind': ['与机构的连接断了 {s} 秒。下面是 {time} 的情况，可能已经变了。着急请打电话。', 'The line to the house has been lost for {s} s. What stands below is of {time} and may have changed. If you are worried, call.'],
  'why.stale': ['从 {time} 起没有新消息，下面的情况可能已经变了。着急请打电话。', 'Nothing new since {time}; what stands below may have changed. If you are worried, call.'],
  'why.never': ['还没有读到任何消息。着急请打电话。', 'Nothing has been read yet. If you are worried, call.'], 'why.called': ['值班人员已收到。进展见下面。', 'The staff on duty have it. What is being done stands below.'],
  'why.trouble': ['机构已收到提示。这时没有告警不等于平安；着急请打电话。', 'The house has been told. Meanwhile no alert does not mean that all is well; if you are worried, call.'],
  'why.devicesSilent': ['从 {time} 起能看到动静的设备都没有消息，机构已收到提示。', 'Nothing that could see her has spoken since {time}; the house has been told.'],
  'why.elsewhere': ['这段时间不看房间里的动静。', 'Meanwhile nobody looks for signs in the room.'], 'why.until': ['预计到 {time}。', 'Until {time}.'],
  'why.unseen': ['房间里没有只看护她一人的设备；她按呼叫按钮时，值班人员和您都会知道。', 'Nothing in the room watches her alone. When she presses her button, staff and you will know.'],
  'why.noSignYet': ['设备在线，但还没有看到动静。', 'The devices are there and have seen nothing yet.'], 'why.rang': ['已超过平常的安静时间。着急请打电话。', 'It is longer than usual. If you are worried, call.'],
  'why.quietUnwatched': ['她的安静不会自动提醒任何人。着急请打电话。', 'Her silence calls nobody by itself. If you are worried, call.'],
  'well.up': ['{time} 起床', 'up at {time}'], 'well.sign': ['{ago}有动静', 'last sign {ago}'], 'well.signAt': ['{ago}在“{where}”有动静', 'last sign {ago}: {where}'],
  'well.rings': ['到 {time} 还没有动静，会提醒值班人员', 'Without a sign until {time} staff are called'], 'well.join': ['，', ', '],

  'story.open': ['现在', 'Now'], 'story.ended': ['已结束', 'Ended'], 'story.recent': ['最近的事', 'Lately'], 'story.devices': ['设备的事，值班人员会处理：', 'About a device, staff see to it: '],
  'story.raised': ['{kind}', '{kind}'], 'story.repeated': ['又一次：{kind}', 'Again: {kind}'], 'story.asked': ['又通知了更多人', 'More people were asked'], 'story.onTheWay': ['{by}知道了，正赶过去', '{by} is on the way'],
  'story.there': ['{by}到了身边', '{by} is with her'], 'story.nobodyCame': ['还没有人到，已再次通知', 'Nobody has arrived, the next were asked'], 'story.over': ['{by}：{outcome}', '{by}: {outcome}'],
  'story.overByItself': ['已恢复', 'It is over'], 'story.again': ['又发生了', 'It happened again'], 'story.noted': ['{by}写道：', '{by} wrote:'], 'story.relative': ['{says}', '{says}'],
  'story.told': ['已通知 {person}', '{person} was told'], 'story.untold': ['没能通知到 {person}', '{person} could not be told'], 'story.cleared': ['报警的设备已恢复', 'The device that called is calm again'],
  'story.you': ['您', 'You'], 'story.waiting': ['还没有人应答', 'Nobody has answered yet'],
  'kind.help': ['按了呼叫按钮', 'The button was pressed'], 'kind.fall': ['可能跌倒了', 'A fall was noticed'], 'kind.fire': ['烟雾报警', 'Smoke alarm'], 'kind.gas': ['燃气报警', 'Gas alarm'], 'kind.co': ['一氧化碳报警', 'Carbon monoxide alarm'],
  'kind.water': ['漏水', 'Water on the floor'], 'kind.inactivity': ['很久没有动静', 'No sign for long'], 'kind.wandering': ['可能走出去了', 'May have gone out'], 'kind.vitals': ['心率或呼吸异常', 'Heart or breathing is unusual'],
  'kind.environment': ['室温异常', 'The room is too warm or too cold'], 'kind.offline': ['设备离线', 'a device is away'], 'kind.battery': ['电池快没电', 'a battery is low'], 'kind.tamper': ['设备被拆动', 'a device was moved'],
  'kind.fault': ['设备有问题', 'a device has a fault'], 'kind.system': ['系统有问题', 'the system has a fault'],
  'end.real': ['已照料好', 'seen to'], 'end.false': ['是误报', 'it was a false alarm'], 'end.test': ['是测试', 'it was a test'], 'end.drill': ['是演练', 'it was a drill'], 'end.other': ['已结束', 'it is over'],

  'act.volunteer': ['按下就记为已到场，值班人员会看到。', 'Counts as arrived; staff see it.'],
  'act.there': ['我在她身边', 'I am there'], 'act.calling': ['我给她打电话', 'I call her'], 'act.why': ['不再惊动其他家人；值班人员照常处理。', 'No other relative is woken. Staff go on as before.'], 'act.saidThere': ['您说了：在她身边', 'You said: I am there'],
  'act.saidCalling': ['您说了：正在打电话', 'You said: I call her'], 'act.failed': ['没有送达，请再按一次', 'Not delivered, press again'], 'act.over': ['已经结束了', 'It is over already'],

  'day.back': ['回到今天', 'Back to today'], 'day.quiet': ['这一天没有可显示的动静', 'Nothing to show of this day'], 'day.calm': ['没有告警', 'no alerts'], 'day.alerts': ['{n} 次告警', '{n} alerts'],
  'day.noConsent': ['老人还没有同意显示一天的动静，这里只有告警。需要时请联系机构登记。', 'The elder has not agreed to show her day; only alerts stand here. Ask the house if that should change.'], 'day.failed': ['没有读到，稍后再试', 'Could not be read, trying again'],
  'lane.presence': ['有动静', 'seen'], 'lane.bed': ['在床上', 'in bed'], 'lane.door': ['门', 'door'], 'lane.calls': ['呼叫', 'calls'], 'lane.stretches': ['{lane}：{times}', '{lane}: {times}'], 'lane.more': ['等 {n} 次', 'and {n} more'],

  'people.after': ['紧急时先由值班人员处理。{after}仍无人应答，会按顺序通知：', 'What is urgent is first answered by staff. If nobody has within {after}, these are told in this order:'],
  'people.all': ['紧急时先由值班人员处理。{after}仍无人应答，会同时通知：', 'What is urgent is first answered by staff. If nobody has within {after}, these are told at once:'], 'people.next': ['每隔 {next} 通知下一位，直到有人应答。', 'The next every {next}, until somebody answers.'],
  'people.never': ['机构没有设置通知家属，请联系机构。', 'The house does not tell families; please ask it.'], 'people.none': ['还没有登记联系人，请联系机构。', 'No contacts yet; please ask the house.'], 'people.you': ['（您）', ' (you)'],
  'people.quiet': ['{from}–{to} 免打扰，排在最后', 'quiet {from} to {to}, then asked last'], 'people.seconds': ['{n} 秒', '{n} s'], 'people.minutes': ['{n} 分钟', '{n} min'], 'people.noWay': ['没有联系方式', 'no way to reach them'],
  'quiet.title': ['我的免打扰时段', 'My quiet hours'], 'quiet.why': ['这段时间最后才通知您；没有别人时照样会通知。', 'In these hours you are asked last; if there is nobody else you are told all the same.'], 'quiet.on': ['使用免打扰', 'Use quiet hours'],
  'quiet.from': ['从', 'From'], 'quiet.to': ['到', 'To'], 'quiet.save': ['保存', 'Save'], 'quiet.saved': ['已保存', 'Saved'], 'quiet.failed': ['没有保存，请再试', 'Not saved, please try again'], 'quiet.notMine': ['联系人里还没有您的账号，请机构把它填到您的联系方式里。', 'None of the contacts has your account yet. Ask the house to add it to yours.'],
  'consent.title': ['老人同意显示：{what}', 'The elder has agreed to show: {what}'], 'consent.day': ['一天的动静', 'the day'], 'consent.vitals': ['生命体征', 'vital signs'], 'consent.mode': ['外出和住院', 'away and in hospital'], 'consent.camera': ['告警画面', 'pictures of alerts'],
  'consent.none': ['只有告警和是否安好', 'only alerts and whether all is well'], 'clip.open': ['看画面', 'Look at the picture'],
} as const;
export type FamilyKey = keyof typeof FAMILY_TEXTS;
