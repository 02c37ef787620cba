import type { Site } from '../model/contract';
import { language, nameOf, t } from './language.svelte';
import { wall } from './wall.svelte';

export const siteName = (site: Site) => (language.now === 'zh' ? site.name : site.nameEn || site.name);

export const joined = (names: readonly string[]) => names.join(t('list.join'));

/** Where and what: "118 门磁". Most names of devices say the room already. */
export function deviceName(id: string): string {
  const device = wall.devices.find((one) => one.id === id);
  if (device === undefined) return id;
  const place = wall.placeName(device.placeId);
  const name = device.name || nameOf('class', device.class);
  return name.includes(place) ? name : `${place} ${name}`;
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
