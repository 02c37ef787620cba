// Accounts of the home in memory: people, their sessions, second factors, tokens. Passwords are the user names unless they were changed.

import { ACCOUNTS } from './home.mjs';

const now = () => new Date().toISOString();
const ago = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString();
const AGENT = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const problem = (status, detail, type) => ({ status, detail, type });
export const CODE = '123456';

export class People {
  people = new Map();
  passwords = new Map();
  sessions = [];
  tokens = [{ id: 't-1', name: '台账同步', scopes: ['read', 'registry'], sites: ['sunshine'], createdBy: 'admin', createdAt: ago(300), expiresAt: ago(-1800), lastUsedAt: ago(2) }];

  /** @param fresh as after the first start: an admin whose password somebody else chose, and nobody else. */
  constructor(fresh) {
    for (const account of Object.values(ACCOUNTS)) {
      if (fresh && account.role !== 'admin') continue;
      if (fresh) account.sites = [];
      this.people.set(account.user, { ...account, locked: false, mustChangePassword: fresh, secondFactor: false, external: null, lastSignInAt: fresh ? null : ago(account.user.length) });
      this.passwords.set(account.user, account.user);
      this.sessions.push({ id: `s-${account.user}`, user: account.user, createdAt: ago(30), lastSeenAt: ago(1), from: '192.0.2.17', browser: AGENT });
    }
  }

  session(user) {
    const person = this.people.get(user);
    if (!person || person.locked) return undefined;
    const { name, role, sites, elders, mustChangePassword, secondFactor } = person;
    return { user, name, role, sites, elders, mustChangePassword, secondFactor, mustHaveSecondFactor: process.env.FACTOR === '1' && role === 'director' && !secondFactor, levelId: null, names: false };
  }

  signIn({ user, password, code }) {
    const person = this.people.get(user);
    if (!person || person.locked || this.passwords.get(user) !== password) return problem(401, 'Wrong user or password.');
    if (person.secondFactor && code !== CODE) return problem(401, 'A code is needed.', 'https://smartcare.local/problems/second-factor');
    person.lastSignInAt = now();
    return this.session(user);
  }

  own(method, [what], me, input) {
    const person = this.people.get(me.user);
    if (what === 'password') {
      if (this.passwords.get(me.user) !== input.current) return problem(403, 'current is wrong.');
      if (method === 'POST') return null;
      if (input.new.length < 8) return problem(400, 'new has 8 to 128 characters.');
      if (/^password|^12345/.test(input.new)) return problem(400, 'new is one of the passwords that are guessed first.');
      this.passwords.set(me.user, input.new);
      person.mustChangePassword = false;
      return null;
    }
    if (method === 'PUT') {
      if (input.code !== CODE) return problem(400, `code is wrong; this mock takes ${CODE}.`);
      person.secondFactor = true;
      return { recoveryCodes: Array.from({ length: 10 }, (_, n) => `${1000 + n * 37}-${7000 + n * 91}`) };
    }
    if (this.passwords.get(me.user) !== input.current) return problem(403, 'current is wrong.');
    if (method === 'DELETE') return (person.secondFactor = false), null;
    return { secret: 'JBSWY3DPEHPK3PXP', uri: `otpauth://totp/SmartCare:${me.user}?secret=JBSWY3DPEHPK3PXP&issuer=SmartCare` };
  }

  ownSessions(method, [id], me) {
    const mine = this.sessions.filter((one) => one.user === me.user);
    if (method === 'GET') return { items: [{ id: 'this', createdAt: ago(3), lastSeenAt: now(), from: '127.0.0.1', browser: AGENT, current: true }, ...mine.map((one) => ({ ...one, current: false }))], next: null };
    this.sessions = this.sessions.filter((one) => (id ? one.id !== id : one.user !== me.user));
    return null;
  }

  answer(method, [user, what], me, input) {
    if (me.role !== 'admin' && me.role !== 'director') return problem(403, 'Only admin and director.');
    if (!user) return { items: [...this.people.values()].sort((a, b) => (a.user < b.user ? -1 : 1)), next: null };
    const person = this.people.get(user);
    if (what === 'sessions' && method === 'GET') return { items: this.sessions.filter((one) => one.user === user), next: null };
    if (what === 'sessions') return (this.sessions = this.sessions.filter((one) => one.user !== user)), null;
    if (what === 'second-factor') return (person.secondFactor = false), null;
    if (method === 'PUT') return this.#put(user, person, me, input);
    if (!person) return problem(404, 'There is no such person.');
    if (method === 'GET') return person;
    if (user === 'admin') return problem(409, 'admin is the last admin who is not locked.');
    this.people.delete(user);
    return null;
  }

  #put(user, person, me, { password, mustChangePassword = true, ...input }) {
    if (me.role === 'director' && !['duty', 'family'].includes(input.role)) return problem(403, 'A director makes duty and family.');
    if (!person && !password) return problem(400, 'password is needed for a new person.');
    if (user === 'admin' && (input.locked || input.role !== 'admin')) return problem(409, 'admin is the last admin who is not locked.');
    const made = { user, secondFactor: false, external: null, lastSignInAt: null, mustChangePassword: false, locked: false, ...person, ...input };
    if (password) [made.mustChangePassword] = [mustChangePassword, this.passwords.set(user, password)];
    this.people.set(user, made);
    return made;
  }

  answerTokens(method, [id], me, input) {
    if (method === 'GET') return { items: this.tokens, next: null };
    if (method === 'DELETE') return (this.tokens = this.tokens.filter((one) => one.id !== id)), null;
    const { days, ...token } = input;
    const made = { id: `t-${Date.now()}`, ...token, createdBy: me.user, createdAt: now(), expiresAt: ago(-24 * days), lastUsedAt: null };
    this.tokens.push(made);
    return { ...made, secret: 'sc_1f0c7b2a9d4e4a56b1c2d3e4f5a6b7c8' };
  }

  webhooks = [{ id: 'w-1', name: '区平台', url: 'https://district.example/in', sites: ['sunshine'], kinds: [], states: [], names: false, enabled: true, createdBy: 'admin', createdAt: ago(200), afterSeq: 41, behind: 1, failingSince: null, skipped: 0, off: null }];
  answerWebhooks(method, [id, word], me, input) {
    const one = this.webhooks.find((it) => it.id === id);
    if (word === 'deliveries') return { items: [{ seq: 41, alertId: '0-17-0', at: ago(1), ms: 38, try: 1, delivered: true, answer: 'HTTP 200' }], next: null };
    if (word === 'test') return { seq: 0, alertId: 'test-1', at: now(), ms: 21, try: 1, delivered: true, answer: 'HTTP 200' };
    if (method === 'GET') return { items: this.webhooks, next: null };
    if (method === 'DELETE') return (this.webhooks = this.webhooks.filter((it) => it.id !== id)), null;
    if (method === 'PUT') return Object.assign(one, input, { off: null });
    const made = { id: `w-${Date.now()}`, ...input, enabled: true, createdBy: me.user, createdAt: now(), afterSeq: 42, behind: 0, failingSince: null, skipped: 0, off: null };
    this.webhooks.push(made);
    return { ...made, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' };
  }

  hooks = [];
  answerHooks(method, [id, word], me, input) {
    const one = this.hooks.find((it) => it.id === id);
    if (word === 'rotate') return { ...Object.assign(one, { rotatedAt: now(), formerUntil: ago(-24) }), secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD' };
    if (method === 'GET') return { items: this.hooks, next: null };
    if (method === 'DELETE') return (this.hooks = this.hooks.filter((it) => it.id !== id)), null;
    const made = { id: `h-${Date.now()}`, deviceId: input.deviceId, name: input.name, siteId: 'sunshine', createdBy: me.user, createdAt: now(), rotatedAt: null, formerUntil: null, lastUsedAt: null, lastRefusal: null };
    made.path = `/api/hooks/${made.id}`;
    this.hooks.push(made);
    return { ...made, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' };
  }
}
