import type { Alert, Device, Place, Site } from './contract';
import { worstOf } from './order';

/** `ringing`: nobody has answered one of the worst priority, be it the worst alert or another. `still`: nothing is open, but a detector goes on with what somebody resolved. Not `watched`: no device of the place is online, so its calm means nothing. */
export interface Tile { place: Place; worst: Alert | null; ringing: boolean; still: Alert | null; openAlerts: number; silentDevices: number; watched: boolean }
/** `floor` "1", "2", ...; "homes" for dwellings; "other" for rooms whose name tells no floor. */
export interface TileGroup { floor: string; tiles: Tile[] }
export interface SiteTiles { site: Site; groups: TileGroup[] }

/** Rooms 101-120 stand on floor 1, 1201 on floor 12: the name without its last two digits. */
export function floorOf(place: Pick<Place, 'kind' | 'name'>): string {
  if (place.kind === 'home') return 'homes';
  return /^(\d+)\d{2}\D*$/.exec(place.name)?.[1] ?? 'other';
}

export function tilesBySite(
  sites: readonly Site[], places: readonly Place[], alerts: Iterable<Alert>, devices: readonly Device[], still: Iterable<Alert> = [],
): SiteTiles[] {
  const stillAt = groupBy(still, (alert) => alert.placeId);
  const alertsAt = groupBy(alerts, (alert) => alert.placeId);
  const silentAt = groupBy(devices.filter((device) => device.online === false), (device) => device.placeId);
  const watched = new Set(devices.filter((device) => device.online).map((device) => device.placeId));
  const placesOf = groupBy(places, (place) => place.siteId);

  return sites.map((site) => {
    const tiles = (placesOf.get(site.id) ?? []).map((place): Tile => {
      const here = alertsAt.get(place.id) ?? [];
      const worst = worstOf(here);
      return {
        place,
        worst,
        ringing: here.some(({ state, priority }) => state === 'open' && priority === worst?.priority),
        still: here.length > 0 ? null : worstOf(stillAt.get(place.id) ?? []),
        openAlerts: here.length,
        silentDevices: silentAt.get(place.id)?.length ?? 0,
        watched: watched.has(place.id),
      };
    });
    tiles.sort((a, b) => byName(a.place.name, b.place.name));
    const groups = [...groupBy(tiles, (tile) => floorOf(tile.place))].map(([floor, of]) => ({ floor, tiles: of }));
    groups.sort((a, b) => byFloor(a.floor, b.floor));
    return { site, groups };
  });
}

const byName = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });

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
