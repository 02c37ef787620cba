// The administration's routes over the home in memory: enough to try every page without a silo. Decides nothing by itself.

import { home } from './home.mjs';
import { FALL_MODELS, MODELS, policy, unknown } from './models.mjs';
import { People } from './people.mjs';
import { Registry } from './registry.mjs';

const KINDS = ['sites', 'places', 'elders', 'devices'];
const manages = (me) => me.role === 'admin' || me.role === 'director';

export class AdminDesk {
  #plans = new Map();
  #policy = policy();
  #jobs = new Map();
  audit = [];

  constructor(alertStore, fresh) {
    this.alertStore = alertStore;
    this.people = new People(fresh);
    this.registry = new Registry(fresh);
    for (let n = 0; n < 140; n++) this.#record(['duty', 'admin', 'director'][n % 3], ['signIn', 'read', 'write', 'acknowledge'][n % 4], 'elder/elder-101-1', { name: '王秀兰', status: 200 });
  }

  /** The answer, null for 204, `{status, detail}` for a refusal; undefined: not a route of administration. */
  answer(method, path, me, input, params) {
    if (method !== 'GET') this.#record(me.user, method === 'DELETE' ? 'remove' : 'write', path.join('/'), Buffer.isBuffer(input) ? null : input);
    const [root, ...rest] = path;
    if (root === 'people') return this.people.answer(method, rest, me, input);
    if (root === 'tokens') return this.people.answerTokens(method, rest, me, input);
    if (root === 'webhooks') return this.people.answerWebhooks(method, rest, me, input);
    if (root === 'hooks') return this.people.answerHooks(method, rest, me, input);
    if (root === 'push') return { items: [], next: null };
    if (root === 'sessions') return this.people.ownSessions(method, rest, me);
    if (root === 'fall-models') return { items: FALL_MODELS, next: null };
    if (root === 'models') return { items: MODELS, next: null };
    if (root === 'inbox') return this.registry.answerInbox(method, rest, me, input);
    if (root === 'registry') return rest[0] === 'import' ? this.registry.import(input, params) : { version: 1, ...home };
    if (root === 'policy') return this.#answerPolicy(method, rest, input);
    if (root === 'audit') return this.#answerAudit(rest, params);
    if (root === 'notices') return { delivered: !/fail/.test(input.channel.address), answer: /fail/.test(input.channel.address) ? 'HTTP 404' : 'HTTP 200' };
    if (root === 'sites' && rest[1] === 'duty') return this.#answerDuty(method, rest[0], me, input);
    if (KINDS.includes(root) && rest[1] !== 'series') {
      if (method !== 'GET' && !manages(me)) return { status: 403, detail: 'Only admin and director.' };
      return this.registry.answer(method, root, rest, me, input, params);
    }
    return undefined;
  }

  /** Somebody presses a device's button: a detector records its test, anything else rings. */
  press(id) {
    const device = home.devices.find((one) => one.id === id);
    Object.assign(device, { online: true, lastSeenAt: new Date().toISOString() });
    if (device.class === 'smoke') return Object.assign(device, { lastTestAt: device.lastSeenAt, values: { smoke: false, test: true, battery: 97 } });
    device.values = { ...device.values, action: 'single', battery: 97 };
    const place = home.places.find((one) => one.id === device.placeId);
    const elder = home.elders.find((one) => one.id === device.elderId);
    return this.alertStore.raise({ kind: 'help', place: place.name, elder: elder?.bed ?? null, device: id });
  }

  speakUp(name) {
    this.registry.inbox.unshift(unknown(name));
    return {};
  }

  #answerDuty(method, site, me, input) {
    if (method === 'PUT' && !manages(me)) return { status: 403, detail: 'Only director and admin.' };
    if (method === 'PUT') this.#plans.set(site, input);
    if (!this.#plans.has(site)) this.#plans.set(site, aPlan());
    return this.#plans.get(site);
  }

  #answerPolicy(method, [what, job], input) {
    if (what === 'rehearse' && method === 'POST') {
      const id = `r-${this.#jobs.size}`;
      const before = { offline: 31, fall: 3, help: 12, inactivity: 9 };
      const missed = (input.values.fallCancelWindow ?? 30) > 60 ? [{ id: 'al-7', kind: 'fall', about: 'place/room-203', raisedAt: '2026-11-20T02:10:00Z' }] : [];
      const result = { before, after: { ...before, offline: 19, inactivity: 7 }, added: 0, lost: 14, lostFalse: 11, later: 2, missedCount: missed.length, missed, examples: [] };
      this.#jobs.set(id, { polls: 0, result, job: { id, days: input.days, startedAt: new Date().toISOString(), why: null } });
      return { ...this.#jobs.get(id).job, state: 'running', result: null };
    }
    if (what === 'rehearse') {
      const running = this.#jobs.get(job);
      const done = ++running.polls > 1;
      return { ...running.job, state: done ? 'done' : 'running', result: done ? running.result : null };
    }
    if (method === 'PUT') for (const [name, value] of Object.entries(input.values)) this.#policy[name].value = value ?? this.#policy[name].default;
    return { values: this.#policy };
  }

  #answerAudit([what], params) {
    if (what === 'verify') return { ok: true, rows: this.audit.length, head: 'ab'.repeat(32), brokenAt: null };
    const limit = Number(params.get('limit') ?? 100);
    const rows = this.audit.filter((row) => row.n > Number(params.get('after') ?? 0) && (!params.get('user') || row.user === params.get('user')) && (!params.get('about') || row.about === params.get('about')));
    return { items: rows.slice(0, limit), next: rows.length > limit ? rows[limit - 1].n : null };
  }

  #record(user, what, about, detail) {
    this.audit.push({ n: this.audit.length + 1, at: new Date().toISOString(), user, what, about, site: 'sunshine', detail: JSON.stringify(detail), from: '127.0.0.1', hash: 'cd'.repeat(32) });
  }
}

function aPlan() {
  const person = (name, relation, kind, address) => ({ name, relation, channels: [{ kind, address, secret: kind === 'webhook' ? '***' : null }] });
  return {
    shifts: [
      { name: '白班', from: '08:00:00', to: '20:00:00', days: [], people: [person('李护士', '护士', 'sms', '13812345678')] },
      { name: '夜班', from: '20:00:00', to: '08:00:00', days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], people: [person('吴护士', '护士', 'webhook', 'https://robots.example.com/night')] },
      { name: '周末夜班', from: '20:00:00', to: '08:00:00', days: ['saturday', 'sunday'], people: [] },
    ],
    directors: [person('陈院长', '院长', 'sms', '13900001111')], emergency: [], sms: null, voice: null, tiers: [], quiet: null, floodAbove: null,
    checks: [{ id: 'doors', name: '门窗与疏散通道', every: 'day', at: '21:00:00', weekday: null, day: null }],
  };
}
