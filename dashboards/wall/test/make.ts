import type { SiteIncident } from '../src/model/incidents';
import type { Alert, Check, Device, Handover, Place, Site } from '../src/model/contract';

const T0 = Date.parse('2026-03-01T18:00:00Z');

export const at = (seconds: number) => new Date(T0 + seconds * 1000).toISOString();
export const atMs = (seconds: number) => T0 + seconds * 1000;

/** An open help call of room 101 unless said otherwise; its history tells only that it was raised. */
export function anAlert(over: Partial<Alert> = {}): Alert {
  const seq = over.seq ?? 1;
  return {
    id: 'a1', seq, kind: 'help', priority: 'high', state: 'open', siteId: 'sunshine', placeId: 'sunshine-101', place: '101',
    elder: { id: 'e1', name: '王秀兰' }, device: { id: 'call-101-1', model: 'call' }, raisedAt: at(0), updatedAt: at(0), occurrences: 1,
    acknowledgedBy: null, acknowledgedAt: null, arrivedBy: null, arrivedAt: null, resolvedBy: null, resolvedAt: null, outcome: null,
    tier: 1, drill: false, late: false, unsaved: false, incident: null, gathered: 0, shelvedUntil: null, still: [], asked: [], released: null, family: [], nuisance: null, history: [{ seq, at: at(0), what: 'raised', by: null, note: null, says: null }], ...over,
  };
}

export function aDevice(over: Partial<Device> = {}): Device {
  return {
    id: 'smoke-101', siteId: 'sunshine', placeId: 'sunshine-101', elderId: null, model: 'smoke', class: 'smoke', name: '', lastSeenAt: at(0),
    online: true, clockWrong: false, notUnderstood: null, lastTestAt: null, via: null, alias: null, wornAt: null, archived: false, values: { battery: 87, smoke: false }, nuisance: [], ...over,
  };
}

export const aPlace = (name: string, kind: Place['kind'] = 'room', siteId = 'sunshine'): Place => ({ id: `${siteId}-${name}`, siteId, name, kind, beds: null, archived: false });
export const aSite = (id: string): Site => ({ id, name: id, nameEn: id, timeZone: 'Asia/Shanghai', district: null, levelId: null, phone: null, fallModel: null, archived: false });

/** A lost gateway that stands unless said otherwise. */
export const anIncident = (over: Partial<SiteIncident> = {}): SiteIncident => ({
  id: 'i-a1', siteId: 'sunshine', kind: 'gateway', since: at(0), endedAt: null, alert: 'a1', alerts: ['a1'], inside: [], ...over,
});

/** Signed by li who leaves; nobody has come yet. */
export const aHandover = (over: Partial<Handover> = {}): Handover => ({
  id: 'h-1', since: at(-3600), outgoing: 'li', outgoingAt: at(0), incoming: null, incomingAt: null, open: [], raised: 0, missed: [], note: null, ...over,
});

export const aCheck = (over: Partial<Check> = {}): Check => ({ id: 'doors', name: '门窗', every: 'day', due: at(0), done: null, missed: [], ...over });
