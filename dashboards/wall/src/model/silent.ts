import type { Alert, Device } from './contract';
import type { SiteIncident } from './incidents';

/** Something that should speak and does not. `device` is null when only an alert tells of it. */
export interface Silent { key: string; placeId: string; siteId: string; device: Device | null; deviceId: string | null; since: string | null; alerted: boolean }

/** Devices that are offline, and open `offline` alerts, each device once. Longest silence first. */
export function silentDevices(devices: readonly Device[], alerts: Iterable<Alert>): Silent[] {
  const byKey = new Map<string, Silent>();
  for (const device of devices) {
    if (device.online !== false) continue;
    byKey.set(device.id, {
      key: device.id, placeId: device.placeId, siteId: device.siteId, device, deviceId: device.id,
      since: device.lastSeenAt, alerted: false,
    });
  }
  const known = new Map(devices.map((device) => [device.id, device]));
  for (const alert of alerts) {
    if (alert.kind !== 'offline') continue;
    const deviceId = alert.device?.id ?? null;
    const key = deviceId ?? alert.id;
    const listed = byKey.get(key);
    if (listed) { listed.alerted = true; continue; }
    byKey.set(key, {
      key, placeId: alert.placeId ?? '', siteId: alert.siteId, device: known.get(deviceId ?? '') ?? null, deviceId,
      since: alert.raisedAt, alerted: true,
    });
  }
  const time = (silent: Silent) => (silent.since === null ? 0 : Date.parse(silent.since));
  return [...byKey.values()].sort((a, b) => time(a) - time(b) || (a.key < b.key ? -1 : 1));
}

/** Silent devices with one cause: a gateway or the power that took them with it. `id` of the incident, or of the gateway that is silent itself. */
export interface SilentFold { cause: 'power' | 'gateway'; id: string; siteId: string; gateway: Device | null; since: string | null; silent: Silent[] }
export interface FoldedSilence { folds: SilentFold[]; each: Silent[] }

/**
 * What a nurse can do about 300 silent devices is one thing, not 300: those inside a power cut or a lost gateway stand under it, those behind a silent gateway
 * under that, and only the rest each on its own. A device is in one fold; the incident comes first, for it says more. Largest fold first.
 */
export function foldSilence(silent: readonly Silent[], incidents: readonly SiteIncident[], devices: readonly Device[]): FoldedSilence {
  const causeOf = new Map<string, SilentFold>();
  for (const incident of incidents) {
    if (incident.kind !== 'power' && incident.kind !== 'gateway') continue;
    const fold: SilentFold = { cause: incident.kind, id: incident.id, siteId: incident.siteId, gateway: null, since: incident.since, silent: [] };
    for (const { deviceId } of incident.inside) if (deviceId !== null && !causeOf.has(deviceId)) causeOf.set(deviceId, fold);
  }
  const lost = new Map(devices.filter(({ online }) => online === false).map((device) => [device.id, device]));
  const byGateway = new Map<string, SilentFold>();
  for (const { id, via } of devices) {
    const gateway = lost.get(via ?? '');
    if (gateway === undefined || causeOf.has(id)) continue;
    const fold = byGateway.get(gateway.id) ?? { cause: 'gateway', id: gateway.id, siteId: gateway.siteId, gateway, since: gateway.lastSeenAt, silent: [] };
    byGateway.set(gateway.id, fold);
    causeOf.set(id, fold);
    if (!causeOf.has(gateway.id)) causeOf.set(gateway.id, fold);
  }
  const each: Silent[] = [];
  for (const item of silent) {
    const fold = causeOf.get(item.key);
    if (fold) fold.silent.push(item);
    else each.push(item);
  }
  const folds = [...new Set(causeOf.values())].filter((fold) => fold.silent.length > 0).sort((a, b) => b.silent.length - a.silent.length || (a.id < b.id ? -1 : 1));
  return { folds, each };
}
