import { describe, expect, test } from 'vitest';
import { PATTERNS, soundFor, type Pattern } from '../src/model/pattern';
import { anAlert } from './make';

const gaps = ({ pulses }: Pattern) => pulses.slice(1).map((pulse, n) => pulse.atMs - pulses[n]!.atMs - pulses[n]!.lengthMs);
const pause = ({ repeatMs, burstMs }: Pattern) => repeatMs - burstMs;

describe('Sound', () => {
  const high = anAlert({ priority: 'high' });
  const medium = anAlert({ priority: 'medium' });
  const low = anAlert({ priority: 'low' });
  const known = anAlert({ priority: 'high', state: 'acknowledged' });
  const there = anAlert({ priority: 'high', state: 'arrived' });

  test.each([
    ['nothing open', [], false, null],
    ['low open', [low], false, 'low'],
    ['medium and low open', [low, medium], false, 'medium'],
    ['all open', [low, high, medium], false, 'high'],
    ['high acknowledged', [known], false, null],
    ['high arrived, low open', [there, low], false, 'low'],
    ['medium put aside', [anAlert({ priority: 'medium', shelvedUntil: '2026-03-02T10:00:00.000Z' })], false, null],
    ['blind and calm', [], true, 'blind'],
    ['blind, medium open', [medium], true, 'blind'],
    ['blind, high open', [high], true, 'high'],
  ] as const)('%s', (_name, alerts, blind, sound) => expect(soundFor(alerts, blind)).toBe(sound));
});

describe('IEC 60601-1-8', () => {
  test('a high alarm is ten pulses, 3+2 twice', () => {
    const [x1, x2, longer, x3, half, ...second] = gaps(PATTERNS.high);
    expect(PATTERNS.high.pulses).toHaveLength(10);
    for (const x of [x1, x2, x3]) expect(x).toBeGreaterThanOrEqual(50);
    for (const x of [x1, x2, x3]) expect(x).toBeLessThanOrEqual(125);
    expect(longer).toBe(2 * x1! + PATTERNS.high.pulses[0]!.lengthMs);
    expect(half).toBeGreaterThanOrEqual(350);
    expect(half).toBeLessThanOrEqual(1300);
    expect(second).toEqual([x1, x2, longer, x3]);
  });

  test('a medium alarm is three pulses, a low one is one or two', () => {
    expect(PATTERNS.medium.pulses).toHaveLength(3);
    expect([1, 2]).toContain(PATTERNS.low.pulses.length);
    for (const gap of [...gaps(PATTERNS.medium), ...gaps(PATTERNS.low)]) {
      expect(gap).toBeGreaterThanOrEqual(125);
      expect(gap).toBeLessThanOrEqual(250);
    }
  });

  test.each([['high', 75, 200, 2_500, 15_000], ['medium', 125, 250, 2_500, 30_000], ['low', 125, 250, 15_000, Infinity]] as const)(
    '%s: pulse length and pause are in range', (name, shortest, longest, pauseMin, pauseMax) => {
      for (const { lengthMs, pitchHz } of PATTERNS[name].pulses) {
        expect(lengthMs).toBeGreaterThanOrEqual(shortest);
        expect(lengthMs).toBeLessThanOrEqual(longest);
        expect(pitchHz).toBeGreaterThanOrEqual(150);
        expect(pitchHz).toBeLessThanOrEqual(1000);
      }
      expect(pause(PATTERNS[name])).toBeGreaterThanOrEqual(pauseMin);
      expect(pause(PATTERNS[name])).toBeLessThanOrEqual(pauseMax);
    });

  test('blind sounds like none of them', () => {
    const shape = (pattern: Pattern) => pattern.pulses.map((pulse) => pulse.pitchHz).join();
    expect(new Set(Object.values(PATTERNS).map(shape)).size).toBe(4);
    expect(Math.min(...PATTERNS.blind.pulses.map((pulse) => pulse.lengthMs))).toBeGreaterThan(250);
  });
});
