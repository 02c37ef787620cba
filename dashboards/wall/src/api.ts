import { all, ApiError, numbered, said, silo } from './http';
import type { Outcome } from './model/contract';
import { PAGE_MAX } from './model/limits';

export { ApiError };

export type Action = 'acknowledge' | 'arrive' | 'resolve';

const path = (id: string) => ({ params: { path: { id } } });

export const api = {
  session: () => said(silo.GET('/api/session')),
  /** @param code of the second factor, or one of the recovery codes; null as long as it is not asked for. */
  signIn: (user: string, password: string, code: string | null) => said(silo.POST('/api/session', { body: { user, password, code } })),
  ways: () => said(silo.GET('/api/session/ways')),
  changePassword: (current: string, password: string) => said(silo.PUT('/api/session/password', { body: { current, new: password } })),
  signOut: () => said(silo.DELETE('/api/session')),

  act: (id: string, action: 'acknowledge' | 'arrive') => said(silo.POST(`/api/alerts/{id}/${action}`, path(id))),
  /** @param occurrences as the person saw them: a press that came since is not resolved with the others, the silo answers 409. */
  /** @param release what the family may read; null: nothing of it. */
  resolve: (id: string, outcome: Outcome, note: string, occurrences: number, release: string | null = null) =>
    said(silo.POST('/api/alerts/{id}/resolve', { ...path(id), body: { outcome, note, occurrences, release } })),

  openAlertsPage: (after: string | null) =>
    said(silo.GET('/api/alerts', { params: { query: { state: 'open', ...numbered({ limit: PAGE_MAX, ...(after === null ? {} : { after }) }) } } })),
  /** Resolved, and a detector goes on saying so. */
  stillAlerts: () => all((page) => silo.GET('/api/alerts', { params: { query: { state: 'still', ...numbered(page) } } })),
  alertsOfPlace: (place: string) => all((page) => silo.GET('/api/alerts', { params: { query: { state: 'all', place, ...numbered(page) } } })),

  sites: () => all((query) => silo.GET('/api/sites', { params: { query } })),
  places: (site: string) => all((page) => silo.GET('/api/places', { params: { query: { site, ...page } } })),
  elders: (site: string) => all((page) => silo.GET('/api/elders', { params: { query: { site, ...page } } })),
  people: () => all((query) => silo.GET('/api/people', { params: { query } })),
  devices: (site: string) => all((page) => silo.GET('/api/devices', { params: { query: { site, ...page } } })),
  series: (device: string, channel: string, fromMs: number, toMs: number, stepSeconds: number) => said(silo.GET('/api/devices/{id}/series', {
    params: { path: { id: device }, query: { channel, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), step: stepSeconds } },
  })),

  incidents: (site: string) => all(() => silo.GET('/api/sites/{id}/incidents', path(site))),
  handover: (site: string) => said(silo.GET('/api/sites/{id}/handover', path(site))),
  sign: (site: string, as: 'outgoing' | 'incoming', note: string | null) => said(silo.POST('/api/sites/{id}/handover/sign', { ...path(site), body: { as, note } })),
  recordCheck: (site: string, check: string, skipped: boolean, note: string | null) =>
    said(silo.POST('/api/sites/{id}/checks', { ...path(site), body: { check, skipped, note } })),
  startDrill: (site: string, name: string, placeId: string | null, minutes: number) =>
    said(silo.POST('/api/sites/{id}/drills', { ...path(site), body: { name, placeId, minutes } })),
  endDrill: (site: string, name: string) => said(silo.POST('/api/sites/{id}/drills', { ...path(site), body: { name, placeId: null, minutes: 0 } })),
};
