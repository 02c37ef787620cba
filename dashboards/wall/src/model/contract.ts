// What the silo says: the types of docs/contract/openapi.json, from which they are generated, under the names that the wall uses. The hub's own are by hand.
import type { components } from '../../generated/openapi';

export type Schemas = components['schemas'];

export type Kind = Schemas['AlertKind'];
export type Priority = Schemas['Priority'];
export type State = Schemas['AlertState'];
export type Outcome = Schemas['Outcome'];
export type Happening = Schemas['AlertStep'];
export type IncidentKind = Schemas['IncidentKind'];
export type Round = Schemas['CheckEvery'];
export type Role = Schemas['Role'];

/** The words of a union as a list: all of them, or it does not compile. */
export const words = <Word extends string>() =>
  <const List extends readonly Word[]>(list: List & ([Exclude<Word, List[number]>] extends [never] ? unknown : { missing: Exclude<Word, List[number]> })): List => list;

export const KINDS = words<Kind>()([
  'fire', 'gas', 'co', 'water', 'help', 'fall', 'inactivity', 'wandering', 'vitals', 'environment',
  'offline', 'battery', 'tamper', 'fault', 'system',
]);
export const PRIORITIES = words<Priority>()(['high', 'medium', 'low']);
export const STATES = words<State>()(['open', 'acknowledged', 'arrived', 'resolved']);
export const OUTCOMES = words<Outcome>()(['real', 'false', 'test', 'drill', 'other']);
export const HAPPENINGS = words<Happening>()([
  'raised', 'repeated', 'cleared', 'acknowledged', 'arrived', 'resolved', 'noted', 'escalated', 'restored', 'saved',
  'reopened', 'returned', 'told', 'untold', 'shelved', 'unshelved', 'gathered',
]);
export const INCIDENT_KINDS = words<IncidentKind>()(['fire', 'power', 'gateway', 'flood', 'left']);
export const MODES = words<WatchMode>()(['home', 'away', 'asleep', 'hospital', 'visitors']);
export const ROUNDS = words<Round>()(['day', 'week', 'month']);

/** Something that the house says, as a code of phrases.json with parameters. */
export type Phrase = Schemas['Phrase'];
/** `says`: what the house says, to be said in the reader's language; null: `note` is somebody's own words. */
export type HistoryEntry = Schemas['HistoryLine'];
export type Asked = Schemas['AskedPerson'];
export type Alert = Schemas['Alert'];
export type Session = Schemas['Session'];
export type Ways = Schemas['Ways'];
export type Site = Schemas['Site'];
export type Place = Schemas['Place'];
export type Elder = Schemas['Elder'];
/** Somebody who may sign in. */
export type Person = Schemas['Person'];
/** By what name somebody is called who works here. */
export type Colleague = Schemas['Colleague'];
/** What a house owes by a day. */
export type Upkeep = Schemas['Upkeep'];
/** A floor plan: a picture and where its rooms are, as shares of its width and height. */
export type Floor = Schemas['Floor'];
export type Spot = Schemas['Spot'];
export type WatchMode = Schemas['WatchMode'];
export type Device = Schemas['Device'];
/** The last value of a channel: number, true or false, text, or null; what is more is shown as such. */
export type ChannelValue = Device['values'][string];

/** A need that does not ring on its own; `ringsAt`: when it will, unless it is over before. */
export type Inside = Schemas['Inside'];
/** `alert` is the one that rings for all; null for a fire, whose alerts all ring. */
export type Incident = Schemas['Incident'];
/** `placeId` null: the whole site. */
export type Drill = Schemas['Drill'];
export type CheckRecord = Schemas['CheckRecord'];
/** `due`: when the round that can be done now became due; `missed`: rounds that nobody did or skipped. */
export type Check = Schemas['Check'];
export type Tested = Schemas['Tested'];
/** `about`: id of the device, elder, place or site; `kind` null: everything about it that is not urgent. */
export type Shelf = Schemas['Shelf'];
/** A signed hand-over; `incoming` null while it waits for its second name. `open` are ids of alerts, `missed` of checks. */
export type Handover = Schemas['Handover'];
/** What the one who comes must know. `signed`: newest first. */
export type HandoverDraft = Schemas['HandoverDraft'];

export interface Page<T> { items: T[]; next: string | null }
export type Series = Schemas['Series'];

// The hub's own: docs/contract/asyncapi.yaml.
export interface Health { ok: boolean; problems: string[] }
export interface Beat { now: string; seq: number; health: Health }
