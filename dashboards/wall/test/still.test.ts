import { describe, expect, test } from 'vitest';
import { apply, EMPTY_STORE, mergeSnapshot, type AlertStore } from '../src/model/alertStore';
import { reachOf } from '../src/model/asked';
import { isCleared } from '../src/model/cleared';
import type { Alert } from '../src/model/contract';
import { tilesOf } from '../src/model/rooms';
import { aDevice, anAlert, aPlace, at } from './make';

const fire = (over: Partial<Alert> = {}) => anAlert({ kind: 'fire', still: ['smoke-101'], ...over });
const after = (...alerts: Alert[]): AlertStore => alerts.reduce((so, alert) => apply(so, alert).alertStore, EMPTY_STORE);

describe('Resolved, yet still burning', () => {
  test('is kept beside the open alerts until the detector lets go', () => {
    const resolved = after(fire({ seq: 1 }), fire({ seq: 2, state: 'resolved' }));
    expect([resolved.open.size, [...resolved.still.keys()]]).toEqual([0, ['a1']]);
    expect(apply(resolved, fire({ seq: 3, state: 'resolved', still: [] })).alertStore.still.size).toBe(0);
  });

  test('rings again as an open alert', () => {
    const { alertStore, announce } = apply(after(fire({ seq: 2, state: 'resolved' })), fire({ seq: 3, history: [{ seq: 3, at: at(300), what: 'reopened', by: null, note: null, says: null }] }));
    expect([alertStore.open.size, alertStore.still.size, announce]).toEqual([1, 0, true]);
  });

  test('no late or doubled change brings it back', () => {
    const gone = after(fire({ seq: 2, state: 'resolved' }), fire({ seq: 4, state: 'resolved', still: [] }));
    expect(apply(gone, fire({ seq: 3, state: 'resolved' })).changed).toBe(false);
  });

  test('a wall that was away takes it from the list, and forgets what the list no longer has', () => {
    const listed = mergeSnapshot(EMPTY_STORE, [fire({ seq: 5, state: 'resolved' })], 5);
    expect(listed.still.size).toBe(1);
    expect(mergeSnapshot(listed, [], 6).still.size).toBe(0);
    expect(mergeSnapshot(listed, [], 4).still.size).toBe(1);
  });

  test('its room is not calm, unless an open alert of the room says more', () => {
    const tile = (alerts: Alert[]) => tilesOf([aPlace('101')], alerts, [aDevice()], [fire({ state: 'resolved' })]).get('sunshine-101')!;
    expect(tile([]).still?.kind).toBe('fire');
    expect([tile([anAlert()]).still, tile([anAlert()]).worst?.kind]).toEqual([null, 'help']);
  });

  test('is not cleared while one of two detectors goes on', () => {
    const history = [{ seq: 1, at: at(0), what: 'raised' as const, by: null, note: null, says: null }, { seq: 2, at: at(9), what: 'cleared' as const, by: null, note: null, says: null }];
    expect([isCleared({ history, still: ['smoke-102'] }), isCleared({ history, still: [] })]).toEqual([false, true]);
  });
});

describe('Who was told', () => {
  const li = { person: 'li', audience: 'duty' as const }, zhou = { person: 'zhou', audience: 'director' as const };
  test.each([
    ['the wall alone is asked yet', { tier: 1 }, null],
    ['nobody can be', { tier: 2 }, { how: 'nobody', people: [] }],
    ['one is being asked', { tier: 2, asked: [{ ...li, delivered: null }] }, { how: 'asking', people: ['li'] }],
    ['one was told', { tier: 3, asked: [{ ...li, delivered: true }, { ...zhou, delivered: null }] }, { how: 'told', people: ['li'] }],
    ['every way failed', { tier: 2, asked: [{ ...li, delivered: false }] }, { how: 'nobody', people: [] }],
    ['a drill tells nobody', { tier: 2, drill: true }, null],
  ] as const)('%s', (_, over, expected) => expect(reachOf(anAlert(over as Partial<Alert>))).toEqual(expected));
});
