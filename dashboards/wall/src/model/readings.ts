import type { ChannelValue, Device } from './contract';

/** Channels that say something about the radio or the battery, not about the elder; shown last. */
const BACKGROUND = new Set(['linkquality', 'voltage', 'battery', 'battery_low', 'ts', 'rate']);

export function channelsOf(device: Device): string[] {
  const names = Object.keys(device.values);
  return [...names.filter((name) => !BACKGROUND.has(name)), ...names.filter((name) => BACKGROUND.has(name))];
}

/** Channels that a chart can show: numbers, and yes/no as steps. */
export function chartableChannels(device: Device): string[] {
  return channelsOf(device).filter((name) => ['number', 'boolean'].includes(typeof device.values[name]));
}

export interface LatestReading { device: Device; at: string; channel: string; value: ChannelValue }

/** The devices that spoke last, newest first, each with its most telling channel. */
export function latestReadings(devices: readonly Device[], count: number): LatestReading[] {
  const spoken = devices.filter((device) => device.lastSeenAt !== null && device.online !== false);
  spoken.sort((a, b) => Date.parse(b.lastSeenAt ?? '') - Date.parse(a.lastSeenAt ?? ''));
  const readings: LatestReading[] = [];
  for (const device of spoken) {
    const channel = channelsOf(device).find((name) => device.values[name] !== null && device.values[name] !== '');
    if (channel === undefined) continue;
    readings.push({ device, at: device.lastSeenAt ?? '', channel, value: device.values[channel] ?? null });
    if (readings.length === count) break;
  }
  return readings;
}
