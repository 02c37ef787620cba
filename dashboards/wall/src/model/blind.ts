import { BLIND_AFTER_MS } from './limits';

/**
 * Seconds since the last beat when that is too long, else null. Both times come from a clock that only goes forward:
 * a corrected wall clock must neither hide blindness nor invent it.
 */
export function blindSeconds(lastBeatMs: number, nowMs: number): number | null {
  const silentMs = nowMs - lastBeatMs;
  return silentMs >= BLIND_AFTER_MS ? Math.floor(silentMs / 1000) : null;
}
