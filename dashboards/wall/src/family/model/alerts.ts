import type { Alert, FamilyElder, Kind } from './contract';
import { ENDED_MAX, ENDED_SHOWN_MS } from './limits';

/** What is about a device, and staff's to mend. */
const OF_DEVICES: ReadonlySet<Kind> = new Set<Kind>(['offline', 'battery', 'tamper', 'fault', 'system']);

export const isOfPerson = ({ kind, drill }: Pick<Alert, 'kind' | 'drill'>) => !drill && !OF_DEVICES.has(kind);

/** Hers, or a danger of where she lives. */
export const isAbout = (alert: Pick<Alert, 'elder' | 'placeId'>, elderId: string, placeId: string | null) =>
  alert.elder === null ? alert.placeId !== null && alert.placeId === placeId : alert.elder.id === elderId;

/** The newer of two tellings of the same alert. */
export function take(alerts: ReadonlyMap<string, Alert>, alert: Alert): ReadonlyMap<string, Alert> {
  return alert.seq > (alerts.get(alert.id)?.seq ?? 0) ? new Map(alerts).set(alert.id, alert) : alerts;
}

/** What is shown of one elder: what stands, the newest first, then what ended of late. */
export function shownOf(alerts: Iterable<Alert>, elderId: string, placeId: string | null, now: number): { open: Alert[]; ended: Alert[]; devices: Alert[] } {
  const mine = [...alerts].filter((alert) => !alert.drill && isAbout(alert, elderId, placeId));
  const newest = (one: Alert, other: Alert) => Date.parse(other.raisedAt) - Date.parse(one.raisedAt);
  const stands = mine.filter(({ state }) => state !== 'resolved').sort(newest);
  return {
    open: stands.filter(isOfPerson),
    devices: stands.filter((alert) => !isOfPerson(alert)),
    ended: mine.filter((alert) => isOfPerson(alert) && alert.state === 'resolved' && now - Date.parse(alert.resolvedAt ?? alert.updatedAt) < ENDED_SHOWN_MS).sort(newest).slice(0, ENDED_MAX),
  };
}

/** Is this relative to see to it: asked by name, or the first to be asked? */
export function isCalledFor(alert: Pick<Alert, 'asked' | 'state'>, { mine, contacts }: Pick<FamilyElder, 'mine' | 'contacts'>): boolean {
  if (mine === null || alert.state === 'resolved') return false;
  return mine === 0 || alert.asked.some(({ person, audience }) => audience === 'family' && person === contacts?.people?.[mine]?.name);
}
