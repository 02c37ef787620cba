// Shows notices while no page is open, and takes their answer. It keeps nothing and stands between no page and the silo: a wall from a cache
// would be a lie. What it is sent is src/SmartCare.Server/Notices/Push/PushMessage.cs.

const WORDS = {
  zh: { acknowledge: '知道了', acknowledged: '已有人应答', arrived: '已有人到场', resolved: '已处理完毕', yours: '已记下：由您处理', failed: '没有送达，请打开页面', unknown: '有一条通知，请打开页面查看' },
  en: { acknowledge: 'I have it', acknowledged: 'somebody has answered', arrived: 'somebody is there', resolved: 'it is over', yours: 'noted: you see to it', failed: 'not sent; open the page', unknown: 'there is a notice; open the page' },
};

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => event.waitUntil(show(read(event.data))));

self.addEventListener('notificationclick', (event) => {
  const message = event.notification.data;
  event.notification.close();
  event.waitUntil(event.action === 'acknowledge' ? acknowledge(message) : open(message));
});

// The push service gives this browser another address: the silo must know it, or nothing comes any more.
self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renew(event)));

/** Whatever comes must be shown: a browser takes the right away from who hides a push. */
function read(data) {
  const language = self.navigator.language.startsWith('zh') ? 'zh' : 'en';
  try {
    return data.json();
  } catch {
    return { language, title: 'SmartCare', body: WORDS[language].unknown, tag: 'unknown', open: '/', urgent: true, acknowledge: false, at: Date.now(), alert: null, receipt: null };
  }
}

async function show(message) {
  await draw(message, message.body);
  await tellPages({ type: 'shown', tag: message.tag });
  if (message.receipt === null) return;
  const { state } = await post('/api/push/shown', message.receipt);
  // It came late: it says so itself.
  const late = WORDS[message.language][state];
  if (late && message.acknowledge) await draw({ ...message, acknowledge: false, urgent: false }, `${message.body} ${late}`, true);
}

function draw(message, body, silent = false) {
  return self.registration.showNotification(message.title, {
    body, silent, tag: message.tag, renotify: !silent, requireInteraction: message.urgent, timestamp: message.at, lang: message.language === 'zh' ? 'zh-CN' : 'en-GB',
    icon: '/icon-192.png', badge: '/badge-96.png', data: message, ...(silent ? {} : { vibrate: message.urgent ? [400, 150, 400, 150, 800] : [200] }),
    actions: message.acknowledge ? [{ action: 'acknowledge', title: WORDS[message.language].acknowledge }] : [],
  });
}

async function acknowledge(message) {
  const words = WORDS[message.language];
  const { status, state } = await post(`/api/alerts/${encodeURIComponent(message.alert)}/acknowledge-from-notice`, message.receipt);
  const after = { ...message, acknowledge: false, urgent: false };
  if (state === 'acknowledged') return draw(after, `${message.body} ${words.yours}`, true);
  // Somebody was faster.
  if (status === 409) return draw(after, `${message.body} ${words.acknowledged}`, true);
  // Refused, or nobody there: the page says why.
  await draw(after, `${message.body} ${words.failed}`, true);
  return open(message);
}

/** A page that is open already is not loaded anew: it is a wall that somebody looks at. */
async function open(message) {
  const path = message.open.split('?')[0];
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find((one) => new URL(one.url).pathname === path);
  if (!page) return self.clients.openWindow(message.open);
  page.postMessage({ type: 'open', alert: message.alert });
  return page.focus();
}

async function tellPages(said) {
  for (const page of await self.clients.matchAll({ type: 'window', includeUncontrolled: true })) page.postMessage(said);
}

async function renew(event) {
  const { publicKey } = await (await fetch('/api/push/key', { credentials: 'same-origin' })).json();
  const fresh = event.newSubscription ?? (await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey }));
  const language = self.navigator.language.startsWith('zh') ? 'zh' : 'en';
  await fetch('/api/push/phones', {
    method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ...fresh.toJSON(), language }),
  });
}

/** @returns what the silo answered, and the alert's state in it; status 0 when it did not. The proof in the notice lets it in, so that no cookie is sent. */
async function post(path, receipt) {
  try {
    const answer = await fetch(path, { method: 'POST', credentials: 'omit', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(receipt) });
    return { status: answer.status, state: answer.ok ? (await answer.json()).state : null };
  } catch {
    return { status: 0, state: null };
  }
}
