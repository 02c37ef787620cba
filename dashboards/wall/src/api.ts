import type {
  Alert, Check, Device, Drill, Elder, Handover, HandoverDraft, Incident, Outcome, Page, Place, Series, Session, Site,
} from './model/contract';
import { PAGE_MAX, PAGES_MAX, REQUEST_TIMEOUT_MS } from './model/limits';

/** The silo's refusal (RFC 9457), or status 0 when no answer came. */
export class ApiError extends Error {
  constructor(readonly status: number, readonly detail: string) {
    super(`${status} ${detail}`);
  }
}

export type Action = 'acknowledge' | 'arrive' | 'resolve';

export const api = {
  session: () => call<Session>('GET', '/api/session'),
  signIn: (user: string, password: string) => call<Session>('POST', '/api/session', { user, password }),
  signOut: () => call<void>('DELETE', '/api/session'),

  act: (id: string, action: 'acknowledge' | 'arrive') =>
    call<Alert>('POST', `/api/alerts/${encodeURIComponent(id)}/${action}`),
  /** @param occurrences as the person saw them: a press that came since is not resolved with the others, the silo answers 409. */
  resolve: (id: string, outcome: Outcome, note: string, occurrences: number) =>
    call<Alert>('POST', `/api/alerts/${encodeURIComponent(id)}/resolve`, { outcome, note, occurrences }),

  openAlertsPage: (after: string | number | null) => page<Alert>('/api/alerts', { state: 'open' }, after),
  alertsOfPlace: (place: string) => all<Alert>('/api/alerts', { state: 'all', place }),

  sites: () => all<Site>('/api/sites'),
  places: (site: string) => all<Place>('/api/places', { site }),
  elders: (site: string) => all<Elder>('/api/elders', { site }),
  devices: (site: string) => all<Device>('/api/devices', { site }),
  series: (device: string, channel: string, fromMs: number, toMs: number, stepSeconds: number) =>
    call<Series>('GET', `/api/devices/${encodeURIComponent(device)}/series?` + new URLSearchParams({
      channel, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), step: String(stepSeconds),
    })),

  incidents: (site: string) => all<Incident>(ofSite(site, 'incidents')),
  handover: (site: string) => call<HandoverDraft>('GET', ofSite(site, 'handover')),
  sign: (site: string, as: 'outgoing' | 'incoming', note: string | null) => call<Handover>('POST', ofSite(site, 'handover/sign'), { as, note }),
  recordCheck: (site: string, check: string, skipped: boolean, note: string | null) =>
    call<Check>('POST', ofSite(site, 'checks'), { check, skipped, note }),
  startDrill: (site: string, name: string, placeId: string | null, minutes: number) =>
    call<Page<Drill>>('POST', ofSite(site, 'drills'), { name, placeId, minutes }),
  endDrill: (site: string, name: string) => call<Page<Drill>>('POST', ofSite(site, 'drills'), { name, placeId: null, minutes: 0 }),
};

const ofSite = (site: string, what: string) => `/api/sites/${encodeURIComponent(site)}/${what}`;

function page<T>(path: string, query: Record<string, string>, after: string | number | null): Promise<Page<T>> {
  const params = new URLSearchParams({ ...query, limit: String(PAGE_MAX) });
  if (after !== null) params.set('after', String(after));
  return call<Page<T>>('GET', `${path}?${params}`);
}

async function all<T>(path: string, query: Record<string, string> = {}, start: string | number | null = null): Promise<T[]> {
  const items: T[] = [];
  let after = start;
  for (let n = 0; n < PAGES_MAX; n++) {
    const { items: more, next } = await page<T>(path, query, after);
    items.push(...more);
    if (next === null || next === undefined || more.length === 0) break;
    after = next;
  }
  return items;
}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      headers: body === undefined ? { Accept: 'application/json' } : { Accept: 'application/json', 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw new ApiError(0, cause instanceof Error ? cause.message : String(cause));
  }
  const text = await response.text().catch(() => '');
  if (!response.ok) throw new ApiError(response.status, problemText(text) || response.statusText);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

function problemText(text: string): string {
  try {
    const problem = JSON.parse(text) as { detail?: string; title?: string };
    return problem.detail ?? problem.title ?? '';
  } catch {
    return '';
  }
}
