// What administration asks of the silo: generated types under the names that its pages use.
import { words, type Schemas, type Role } from '../../model/contract';

export type { Schemas };
export type PlaceKind = Schemas['PlaceKind'];
export type Category = Schemas['ElderCategory'];
export type FamilySight = Schemas['FamilySight'];
export type ChannelKind = Schemas['ChannelKind'];
export type Weekday = Schemas['Weekday'];
export type Scope = Schemas['TokenScope'];

export const ROLES = words<Role>()(['duty', 'director', 'family', 'admin', 'officer']);
export const PLACE_KINDS = words<PlaceKind>()(['room', 'home', 'bedroom', 'activity', 'rehabilitation', 'bathroom', 'corridor', 'dwelling']);
/** Where somebody may live. */
export const LIVING_KINDS: readonly PlaceKind[] = ['room', 'home', 'bedroom', 'dwelling'];
export const CATEGORIES = words<Category>()([
  'alone', 'emptyNest', 'leftBehind', 'disabled', 'dementia', 'advancedAge', 'destitute', 'minimumIncome', 'familyPlanning', 'severelyHandicapped',
]);
export const CHANNEL_KINDS = words<ChannelKind>()(['sms', 'push', 'voice', 'wecom', 'dingtalk', 'feishu', 'mail', 'webhook']);
/** What an elder may agree that her family sees. */
export const FAMILY_SIGHTS = words<FamilySight>()(['day', 'vitals', 'mode', 'camera']);
export const WEEKDAYS = words<Weekday>()(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']);
export const SCOPES = words<Scope>()(['read', 'alerts', 'registry', 'export', 'webhooks', 'figures', 'requests']);
export const WEARING_PLACES = words<NonNullable<Schemas['Device']['wornAt']>>()(['waist', 'wrist']);
export const ITEM_KINDS = ['sites', 'places', 'elders', 'devices'] as const;
export const METHODS = ['POST', 'GET', 'PUT'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** `secondFactor`: a one-time code is asked; `external`: what the OpenID Connect provider calls them, null: they do not sign in by it. */
export type Person = Schemas['Person'];
export type PersonInput = Schemas['PersonInput'];
/** Somebody's own session, or (without `current`) another's. */
export type SignedIn = Schemas['SessionOfPerson'] & { current?: boolean };
export type Token = Schemas['Token'];

export type Webhook = Schemas['Webhook'];
/** As a form has it: everything is said. */
export type WebhookInput = { [Field in Exclude<keyof Schemas['WebhookInput'], 'enabled'>]-?: NonNullable<Schemas['WebhookInput'][Field]> };
/** `seq` 0: a test. */
export type Delivery = Schemas['Delivery'];
export type Hook = Schemas['Hook'];
export type UpkeepItem = Schemas['Upkeep'];
export type UpkeepKind = Schemas['UpkeepKind'];
export type UpkeepType = Schemas['UpkeepType'];
export type UpkeepStep = Schemas['UpkeepStep'];
/** `key`: shown once, to whoever wrote an anonymous one. */
export type Complaint = Schemas['Complaint'];
export type ComplaintLine = Schemas['ComplaintLine'];
export const COMPLAINT_KINDS = words<Schemas['ComplaintKind']>()(['complaint', 'abuse']);
export type FallModel = Schemas['FallModel'];

export type SiteItem = Schemas['Site'];
export type PlaceItem = Schemas['Place'];
export type DeviceItem = Schemas['Device'];
export type ElderItem = Schemas['Elder'];
export type Band = Schemas['Band'];
export type Plan = Schemas['ElderPlan'];
export type Channel = Schemas['NoticeChannel'];
export type Quiet = Schemas['QuietHours'];
export type Contact = Schemas['Contact'];
/** As a form has them. */
export interface Contacts { mode: 'order' | 'all'; people: Contact[] }
export type Change = Schemas['LedgerChange'];

export type Model = Schemas['Model'];
export type Unknown = Schemas['Inbox'];
export interface Accepted { id: string; name: string; model: string; placeId: string; elderId: string | null }
/** One of many: what is left out is as proposed; `label` is the text of the QR code on a device, instead of a key. */
export type AcceptedOne = Partial<Accepted> & ({ key: string } | { label: string });

export type Shift = Schemas['Shift'];
export type Tier = Schemas['TierRule'];
export type PlannedCheck = Schemas['SafetyCheck'];
export type Gateway = Schemas['SmsGateway'];
export type DutyPlan = Schemas['DutyPlan'];
export type Tried = Schemas['TestNotice'];

/** `unit`: s h ms g % 1/min °C sd, empty for a count. */
export type PolicyEntry = Schemas['Threshold'];
export type RehearsedAlert = Schemas['RehearsedAlert'];
/** `before`, `after`: alerts by kind; `missedCount` of those that would not have been were real, `lostFalse` false. `why` it failed. */
export type Rehearsal = Schemas['Rehearsal'];
export type AuditRow = Schemas['Audit'];
export type Imported = Schemas['Import'];
