import type { Day, Device } from './contract';
import { MORNING_FROM_H, MORNING_TO_H, SAME_SIGN_MS, STILL_IN_BED_MS } from './limits';

/** When she got up: out of bed for the first time after the night, or where no bed tells, first seen. Null: not yet, or nothing could tell. */
export function upAt(day: Pick<Day, 'from' | 'bed' | 'presence'>, now: number): string | null {
  const [from, to] = [MORNING_FROM_H, MORNING_TO_H].map((hour) => Date.parse(day.from) + hour * 3_600_000) as [number, number];
  const first = (moments: string[]) => {
    const earliest = moments.filter((at) => Date.parse(at) >= from).sort((one, other) => Date.parse(one) - Date.parse(other))[0];
    return earliest !== undefined && Date.parse(earliest) <= to ? earliest : null;
  };
  return day.bed.length > 0 ? first(day.bed.map(({ to }) => to).filter((to) => now - Date.parse(to) > STILL_IN_BED_MS)) : first(day.presence.map(({ from }) => from));
}

/** What people call the device that saw her last, as far as that was her last sign. */
export function lastSeenBy(day: Pick<Day, 'bed' | 'presence' | 'doors' | 'calls'>, lastSignAt: string | null, devices: readonly Pick<Device, 'id' | 'name'>[]): string | null {
  if (lastSignAt === null) return null;
  const seen = [
    ...[...day.presence, ...day.bed].map(({ deviceId, to }) => ({ deviceId, at: Date.parse(to) })),
    ...[...day.doors, ...day.calls].map(({ deviceId, at }) => ({ deviceId, at: Date.parse(at) })),
  ].filter(({ at }) => Math.abs(at - Date.parse(lastSignAt)) <= SAME_SIGN_MS).sort((one, other) => other.at - one.at)[0];
  return seen === undefined ? null : devices.find(({ id }) => id === seen.deviceId)?.name || null;
}
