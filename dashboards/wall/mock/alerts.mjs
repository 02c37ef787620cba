// A store of alerts in a few lines: enough of the life of an alert to see every state of a card.

import { home } from './home.mjs';

const RULES = { acknowledge: ['open'], arrive: ['open', 'acknowledged'], resolve: ['open', 'acknowledged', 'arrived'] };
const NEXT = { acknowledge: 'acknowledged', arrive: 'arrived', resolve: 'resolved' };

export class AlertStore {
  seq = 0;
  alerts = new Map();
  /** Every change as it was sent, for Resume. */
  changes = [];
  listeners = new Set();

  clear() {
    this.alerts.clear();
    this.changes = [];
  }

  raise({ kind = 'help', priority = 'high', place = '101', elder = null, device = null, ageSeconds = 0, note = null, ...over }) {
    const where = home.places.find((one) => one.name === place) ?? { id: '', siteId: 'sunshine' };
    const at = new Date(Date.now() - ageSeconds * 1000).toISOString();
    const who = elder === null ? null : home.elders.find((one) => one.placeId === where.id && one.bed === elder);
    const alert = {
      id: `al-${this.seq + 1}`, seq: 0, kind, priority, state: 'open', siteId: where.siteId, placeId: where.id, place,
      elder: who ? { id: who.id, name: who.name } : null, device: device ? { id: device, model: 'demo' } : null, raisedAt: at, updatedAt: at,
      occurrences: 1, acknowledgedBy: null, acknowledgedAt: null, arrivedBy: null, arrivedAt: null, resolvedBy: null, resolvedAt: null,
      outcome: null, tier: 1, drill: false, late: false, unsaved: false, incident: null, gathered: 0, shelvedUntil: null, still: [], asked: [], released: null, family: [], nuisance: null, history: [], ...over,
    };
    return this.#change(alert, 'raised', null, note, at);
  }

  repeat(id) {
    const alert = this.alerts.get(id);
    return this.#change({ ...alert, occurrences: alert.occurrences + 1 }, 'repeated');
  }

  escalate(id) {
    const alert = this.alerts.get(id);
    return this.#change({ ...alert, tier: alert.tier + 1 }, 'escalated');
  }

  /** The new alert, or the status of the refusal. */
  act(id, action, by, outcome = null, note = null) {
    const alert = this.alerts.get(id);
    if (!alert) return 404;
    if (!RULES[action].includes(alert.state)) return 409;
    const state = NEXT[action];
    const now = new Date().toISOString();
    return this.#change({ ...alert, state, [`${state}By`]: by, [`${state}At`]: now, ...(outcome ? { outcome } : {}) }, state, by, note);
  }

  note(id, by, text) {
    return this.#change(this.alerts.get(id), 'noted', by, text);
  }

  /** @param minutes 0 takes it back. */
  shelve(id, by, minutes, note) {
    const shelvedUntil = minutes > 0 ? new Date(Date.now() + minutes * 60_000).toISOString() : null;
    return this.#change({ ...this.alerts.get(id), shelvedUntil }, minutes > 0 ? 'shelved' : 'unshelved', by, note);
  }

  #change(alert, what, by = null, note = null, at = new Date().toISOString()) {
    const seq = ++this.seq;
    const changed = { ...alert, seq, updatedAt: at, history: [...alert.history, { seq, at, what, by, note, says: null }] };
    this.alerts.set(changed.id, changed);
    this.changes.push(changed);
    for (const listener of this.listeners) listener(changed);
    return changed;
  }
}
