// What stands beside alerts in the home in memory: colleagues, floor plans, notices, reviews, visits and modes. Decides nothing by itself.

import { ACCOUNTS, home } from './home.mjs';

const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();

/** A corridor with ten doors on either side, as an escape plan shows it. */
const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 420"><rect width="1000" height="420" fill="#fff"/><g fill="none" stroke="#556" stroke-width="4">
<rect x="10" y="10" width="980" height="400"/>${Array.from({ length: 10 }, (_, n) => `<rect x="${10 + n * 98}" y="10" width="98" height="150"/><rect x="${10 + n * 98}" y="260" width="98" height="150"/>`).join('')}</g></svg>`;

export class CareDesk {
  floors = new Map();
  reviews = new Map();

  constructor(alertStore) {
    this.alertStore = alertStore;
  }

  /** A plan of the first floor of Sunshine. */
  drawPlan() {
    const rooms = home.places.filter(({ siteId, name }) => siteId === 'sunshine' && name.startsWith('1'));
    this.floors.set('sunshine', [{ floor: '1', picture: '/api/sites/sunshine/floors/1/picture', spots: rooms.map(({ id }, n) => ({ placeId: id, x: (59 + (n % 10) * 98) / 1000, y: (n < 10 ? 85 : 335) / 420 })) }]);
  }

  /** The answer; undefined: none of these routes. `{bytes, contentType}` for a picture. */
  answer(method, [root, id, what, ...rest], person, input) {
    if (root === 'colleagues') return page(Object.values(ACCOUNTS).filter(({ role }) => role !== 'family').map(({ user, name, role }) => ({ user, name, role })));
    if (root === 'sites' && what === 'floors') return this.#floor(method, id, rest, input);
    if (root === 'elders' && method !== 'GET' && (what === 'visits' || what === 'mode')) return this.#elder(id, what, person, input);
    if (root !== 'alerts' || id === undefined) return undefined;
    const alert = this.alertStore.alerts.get(id);
    if (method === 'GET' && what === undefined) return alert ?? { status: 404, detail: 'There is no such alert.' };
    if (what === 'notices') return page(notices(alert));
    if (what === 'reviews') return page(this.reviews.get(id) ?? []);
    if (what === 'review') return this.#review(id, person, input);
    if (what === 'note') return this.alertStore.note(id, person.user, input.text);
    return what === 'shelve' ? this.alertStore.shelve(id, person.user, input.minutes, input.note) : undefined;
  }

  #floor(method, site, [name, picture], input) {
    const floors = this.floors.get(site) ?? [];
    if (name === undefined) return page(floors);
    if (picture && method === 'GET') return { bytes: DRAWING, contentType: 'image/svg+xml' };
    const before = floors.find(({ floor }) => floor === name);
    const after = picture ? { floor: name, picture: `/api/sites/${site}/floors/${name}/picture?v=${Date.now()}`, spots: before?.spots ?? [] } : { ...before, spots: input?.spots };
    this.floors.set(site, [...floors.filter((floor) => floor !== before), ...(method === 'DELETE' ? [] : [after])]);
    return method === 'DELETE' ? null : after;
  }

  #elder(id, what, person, input) {
    const elder = home.elders.find((one) => one.id === id);
    if (what === 'mode') Object.assign(elder, { mode: input.mode, modeUntil: input.until });
    else elder.visits = [...elder.visits, { at: ago(0), by: person.user, note: input.note }];
    return elder;
  }

  #review(id, person, input) {
    const review = { id: `r-${Date.now()}`, alertId: id, at: ago(0), writtenBy: person.user, ...input };
    this.reviews.set(id, [...(this.reviews.get(id) ?? []), review]);
    return review;
  }
}

const page = (items) => ({ items, next: null });

/** As after an escalation: one was told, one could not be. */
function notices(alert) {
  if (!alert || alert.tier < 2) return [];
  const of = { alertId: alert.id, siteId: alert.siteId, kind: alert.kind, priority: alert.priority, tier: alert.tier, topic: 'alarm', wantedAt: alert.raisedAt, notBefore: null, nextAt: null, endedAt: alert.updatedAt };
  return [
    { ...of, id: `${alert.id}.1`, audience: 'duty', person: '李护士', channel: 'wecom', address: '***', state: 'sent', tries: [{ at: alert.updatedAt, ms: 212, delivered: true, answer: 'HTTP 200' }] },
    { ...of, id: `${alert.id}.2`, audience: 'director', person: '院长', channel: 'sms', address: '138****0000', state: 'failed', tries: [{ at: alert.updatedAt, ms: 5000, delivered: false, answer: 'no answer within 5 s' }] },
  ];
}
