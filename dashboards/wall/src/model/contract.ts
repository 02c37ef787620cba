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

export type Kind = (typeof KINDS)[number];
export type Priority = (typeof PRIORITIES)[number];
export type State = (typeof STATES)[number];
export type Outcome = (typeof OUTCOMES)[number];
export type Happening = (typeof HAPPENINGS)[number];
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
  lastSeenAt: string | null; online: boolean | null; clockWrong: boolean;
  values: Record<string, ChannelValue>;
}

export interface Page<T> { items: T[]; next: string | number | null }
export interface Series { channel: string; unit: string | null; points: [number, number | boolean | null][] }
export interface Health { ok: boolean; problems: string[] }
export interface Beat { now: string; seq: number; health: Health }
