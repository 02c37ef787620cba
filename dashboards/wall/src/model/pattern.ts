import type { Alert, Priority } from './contract';

/** One tone of a burst, from the burst's start. */
export interface Pulse { atMs: number; lengthMs: number; pitchHz: number }
export interface Pattern { pulses: readonly Pulse[]; burstMs: number; repeatMs: number }
export type SoundName = Priority | 'blind';

/**
 * Auditory alarm signals in the spirit of IEC 60601-1-8 (tables 3 and 4): high = ten pulses, 3+2 twice; medium = three;
 * low = two. Pulse length, spacing and pause between bursts lie inside the standard's ranges (a test says so).
 * `blind` is ours: two long falling tones, unlike any of the three, because what it tells is that nothing can be told.
 */
export const PATTERNS: Readonly<Record<SoundName, Pattern>> = {
  high: pattern(880, 150, [100, 100, 350, 100, 500, 100, 100, 350, 100], 3_000),
  medium: pattern(587, 200, [200, 200], 7_000),
  low: pattern(440, 200, [200], 18_000),
  blind: {
    pulses: [{ atMs: 0, lengthMs: 500, pitchHz: 392 }, { atMs: 550, lengthMs: 700, pitchHz: 262 }],
    burstMs: 1_250,
    repeatMs: 4_000,
  },
};

const LOUDNESS: readonly SoundName[] = ['low', 'medium', 'blind', 'high'];

export const louderOrEqual = (a: SoundName, b: SoundName) => LOUDNESS.indexOf(a) >= LOUDNESS.indexOf(b);

/** What must sound: the worst alert that nobody has answered or put aside. Blindness outranks all but a known high alert. */
export function soundFor(alerts: Iterable<Pick<Alert, 'priority' | 'state' | 'shelvedUntil'>>, blind: boolean): SoundName | null {
  let chosen: SoundName | null = blind ? 'blind' : null;
  for (const { priority, state, shelvedUntil } of alerts) {
    if (state === 'open' && !shelvedUntil && (chosen === null || louderOrEqual(priority, chosen))) chosen = priority;
  }
  return chosen;
}

function pattern(pitchHz: number, lengthMs: number, gapsMs: readonly number[], pauseMs: number): Pattern {
  const pulses: Pulse[] = [{ atMs: 0, lengthMs, pitchHz }];
  let atMs = 0;
  for (const gapMs of gapsMs) {
    atMs += lengthMs + gapMs;
    pulses.push({ atMs, lengthMs, pitchHz });
  }
  const burstMs = atMs + lengthMs;
  return { pulses, burstMs, repeatMs: burstMs + pauseMs };
}
