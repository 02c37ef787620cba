import { describe, expect, test } from 'vitest';
import { KINDS, STATES, type Kind, type Priority, type State } from '../src/model/contract';
import { compareAlerts, nextAfter, worstOf } from '../src/model/order';
import { anAlert, at } from './make';

/** From the top of the wall down, as a head nurse would read it: priority, kind, state, seconds at which it was raised. */
const WALL: readonly (readonly [Priority, Kind, State, number])[] = [
  ['high', 'fire', 'open', 300],
  ['high', 'fire', 'acknowledged', 10],
  ['high', 'fire', 'arrived', 0],
  ['high', 'gas', 'open', 200],
  ['high', 'co', 'open', 210],
  ['high', 'co', 'acknowledged', 5],
  ['high', 'help', 'open', 20],
  ['high', 'fall', 'open', 30],
  ['high', 'wandering', 'open', 40],
  ['high', 'help', 'open', 50],
  ['high', 'inactivity', 'acknowledged', 0],
  ['high', 'vitals', 'arrived', 0],
  ['high', 'water', 'open', 0],
  ['high', 'system', 'open', 0],
  ['medium', 'help', 'open', 400],
  ['medium', 'vitals', 'acknowledged', 0],
  ['medium', 'water', 'open', 0],
  ['medium', 'environment', 'open', 10],
  ['medium', 'system', 'open', 0],
  ['medium', 'offline', 'open', 0],
  ['low', 'environment', 'open', 500],
  ['low', 'fault', 'open', 0],
  ['low', 'battery', 'open', 1],
  ['low', 'tamper', 'acknowledged', 0],
];

describe('The order of the wall', () => {
  test('is priority, then how acute the kind is, then what nobody has answered, then who has waited longest', () => {
    const wanted = WALL.map(([priority, kind, state, raised]) => anAlert({ id: `${priority} ${kind} ${state} ${raised}`, priority, kind, state, raisedAt: at(raised) }));
    for (let turn = 0; turn < wanted.length; turn++) {
      const shuffled = [...wanted.slice(turn), ...wanted.slice(0, turn)].reverse();
      expect(shuffled.sort(compareAlerts).map((alert) => alert.id)).toEqual(wanted.map((alert) => alert.id));
    }
  });

  test('never puts a fire behind another high need, however old, whoever has answered what', () => {
    for (const kind of KINDS.filter((one) => one !== 'fire')) for (const state of STATES)
      expect(compareAlerts(anAlert({ id: 'z', kind: 'fire', state: 'arrived', raisedAt: at(9000) }), anAlert({ id: 'a', kind, state, raisedAt: at(0) })), kind).toBeLessThan(0);
  });

  test('is total: two alerts of the same moment stand by id, so that cards never jump', () => {
    expect(compareAlerts(anAlert({ id: 'a' }), anAlert({ id: 'b' }))).toBeLessThan(0);
    expect(compareAlerts(anAlert({ id: 'b' }), anAlert({ id: 'a' }))).toBeGreaterThan(0);
    expect(compareAlerts(anAlert(), anAlert())).toBe(0);
  });

  test('gives a room its worst alert, and none when all is calm', () => {
    const low = anAlert({ id: 'low', priority: 'low' });
    const high = anAlert({ id: 'high', state: 'arrived' });
    expect(worstOf([low, high])?.id).toBe('high');
    expect(worstOf([])).toBeNull();
  });
});

describe('The next alert after an answer', () => {
  test.each([
    ['a', 'b c d'], ['b', 'c d a'], ['d', 'c b a'], ['gone', 'a b c d'],
  ])('answered %s: %s', (answered, wanted) => expect(nextAfter(['a', 'b', 'c', 'd'], answered).join(' ')).toBe(wanted));
  test('is none when it was the last', () => expect(nextAfter(['a'], 'a')).toEqual([]));
});
