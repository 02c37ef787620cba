import type { TextKey } from '../i18n';
import type { Alert, Device, HistoryEntry, Site } from '../model/contract';
import { raisedLine } from '../model/note';
import { sayPhrases } from '../model/phrases';
import { language, nameOf, t } from './language.svelte';
import { wall } from './wall.svelte';

export const siteName = (site: Pick<Site, 'name' | 'nameEn'>) => (language.now === 'zh' ? site.name : site.nameEn || site.name);

/** For `lang`: a Chinese name inside an English page is read out as Chinese. */
export const langOf = (name: string | null | undefined) => (language.now === 'en' && name && /\p{Script=Han}/u.test(name) ? 'zh' : undefined);

export const joined = (names: readonly string[]) => names.join(t('list.join'));

/** What people call the device in its own room: "一键呼 1 床". Most names say the room already, and few the bed. */
export function deviceLabel(device: Device): string {
  const place = wall.placeName(device.placeId);
  const name = (device.name.startsWith(place) ? device.name.slice(place.length).trim() : device.name) || nameOf('class', device.class);
  const bed = wall.elders.find((elder) => elder.id === device.elderId)?.bed ?? null;
  return bed === null || /\d/.test(name) ? name : `${name} ${t('drawer.bed', { n: bed })}`;
}

/** Where and what: "118 门磁". */
export function deviceName(id: string): string {
  const device = wall.devices.find((one) => one.id === id);
  if (device === undefined) return id;
  const place = wall.placeName(device.placeId);
  const name = device.name || deviceLabel(device);
  return name.includes(place) ? name : `${place} ${name}`;
}

/** "1 床" of whoever needs somebody, or whose device it is; empty where nobody has written beds. */
export function bedText(alert: Pick<Alert, 'elder' | 'device'>): string {
  const elderId = alert.elder?.id ?? wall.devices.find((one) => one.id === alert.device?.id)?.elderId;
  const bed = wall.elders.find((elder) => elder.id === elderId)?.bed ?? null;
  return bed === null ? '' : t('drawer.bed', { n: bed });
}

/** A person by the name that they use at sign-in; family does not know who works here: then that is all there is. */
export function personName(user: string): string {
  if (user === wall.session?.user) return wall.session.name;
  return wall.colleagues.find((person) => person.user === user)?.name ?? user;
}

/** "Fire, room 101", "Help call, room 101, Bed 1 Wang Xiulan": an alert in few words, for a button's name. */
export function aboutText(alert: Alert): string {
  const room = wall.places.some(({ id, kind }) => id === alert.placeId && kind === 'room') && /^\d/.test(alert.place ?? '');
  const where = alert.place ? (room ? t('rooms.called', { name: alert.place }) : alert.place) : siteName(wall.siteOf(alert.siteId) ?? { name: '', nameEn: '' });
  const who = [bedText(alert), alert.elder?.name].filter(Boolean).join(' ');
  return [t(`kind.${alert.kind}`), where, who].filter(Boolean).join(t('list.comma'));
}

/** Whom something is about, by the id of a device, an elder, a place or a site; what nobody knows keeps its id. */
export function subjectName(id: string): string {
  const elder = wall.elders.find((one) => one.id === id);
  if (elder) return `${wall.placeName(elder.placeId)} ${elder.name}`;
  const site = wall.siteOf(id);
  if (site) return siteName(site);
  const place = wall.places.find((one) => one.id === id);
  return place ? place.name : deviceName(id);
}

const STILL: Partial<Record<Alert['kind'], TextKey>> = { fire: 'still.fire', gas: 'still.gas', co: 'still.co', water: 'still.water', help: 'still.help' };

/** "101 烟感 仍报有烟": who goes on, and with what. */
export const stillText = (alert: Alert) =>
  t('still.says', { devices: joined(alert.still.map(deviceName)), what: t(STILL[alert.kind] ?? 'still.other') });

/** A line of a history: what the house says of it, or somebody's own words; empty when there are none. */
export const lineText = ({ says, note }: Pick<HistoryEntry, 'says' | 'note'>) => (says ? sayPhrases(says, language.now, deviceName) : note ?? '');

/** Why the alert was raised, in the reader's words; empty when nothing more was said. */
export function whyRaised(alert: Pick<Alert, 'history'>): string {
  const line = raisedLine(alert);
  return line === undefined ? '' : lineText(line);
}

/** How often the device was wrong of late, and what could be done about it, in the reader's words; empty when there is nothing to say. */
export function nuisanceText(alert: Pick<Alert, 'nuisance'>): string {
  return alert.nuisance ? sayPhrases(alert.nuisance.says, language.now, deviceName) : '';
}
