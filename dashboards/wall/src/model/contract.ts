// What the silo says, word for word as in docs/contract/http.md. Nothing here is computed.

export const KINDS = [
  'fire', 'gas', 'co', 'water', 'help', 'fall', 'inactivity', 'wandering', 'vitals', 'environment',
  'offline', 'battery', 'tamper', 'fault', 'system',
] as const;
export const PRIORITIES = ['high', 'medium', 'low'] as const;
export const STATES = ['open', 'acknowledged', 'arrived', 'resolved'] as const;
export const OUTCOMES = ['real', 'false', 'test', 'drill', 'other'] as const;
export const HAPPENINGS = [
  'raised', 'repeated', 'cleared', 'acknowledged', 'arrived', 'resolved', 'noted', 'escalated', 'restored', 'saved',
  'reopened', 'returned', 'told', 'untold', 'shelved', 'unshelved', 'gathered',
] as const;

export const INCIDENT_KINDS = ['fire', 'power', 'gateway', 'flood'] as const;
export const ROUNDS = ['day', 'week', 'month'] as const;

export type Kind = (typeof KINDS)[number];
export type Priority = (typeof PRIORITIES)[number];
export type State = (typeof STATES)[number];
export type Outcome = (typeof OUTCOMES)[number];
export type Happening = (typeof HAPPENINGS)[number];
export type IncidentKind = (typeof INCIDENT_KINDS)[number];
export type Round = (typeof ROUNDS)[number];
export type Role = 'duty' | 'director' | 'family' | 'admin';

export interface HistoryEntry { seq: number; at: string; what: Happening; by: string | null; note: string | null }

export interface Alert {
  id: string;
  seq: number;
  kind: Kind;
  priority: Priority;
  state: State;
  siteId: string;
  placeId: string;
  place: string;
  elder: { id: string; name: string } | null;
  device: { id: string; model: string } | null;
  raisedAt: string;
  updatedAt: string;
  occurrences: number;
  acknowledgedBy: string | null;
  acknowledgedAt: string | null;
  arrivedBy: string | null;
  arrivedAt: string | null;
  resolvedBy: string | null;
  resolvedAt: string | null;
  outcome: Outcome | null;
  tier: number;
  drill: boolean;
  late: boolean;
  unsaved: boolean;
  /** The incident it belongs to. */
  incident: string | null;
  /** Needs that are inside it instead of ringing on their own. */
  gathered: number;
  shelvedUntil: string | null;
  history: HistoryEntry[];
}

export interface Session { user: string; name: string; role: Role; sites: string[]; elders: string[] }
export interface Site { id: string; name: string; nameEn: string; timeZone: string }
export interface Place { id: string; siteId: string; name: string; kind: 'room' | 'home' }
export interface Elder {
  id: string; siteId: string; placeId: string; name: string; bed: number | null; careLevel: number;
}

export type ChannelValue = boolean | number | string | null | object;
export interface Device {
  id: string; siteId: string; placeId: string; elderId: string | null;
  model: string; class: string; name: string;
  lastSeenAt: string | null; online: boolean | null; clockWrong: boolean; notUnderstood: string | null;
  /** When its test button was pressed last. */
  lastTestAt: string | null;
  values: Record<string, ChannelValue>;
}

/** A need that does not ring on its own; `ringsAt`: when it will, unless it is over before. */
export interface Inside {
  kind: Kind; placeId: string | null; place: string | null; deviceId: string | null; since: string; count: number; ringsAt: string | null;
}
/** `alert` is the one that rings for all; null for a fire, whose alerts all ring. */
export interface Incident {
  id: string; kind: IncidentKind; since: string; endedAt: string | null; alert: string | null; alerts: string[]; inside: Inside[];
}

/** `placeId` null: the whole site. */
export interface Drill { name: string; placeId: string | null; until: string; by: string }
export interface CheckRecord { check: string; due: string; at: string; by: string; skipped: boolean; note: string | null }
/** `due`: when the round that can be done now became due; `missed`: rounds that nobody did or skipped. */
export interface Check { id: string; name: string; every: Round; due: string | null; done: CheckRecord | null; missed: string[] }
export interface Tested { deviceId: string; place: string | null; at: string }
/** `about`: id of the device, elder, place or site; `kind` null: everything about it that is not urgent. */
export interface Shelf { about: string; kind: Kind | null; until: string; by: string; note: string | null }
/** A signed hand-over; `incoming` null while it waits for its second name. `open` are ids of alerts, `missed` of checks. */
export interface Handover {
  id: string; since: string; outgoing: string; outgoingAt: string; incoming: string | null; incomingAt: string | null;
  open: string[]; raised: number; missed: string[]; note: string | null;
}
/** What the one who comes must know. `signed`: newest first. */
export interface HandoverDraft {
  siteId: string; since: string; shifts: string[]; onDuty: string[]; open: Alert[]; closed: Alert[]; tested: Tested[]; checks: Check[];
  shelved: Shelf[]; drills: Drill[]; signed: Handover[];
}

export interface Page<T> { items: T[]; next: string | number | null }
export interface Series { channel: string; unit: string | null; points: [number, number | boolean | null][] }
export interface Health { ok: boolean; problems: string[] }
export interface Beat { now: string; seq: number; health: Health }
