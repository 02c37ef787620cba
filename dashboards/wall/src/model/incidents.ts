import type { Alert, Incident, IncidentKind } from './contract';
import { raisedNote } from './note';

/** The route names the site; the answer does not. */
export interface SiteIncident extends Incident { siteId: string }

const RANK: Record<IncidentKind, number> = { fire: 0, power: 1, gateway: 2, flood: 3 };

/** Those that stand: fire first, then whatever has stood longest. */
export function standing(incidents: readonly SiteIncident[]): SiteIncident[] {
  return incidents
    .filter(({ endedAt }) => endedAt === null)
    .sort((a, b) => RANK[a.kind] - RANK[b.kind] || Date.parse(a.since) - Date.parse(b.since) || (a.id < b.id ? -1 : 1));
}

/** May this change have begun, grown or ended an incident? */
export function touchesIncident(alert: Pick<Alert, 'kind' | 'incident' | 'gathered'>): boolean {
  return alert.incident !== null || alert.gathered > 0 || alert.kind === 'system';
}

/** Who rings most in a flood: `from` is the id of a device, or of whom it is about. */
export interface BadActor { from: string; kind: string; times: number }

/** The flood's alert says it where it was raised: "12 alerts in 10 min; most: door-118 offline x5, smoke-320 battery x3". */
export function badActors(history: Alert['history']): BadActor[] {
  const listed = /; most: (.+)$/.exec(raisedNote({ history }))?.[1] ?? '';
  return listed.split(', ').flatMap((one) => {
    const [, from, kind, times] = /^(\S+) (\w+) x(\d+)$/.exec(one) ?? [];
    return from === undefined || kind === undefined ? [] : [{ from, kind, times: Number(times) }];
  });
}
