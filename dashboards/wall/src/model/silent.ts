import type { Alert, Device } from './contract';

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
      key, placeId: alert.placeId, siteId: alert.siteId, device: known.get(deviceId ?? '') ?? null, deviceId,
      since: alert.raisedAt, alerted: true,
    });
  }
  const time = (silent: Silent) => (silent.since === null ? 0 : Date.parse(silent.since));
  return [...byKey.values()].sort((a, b) => time(a) - time(b) || (a.key < b.key ? -1 : 1));
}
