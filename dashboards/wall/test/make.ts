import type { Alert, Device, Place, Site } from '../src/model/contract';

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
    tier: 1, drill: false, late: false, unsaved: false, incident: null, gathered: 0, shelvedUntil: null, history: [{ seq, at: at(0), what: 'raised', by: null, note: null }], ...over,
  };
}

export function aDevice(over: Partial<Device> = {}): Device {
  return {
    id: 'smoke-101', siteId: 'sunshine', placeId: 'sunshine-101', elderId: null, model: 'smoke', class: 'smoke', name: '', lastSeenAt: at(0),
    online: true, clockWrong: false, values: { battery: 87, smoke: false }, ...over,
  };
}

export const aPlace = (name: string, kind: Place['kind'] = 'room', siteId = 'sunshine'): Place => ({ id: `${siteId}-${name}`, siteId, name, kind });
export const aSite = (id: string): Site => ({ id, name: id, nameEn: id, timeZone: 'Asia/Shanghai' });
