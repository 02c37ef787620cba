import { fill, type Holes } from '../i18n';
import { language } from '../state/language.svelte';

/** What is said about notices on phones: Chinese, English. Read by the account page and by the family's. */
export const PUSH_TEXTS = {
  'title': ['手机通知', 'Notices on phones'],
  'why': ['打开后，这部手机在网页关着时也会收到告警，还可以直接在通知上点“知道了”。', 'Once it is on, this phone is told of alerts while the page is closed, and you can answer on the notice itself.'],
  'turnOn': ['在这部手机上打开通知', 'Turn notices on for this phone'],
  'turnOff': ['关闭', 'Turn off'], 'turnOffOf': ['关闭 {name} 的通知', 'Turn notices off on {name}'],
  'on': ['这部手机的通知已打开', 'Notices are on for this phone'],
  'test': ['发一条测试通知', 'Send a test notice'],
  'testSent': ['已发出，等手机显示…', 'Sent; waiting for the phone to show it…'], 'testShown': ['这部手机已显示测试通知', 'This phone has shown the test'],
  'testFailed': ['没有发出：{why}', 'It was not sent: {why}'],
  'phones': ['已打开通知的手机', 'Phones with notices on'], 'none': ['还没有手机打开通知', 'Notices are on at no phone yet'],
  'this': ['这部手机', 'this phone'], 'since': ['{time} 起', 'since {time}'], 'shownAt': ['上次显示 {time}', 'last shown {time}'],
  'again': ['再试一次', 'Try again'], 'reading': ['正在读取…', 'Reading…'], 'failed': ['没有成功：{detail}', 'It did not work: {detail}'],
  'homeScreen': ['苹果手机：请先点“分享”，选“添加到主屏幕”，再从主屏幕上的图标打开，就能打开通知。', 'On an iPhone or iPad: tap Share, choose "Add to Home Screen", and open it from there; then notices can be turned on.'],
  'insecure': ['这个地址不是 https，浏览器不允许通知。请管理员为它配置证书。', 'This address is not https, so the browser allows no notices. An administrator sets up its certificate.'],
  'unsupported': ['这个浏览器不支持网页通知，请换一个浏览器。', 'This browser knows no notices of pages; use another one.'],
  'denied': ['浏览器已拒绝通知：请在浏览器的网站设置里允许通知，再试一次。', 'The browser refuses notices: allow them in its settings of this site, then try again.'],
  'serviceAway': ['浏览器连不上它的推送服务（Chrome 在中国大陆常连不上），请换 Edge、Firefox 或 iPhone，或用短信。', 'The browser cannot reach its push service (Chrome often cannot in mainland China); use Edge, Firefox or an iPhone, or text messages.'],
} as const;
export type PushKey = keyof typeof PUSH_TEXTS;

/** The text in the chosen language; redrawn when the choice changes. */
export const p = (key: PushKey, holes: Holes = {}) => fill(PUSH_TEXTS[key][language.now === 'zh' ? 0 : 1], holes);
