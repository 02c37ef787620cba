import { describe, expect, test } from 'vitest';
import { isCleared } from '../src/model/cleared';
import type { Happening } from '../src/model/contract';
import { STEADY_MS } from '../src/model/limits';
import { Steady } from '../src/model/steady';
import { at } from './make';

describe('A press', () => {
  const rested = () => {
    const steady = new Steady();
    steady.pointerAt(300, 200);
    steady.changed(10_000);
    return steady;
  };
  test('at the same spot right after the cards moved is not meant for what lies there now', () => expect(rested().allows(302, 201, 10_200)).toBe(false));
  test('at the same spot counts once there was time to look', () => expect(rested().allows(300, 200, 10_001 + STEADY_MS)).toBe(true));
  test('elsewhere counts at once', () => expect(rested().allows(340, 200, 10_010)).toBe(true));
  test('on a screen that no pointer has touched yet counts at once', () => {
    const steady = new Steady();
    steady.changed(10_000);
    expect(steady.allows(300, 200, 10_010)).toBe(true);
  });
});

test('The second of two quick Enters does not answer the alert to which the focus went on', () => {
  const steady = new Steady();
  expect(steady.allowsKey(10_000)).toBe(true);
  steady.focusMoved(10_000);
  expect(steady.allowsKey(10_000 + STEADY_MS)).toBe(false);
  expect(steady.allowsKey(10_001 + STEADY_MS)).toBe(true);
});

test.each<[Happening[], boolean]>([
  [['raised'], false],
  [['raised', 'cleared'], true],
  [['raised', 'cleared', 'acknowledged'], true],
  [['raised', 'cleared', 'repeated'], false],
  [['raised', 'cleared', 'repeated', 'cleared'], true],
])('%j has cleared: %s', (what, cleared) => {
  expect(isCleared({ still: [], history: what.map((each, n) => ({ seq: n, at: at(n), what: each, by: null, note: null, says: null })) })).toBe(cleared);
});
