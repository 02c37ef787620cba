import { all, ApiError, numbered, said, silo } from './http';
import type { Kind, Outcome, Schemas, WatchMode } from './model/contract';
import { PAGE_MAX } from './model/limits';

export { ApiError };

export interface PastQuery { state: 'closed' | 'all'; site?: string; kind?: Kind; outcome?: Outcome; from?: string; to?: string; sort?: string; device?: string; rule?: string; shift?: string; walked?: boolean; unacknowledgedWithinS?: number; unattendedWithinS?: number }

export type Action = 'acknowledge' | 'arrive' | 'resolve';

const path = (id: string) => ({ params: { path: { id } } });

export const api = {
  session: () => said(silo.GET('/api/session')),
  /** @param code of the second factor, or one of the recovery codes; null as long as it is not asked for. */
  signIn: (user: string, password: string, code: string | null) => said(silo.POST('/api/session', { body: { user, password, code } })),
  /** Throws 403 where it is not the own password. */
  provePassword: (current: string) => said(silo.POST('/api/session/password', { body: { current } })),
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
  /** The newest of a place. */
  alertsOfPlace: (place: string, limit: number) => said(silo.GET('/api/alerts', { params: { query: { state: 'all', place, newest: true, limit } } })),
  /** The newest first; a page from which something was taken out is short. */
  pastAlerts: (query: PastQuery, after: string | null, limit: number) => said(silo.GET('/api/alerts', {
    params: { query: { newest: true, ...query, ...numbered({ limit, ...(after === null ? {} : { after }) }) } },
  })),
  alert: (id: string) => said(silo.GET('/api/alerts/{id}', path(id))),
  note: (id: string, text: string) => said(silo.POST('/api/alerts/{id}/note', { ...path(id), body: { text } })),
  /** @param minutes 0 takes it back. */
  shelve: (id: string, minutes: number, note: string | null) => said(silo.POST('/api/alerts/{id}/shelve', { ...path(id), body: { minutes, note } })),
  noticesOf: (id: string) => all(() => silo.GET('/api/alerts/{id}/notices', path(id))),
  reviewsOf: (id: string) => all(() => silo.GET('/api/alerts/{id}/reviews', path(id))),
  review: (id: string, body: Schemas['ReviewInput']) => said(silo.POST('/api/alerts/{id}/review', { ...path(id), body })),
  setMode: (elder: string, mode: WatchMode, until: string | null) => said(silo.PUT('/api/elders/{id}/mode', { ...path(elder), body: { mode, until } })),
  visit: (elder: string, note: string | null) => said(silo.POST('/api/elders/{id}/visits', { ...path(elder), body: { note } })),

  sites: () => all((query) => silo.GET('/api/sites', { params: { query } })),
  places: (site: string) => all((page) => silo.GET('/api/places', { params: { query: { site, ...page } } })),
  elders: (site: string) => all((page) => silo.GET('/api/elders', { params: { query: { site, ...page } } })),
  colleagues: () => all((query) => silo.GET('/api/colleagues', { params: { query } })),
  floors: (site: string) => all(() => silo.GET('/api/sites/{id}/floors', path(site))),
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
