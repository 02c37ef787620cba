import type { Alert, Device, Place, Site } from './contract';
import { worstOf } from './order';

/** `ringing`: nobody has answered one of the worst priority, be it the worst alert or another. `still`: nothing is open, but a detector goes on with what somebody resolved. Not `watched`: no device of the place is online, so its calm means nothing. */
export interface Tile { place: Place; worst: Alert | null; ringing: boolean; still: Alert | null; openAlerts: number; silentDevices: number; watched: boolean }
/** `floor` "1", "2", ...; "homes" for dwellings; "other" for rooms whose name tells no floor. */
export interface PlaceGroup { floor: string; places: Place[] }
export interface SitePlaces { site: Site; groups: PlaceGroup[] }

/** Rooms 101-120 stand on floor 1, 1201 on floor 12: the name without its last two digits. */
export function floorOf(place: Pick<Place, 'kind' | 'name'>): string {
  if (place.kind === 'home') return 'homes';
  return /^(\d+)\d{2}\D*$/.exec(place.name)?.[1] ?? 'other';
}

/** Where each place stands. Changes with the registry, and not with what happens. */
export function layOut(sites: readonly Site[], places: readonly Place[]): SitePlaces[] {
  const placesOf = groupBy(places, (place) => place.siteId);
  return sites.map((site) => {
    const sorted = [...placesOf.get(site.id) ?? []].sort((a, b) => byName(a.name, b.name));
    const groups = [...groupBy(sorted, floorOf)].map(([floor, of]) => ({ floor, places: of }));
    groups.sort((a, b) => byFloor(a.floor, b.floor));
    return { site, groups };
  });
}

/** What each place shows, by its id. A place of which nothing changed keeps its tile of `before`: a press redraws one of a thousand. */
export function tilesOf(
  places: readonly Place[], alerts: Iterable<Alert>, devices: readonly Device[], still: Iterable<Alert> = [], before: ReadonlyMap<string, Tile> = new Map(),
): Map<string, Tile> {
  const stillAt = groupBy(still, (alert) => alert.placeId);
  const alertsAt = groupBy(alerts, (alert) => alert.placeId);
  const silentAt = groupBy(devices.filter((device) => device.online === false), (device) => device.placeId);
  const watched = new Set(devices.filter((device) => device.online).map((device) => device.placeId));
  return new Map(places.map((place) => {
    const here = alertsAt.get(place.id) ?? [];
    const worst = worstOf(here);
    const tile: Tile = {
      place,
      worst,
      ringing: here.some(({ state, priority }) => state === 'open' && priority === worst?.priority),
      still: here.length > 0 ? null : worstOf(stillAt.get(place.id) ?? []),
      openAlerts: here.length,
      silentDevices: silentAt.get(place.id)?.length ?? 0,
      watched: watched.has(place.id),
    };
    const former = before.get(place.id);
    return [place.id, former !== undefined && isSame(former, tile) ? former : tile];
  }));
}

const isSame = (a: Tile, b: Tile) => (Object.keys(a) as (keyof Tile)[]).every((field) => a[field] === b[field]);

/** One for all: a comparison that looks up its language each time costs a wall of a thousand homes a tenth of a second. */
const { compare: byName } = new Intl.Collator('en', { numeric: true });

/** Numbered floors upwards, then homes, then what has no floor. */
function byFloor(a: string, b: string): number {
  const rank = (floor: string) => (floor === 'homes' ? 1 : floor === 'other' ? 2 : 0);
  return rank(a) - rank(b) || byName(a, b);
}

export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** How wide a room's name is in ems, about: digits and Latin letters are narrower than Chinese. For type as large as the tile allows. */
export function nameEms(name: string): number {
  return [...name].reduce((sum, letter) => sum + (/[\u0020-\u024f]/.test(letter) ? 0.62 : 1.05), 0);
}
