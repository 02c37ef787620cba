// A wall under load, the same each time: so many open alerts, so many silent devices.

import { home } from './home.mjs';

const MINUTE = 60;

/** The longest of what a card may have to say stands among the first: a night rarely sends the short words. */
const NEEDS = [
  { kind: 'help', priority: 'high', elder: 1, then: ['acknowledge'] },
  { kind: 'fire', priority: 'high' },
  { kind: 'fall', priority: 'high', elder: 2, note: 'no movement for 3 s, hit 4.1 g', tier: 2, asked: [{ person: '李护士', delivered: true }] },
  { kind: 'environment', priority: 'medium', note: '38.5 °C for 20 min' },
  { kind: 'wandering', priority: 'high', elder: 1, then: ['arrive'] },
  { kind: 'offline', priority: 'medium', late: true },
  { kind: 'help', priority: 'high', elder: 2, occurrences: 3, tier: 2 },
  { kind: 'battery', priority: 'low' },
  { kind: 'vitals', priority: 'medium', elder: 1, drill: true },
  { kind: 'co', priority: 'high', unsaved: true },
  { kind: 'tamper', priority: 'low' },
];

/** Clears the house and fills it anew. Silence has its causes where there are alerts to stand for them, and none where the wall is calm. */
export function setScene(alertStore, desk, { alerts = 0, silent = 0, closed = 0 }) {
  alertStore.clear();
  desk.clear();
  const since = new Date(Date.now() - 125 * MINUTE * 1000).toISOString();
  home.devices.forEach((device, n) => Object.assign(device, { online: n >= silent, lastSeenAt: n >= silent ? new Date().toISOString() : since }));
  for (let n = 0; n < closed; n++) {
    const { then: _, ...need } = NEEDS[n % NEEDS.length];
    const raised = alertStore.raise({ ...need, place: home.places[(n * 11) % home.places.length].name, elder: null, ageSeconds: 3600 + n * 9000 });
    alertStore.act(raised.id, 'acknowledge', 'duty');
    alertStore.act(raised.id, 'resolve', 'duty', n % 3 === 0 ? 'false' : 'real', n % 2 === 0 ? '已扶起，无外伤' : null);
  }
  let left = alerts;
  if (alerts >= 7 && silent > 0) {
    desk.begin({ kind: 'power', site: 'sunshine', inside: Math.min(297, silent), ageSeconds: 125 * MINUTE, of: () => true });
    desk.begin({ kind: 'gateway', site: 'riverside', inside: 40, ageSeconds: 90 * MINUTE, of: () => true });
    left -= 2;
  }
  const places = home.places;
  for (let n = 0; n < left; n++) {
    const { then = [], ...need } = NEEDS[n % NEEDS.length];
    const place = places[(n * 7) % places.length];
    const elder = place.kind === 'home' && need.elder ? null : need.elder ?? null;
    const raised = alertStore.raise({ ...need, place: place.name, elder, ageSeconds: 20 + n * 47 });
    for (const action of then) alertStore.act(raised.id, action, 'duty');
  }
  return { alerts, silent };
}
