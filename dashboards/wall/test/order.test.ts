import { describe, expect, test } from 'vitest';
import { compareAlerts, worstOf } from '../src/model/order';
import { anAlert, at } from './make';

describe('The order of the wall', () => {
  test('is priority, then what nobody has answered, then who has waited longest', () => {
    const wanted = [
      anAlert({ id: 'high open, waits longest', raisedAt: at(10) }),
      anAlert({ id: 'high open, newer', raisedAt: at(20) }),
      anAlert({ id: 'high acknowledged', state: 'acknowledged', raisedAt: at(0) }),
      anAlert({ id: 'high arrived', state: 'arrived', raisedAt: at(0) }),
      anAlert({ id: 'medium open', priority: 'medium', raisedAt: at(0) }),
      anAlert({ id: 'medium acknowledged', priority: 'medium', state: 'acknowledged', raisedAt: at(0) }),
      anAlert({ id: 'low open', priority: 'low', raisedAt: at(0) }),
    ];
    for (let turn = 0; turn < wanted.length; turn++) {
      const shuffled = [...wanted.slice(turn), ...wanted.slice(0, turn)].reverse();
      expect(shuffled.sort(compareAlerts).map((alert) => alert.id)).toEqual(wanted.map((alert) => alert.id));
    }
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
