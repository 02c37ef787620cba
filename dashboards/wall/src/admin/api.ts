import { all, numbered, said, silo, within } from '../http';
import { TRANSFER_TIMEOUT_MS } from './model/limits';
import type {
  Accepted, AcceptedOne, Channel, DutyPlan, ItemKind, PersonInput, Schemas, Scope, WebhookInput,
} from './model/contract';

const path = (id: string) => ({ params: { path: { id } } });
const ofSite = (site: string): { site?: string } => (site === '' ? {} : { site });
const HISTORY_PAGE = 50, AUDIT_PAGE = 100;
/** A body that is sent as it is. */
const asIs = <T>(body: T): T => body;

/** The routes of administration. All throw an ApiError when the silo refuses. */
export const adminApi = {
  people: (site = '') => all((page) => silo.GET('/api/people', { params: { query: { ...ofSite(site), ...page } } })),
  levels: () => all(() => silo.GET('/api/levels')),
  person: (user: string) => said(silo.GET('/api/people/{id}', path(user))),
  savePerson: (user: string, body: PersonInput) => said(silo.PUT('/api/people/{id}', { ...path(user), body })),
  removePerson: (user: string) => said(silo.DELETE('/api/people/{id}', path(user))),
  resetSecondFactor: (user: string) => said(silo.DELETE('/api/people/{id}/second-factor', path(user))),
  sessionsOf: (user: string) => all(() => silo.GET('/api/people/{id}/sessions', path(user))),
  signOutPerson: (user: string) => said(silo.DELETE('/api/people/{id}/sessions', path(user))),

  sessions: () => all(() => silo.GET('/api/sessions')),
  endSession: (session: string) => said(silo.DELETE('/api/sessions/{id}', path(session))),
  signOutEverywhere: () => said(silo.DELETE('/api/sessions')),
  beginSecondFactor: (current: string) => said(silo.POST('/api/session/second-factor', { body: { current } })),
  confirmSecondFactor: (code: string) => said(silo.PUT('/api/session/second-factor', { body: { code } })),
  endSecondFactor: (current: string) => said(silo.DELETE('/api/session/second-factor', { body: { current } })),

  tokens: () => all(() => silo.GET('/api/tokens')),
  makeToken: (body: { name: string; scopes: Scope[]; sites: string[]; days: number }) => said(silo.POST('/api/tokens', { body })),
  removeToken: (token: string) => said(silo.DELETE('/api/tokens/{id}', path(token))),

  webhooks: () => all(() => silo.GET('/api/webhooks')),
  makeWebhook: (body: WebhookInput) => said(silo.POST('/api/webhooks', { body })),
  enableWebhook: (webhook: string, enabled: boolean) => said(silo.PUT('/api/webhooks/{id}', { ...path(webhook), body: { enabled } })),
  removeWebhook: (webhook: string) => said(silo.DELETE('/api/webhooks/{id}', path(webhook))),
  rotateWebhook: (webhook: string) => said(silo.POST('/api/webhooks/{id}/rotate', path(webhook))),
  testWebhook: (webhook: string) => said(silo.POST('/api/webhooks/{id}/test', path(webhook))),
  deliveries: (webhook: string) => all(() => silo.GET('/api/webhooks/{id}/deliveries', path(webhook))),
  hooks: () => all(() => silo.GET('/api/hooks')),
  makeHook: (body: { deviceId: string; name: string }) => said(silo.POST('/api/hooks', { body })),
  rotateHook: (hook: string) => said(silo.POST('/api/hooks/{id}/rotate', path(hook))),
  removeHook: (hook: string) => said(silo.DELETE('/api/hooks/{id}', path(hook))),

  sites: (archived = false) => all((page) => silo.GET('/api/sites', { params: { query: { archived, ...page } } })),
  places: (site = '', archived = false) => all((page) => silo.GET('/api/places', { params: { query: { ...ofSite(site), archived, ...page } } })),
  elders: (site = '', archived = false) => all((page) => silo.GET('/api/elders', { params: { query: { ...ofSite(site), archived, ...page } } })),
  devices: (site = '', archived = false) => all((page) => silo.GET('/api/devices', { params: { query: { ...ofSite(site), archived, ...page } } })),
  site: (id: string) => said(silo.GET('/api/sites/{id}', path(id))),
  place: (id: string) => said(silo.GET('/api/places/{id}', path(id))),
  elder: (id: string) => said(silo.GET('/api/elders/{id}', path(id))),
  device: (id: string) => said(silo.GET('/api/devices/{id}', path(id))),
  saveSite: (id: string, body: Schemas['SitePatch']) => said(silo.PUT('/api/sites/{id}', { ...path(id), body })),
  savePlace: (id: string, body: Schemas['PlacePatch']) => said(silo.PUT('/api/places/{id}', { ...path(id), body })),
  saveElder: (id: string, body: Schemas['ElderPatch']) => said(silo.PUT('/api/elders/{id}', { ...path(id), body })),
  saveDevice: (id: string, body: Schemas['DevicePatch']) => said(silo.PUT('/api/devices/{id}', { ...path(id), body })),
  item: (kind: ItemKind, item: string) => said<unknown>(silo.GET(`/api/${kind}/{id}`, path(item))),
  removeItem: (kind: ItemKind, item: string) => said(silo.DELETE(`/api/${kind}/{id}`, path(item))),
  archive: (kind: ItemKind, item: string) => said<unknown>(silo.POST(`/api/${kind}/{id}/archive`, path(item))),
  restore: (kind: ItemKind, item: string) => said<unknown>(silo.POST(`/api/${kind}/{id}/restore`, path(item))),
  history: (kind: ItemKind, item: string, after: string | null) => said(silo.GET(`/api/${kind}/{id}/history`, {
    params: { path: { id: item }, query: numbered({ limit: HISTORY_PAGE, ...(after === null ? {} : { after }) }) },
  })),

  savePhoto: (elder: string, photo: File) => said(silo.PUT('/api/elders/{id}/photo', {
    ...path(elder), body: photo as unknown as string, bodySerializer: asIs, headers: { 'Content-Type': photo.type },
  })),
  floors: (site: string) => all(() => silo.GET('/api/sites/{id}/floors', path(site))),
  saveFloorPicture: (site: string, floor: string, picture: File) => said(silo.PUT('/api/sites/{id}/floors/{floor}/picture', {
    params: { path: { id: site, floor } }, body: picture as unknown as string, bodySerializer: asIs, headers: { 'Content-Type': picture.type }, fetch: within(TRANSFER_TIMEOUT_MS),
  })),
  saveFloor: (site: string, floor: string, spots: Schemas['Spot'][]) => said(silo.PUT('/api/sites/{id}/floors/{floor}', { params: { path: { id: site, floor } }, body: { spots } })),
  removeFloor: (site: string, floor: string) => said(silo.DELETE('/api/sites/{id}/floors/{floor}', { params: { path: { id: site, floor } } })),
  removePhoto: (elder: string) => said(silo.DELETE('/api/elders/{id}/photo', path(elder))),
  move: (elder: string, placeId: string, bed: number | null) => said(silo.POST('/api/elders/{id}/move', { ...path(elder), body: { placeId, bed } })),
  discharge: (elder: string, body: { on: string; reason: string; devices: 'free' | 'keep' }) => said(silo.POST('/api/elders/{id}/discharge', { ...path(elder), body })),
  admit: (elder: string, body: { on: string; placeId: string; bed: number | null }) => said(silo.POST('/api/elders/{id}/admit', { ...path(elder), body })),
  testContact: (elder: string, n: number, channel: number) =>
    said(silo.POST('/api/elders/{id}/contacts/{n}/test', { params: { path: { id: elder, n }, query: { channel } } })),
  testChannel: (channel: Channel, siteId: string | null) => said(silo.POST('/api/notices/test', { body: { channel, siteId } })),

  models: () => all(() => silo.GET('/api/models')),
  inbox: () => all((query) => silo.GET('/api/inbox', { params: { query } })),
  accept: (key: string, body: Accepted) => said(silo.POST('/api/inbox/{id}/accept', { ...path(key), body })),
  acceptMany: (items: readonly AcceptedOne[]) => said(silo.POST('/api/inbox/accept', { body: { items: [...items] } })),
  putAside: (key: string) => said(silo.DELETE('/api/inbox/{id}', path(key))),

  duty: (site: string) => said(silo.GET('/api/sites/{id}/duty', path(site))),
  saveDuty: (site: string, body: DutyPlan) => said(silo.PUT('/api/sites/{id}/duty', { ...path(site), body })),

  upkeep: (kind: Schemas['UpkeepKind'], state: 'open' | 'overdue' | 'all') => all((page) => silo.GET('/api/upkeep', { params: { query: { kind, state, ...page } } })),
  addUpkeep: (body: Schemas['UpkeepInput']) => said(silo.POST('/api/upkeep', { body })),
  stepUpkeep: (item: string, body: Schemas['UpkeepStepInput']) => said(silo.POST('/api/upkeep/{id}/steps', { ...path(item), body })),
  saveUpkeepPhoto: (item: string, photo: File) => said(silo.PUT('/api/upkeep/{id}/photo', {
    ...path(item), body: photo as unknown as string, bodySerializer: asIs, headers: { 'Content-Type': photo.type }, fetch: within(TRANSFER_TIMEOUT_MS),
  })),
  complaints: () => all((page) => silo.GET('/api/complaints', { params: { query: page } })),
  complaint: (one: string) => said(silo.GET('/api/complaints/{id}', path(one))),
  fileComplaint: (body: Schemas['ComplaintInput']) => said(silo.POST('/api/complaints', { body })),
  answerComplaint: (one: string, text: string) => said(silo.POST('/api/complaints/{id}/answer', { ...path(one), body: { text } })),
  lookUpComplaint: (one: string, key: string) => said(silo.POST('/api/complaints/lookup', { body: { id: one, key } })),
  colleagues: () => all((page) => silo.GET('/api/colleagues', { params: { query: page } })),

  policy: () => said(silo.GET('/api/policy')),
  savePolicy: (values: Record<string, number | null>) => said(silo.PUT('/api/policy', { body: { values } })),
  rehearse: (values: Record<string, number | null>, days: number, trialDecides = false) => said(silo.POST('/api/policy/rehearse', { body: { values, days, trialDecides } })),
  fallModels: () => all(() => silo.GET('/api/fall-models')),
  rehearsal: (job: string) => said(silo.GET('/api/policy/rehearse/{id}', path(job))),

  audit: (query: { user?: string; about?: string }, after: string | null) =>
    said(silo.GET('/api/audit', { params: { query: { ...query, ...numbered({ limit: AUDIT_PAGE, ...(after === null ? {} : { after }) }) } } })),
  verifyAudit: () => said(silo.GET('/api/audit/verify')),
  importText: (kind: ItemKind | null, text: string, contentType: string, dryRun: boolean) => said(silo.POST('/api/registry/import', {
    params: { query: { dryRun, ...(kind === null ? {} : { kind }) } }, body: text as never, bodySerializer: asIs, headers: { 'Content-Type': contentType },
    fetch: within(TRANSFER_TIMEOUT_MS),
  })),
};
