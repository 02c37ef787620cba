import type { Alert, Incident, IncidentKind } from './contract';
import { raisedLine } from './note';

/** The route names the site; the answer does not. */
export interface SiteIncident extends Incident { siteId: string }

const RANK: Record<IncidentKind, number> = { fire: 0, power: 1, gateway: 2, flood: 3, left: 4 };

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

/** The flood's alert says it where it was raised: `most` with name, kind and times. */
export function badActors(history: Alert['history']): BadActor[] {
  return (raisedLine({ history })?.says ?? []).filter(({ code }) => code === 'most')
    .map(({ values }) => ({ from: values['name'] ?? '', kind: values['kind'] ?? '', times: Number(values['times']) }));
}
