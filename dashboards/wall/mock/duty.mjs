// Incidents, hand-over, checks and drills of the home in memory: enough to see every state of the wall's pages.

import { home } from './home.mjs';

const HOUR = 3_600_000;
const ago = (ms) => new Date(Date.now() - ms).toISOString();

export class DutyDesk {
  /** What the duty has written down, by site. */
  #sites = new Map();

  constructor(alertStore) {
    this.alertStore = alertStore;
  }

  clear() {
    this.#sites.clear();
  }

  /** An incident, with the alert that stands for it: {kind, site, inside, ageSeconds} */
  begin({ kind = 'gateway', site = 'sunshine', inside = 3, ageSeconds = 600, of = (device) => device.class === 'door' }) {
    const devices = home.devices.filter((device) => device.siteId === site && of(device)).slice(0, inside);
    const desk = this.#of(site);
    const id = `i-${kind}-${desk.incidents.length}`;
    const since = ago(ageSeconds * 1000);
    const about = { siteId: site, ageSeconds, priority: 'medium', incident: id, gathered: inside };
    const alerts = kind === 'fire'
      ? devices.map((device) => this.alertStore.raise({ kind: 'fire', place: this.#place(device.placeId).name, ageSeconds, incident: id }).id)
      : [this.alertStore.raise({ ...about, ...this.#parent(kind, devices, site) }).id];
    const held = kind === 'fire' ? [] : devices.map((device, n) => ({
      kind: 'offline', placeId: device.placeId, place: this.#place(device.placeId).name, deviceId: device.id, since, count: 1 + (n % 3), ringsAt: null,
    }));
    const incident = { id, kind, since, endedAt: null, alert: kind === 'fire' ? null : alerts[0], alerts, inside: held };
    desk.incidents.unshift(incident);
    return incident;
  }

  end(id) {
    for (const { incidents } of this.#sites.values()) for (const one of incidents) if (one.id === id) one.endedAt = ago(0);
    return {};
  }

  /** The contract's routes under /api/sites/{id}; a number is the status of a refusal. */
  answer(method, site, [what, sign], person, input) {
    const desk = this.#of(site);
    if (what === 'incidents') return { items: desk.incidents, next: null };
    if (what === 'handover') return method === 'POST' && sign === 'sign' ? this.#sign(desk, person, input) : this.#draft(site, desk);
    if (what === 'checks') return method === 'POST' ? record(desk, person, input) : { items: desk.checks, next: null };
    if (what === 'drills') return method === 'POST' ? drill(desk, person, input) : { items: desk.drills, next: null };
    return 404;
  }

  #draft(site, desk) {
    const alerts = [...this.alertStore.alerts.values()].filter((alert) => alert.siteId === site).sort((a, b) => a.seq - b.seq);
    const since = desk.signed[0]?.outgoingAt ?? ago(8 * HOUR);
    return {
      siteId: site, since, shifts: ['夜班'], onDuty: ['李护士', '吴护士'], open: alerts.filter((alert) => alert.state !== 'resolved'),
      closed: alerts.filter((alert) => alert.state === 'resolved' && alert.resolvedAt >= since), tested: desk.tested.filter((one) => one.at >= since),
      checks: desk.checks, shelved: desk.shelved, drills: desk.drills.filter((one) => Date.parse(one.until) > Date.now()), signed: desk.signed,
    };
  }

  #sign(desk, person, input) {
    const last = desk.signed[0];
    const waits = last !== undefined && last.incoming === null && Date.now() - Date.parse(last.outgoingAt) < 4 * HOUR;
    if (input.as === 'incoming') {
      if (!waits || last.outgoing === person.user) return 409;
      return Object.assign(last, { incoming: person.user, incomingAt: ago(0) });
    }
    if (waits) return last.outgoing === person.user ? last : 409;
    const open = [...this.alertStore.alerts.values()].filter((alert) => alert.state !== 'resolved').map(({ id }) => id);
    const signed = {
      id: `h-${desk.signed.length}`, since: last?.outgoingAt ?? ago(8 * HOUR), outgoing: person.user, outgoingAt: ago(0), incoming: null, incomingAt: null,
      open, raised: this.alertStore.alerts.size, missed: [], note: input.note ?? null,
    };
    desk.signed.unshift(signed);
    return signed;
  }

  #parent(kind, devices, site) {
    if (kind === 'gateway') return { kind: 'offline', place: this.#place(devices[0]?.placeId)?.name ?? '101', device: `gateway-${site}` };
    const worst = devices.slice(0, 3).map((device, n) => `${device.id} offline x${9 - 2 * n}`).join(', ');
    return { kind: 'system', place: '', note: kind === 'flood' ? `24 alerts in 10 min; most: ${worst}` : `${devices.length} devices fell silent within 3 min: power or network?` };
  }

  #place(id) {
    return home.places.find((place) => place.id === id);
  }

  #of(site) {
    if (!this.#sites.has(site)) this.#sites.set(site, anEmptyDesk(site));
    return this.#sites.get(site);
  }
}

function anEmptyDesk(site) {
  const check = (id, name, every, over = {}) => ({ id, name, every, due: ago(2 * HOUR), done: null, missed: [], ...over });
  const smoke = home.devices.filter((device) => device.siteId === site && device.class === 'smoke');
  return {
    incidents: [], drills: [], signed: [],
    shelved: smoke.slice(5, 6).map(({ id }) => ({ about: id, kind: 'battery', until: ago(-3 * HOUR), by: 'duty', note: '电池明天到货' })),
    tested: smoke.slice(0, 2).map((device, n) => ({ deviceId: device.id, place: null, at: ago((n + 1) * HOUR) })),
    checks: [
      check('doors', '门窗与疏散通道', 'day'),
      check('extinguishers', '灭火器压力', 'week', { missed: [ago(9 * 24 * HOUR), ago(16 * 24 * HOUR)] }),
      check('lamps', '应急灯', 'month', { done: { check: 'lamps', due: ago(2 * HOUR), at: ago(HOUR), by: 'duty', skipped: true, note: '配电间上锁' } }),
      check('generator', '发电机试机', 'month', { due: null }),
    ],
  };
}

function record(desk, person, { check: id, skipped = false, note = null }) {
  const check = desk.checks.find((one) => one.id === id);
  if (!check || (skipped && !note?.trim())) return 400;
  if (check.due === null || check.done) return 409;
  return Object.assign(check, { done: { check: id, due: check.due, at: ago(0), by: person.user, skipped, note } });
}

function drill(desk, person, { name, placeId = null, minutes }) {
  if (!name || !(minutes >= 0 && minutes <= 480)) return 400;
  if (minutes === 0 && !desk.drills.some((one) => one.name === name)) return 409;
  desk.drills = desk.drills.filter((one) => one.name !== name);
  if (minutes > 0) desk.drills.push({ name, placeId, until: ago(-minutes * 60_000), by: person.user });
  return { items: desk.drills, next: null };
}
