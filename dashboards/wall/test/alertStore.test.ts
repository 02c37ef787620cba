import { describe, expect, test } from 'vitest';
import { apply, EMPTY_STORE, mergeSnapshot, type AlertStore } from '../src/model/alertStore';
import type { Alert, Happening } from '../src/model/contract';
import { CLOSED_MEMORY } from '../src/model/limits';
import { anAlert, at } from './make';

const alertStore = (...alerts: Alert[]): AlertStore => alerts.reduce((so, alert) => apply(so, alert).alertStore, EMPTY_STORE);
const history = (...what: Happening[]) => what.map((each, n) => ({ seq: n + 1, at: at(n), what: each, by: null, note: null, says: null }));

describe('A change', () => {
  test('of a new alert opens it and is announced', () => {
    const { alertStore: after, changed, announce } = apply(EMPTY_STORE, anAlert());
    expect(after.open.get('a1')?.state).toBe('open');
    expect([changed, announce]).toEqual([true, true]);
  });

  test('that comes twice counts once', () => {
    const before = alertStore(anAlert({ seq: 5 }));
    expect(apply(before, anAlert({ seq: 5 }))).toEqual({ alertStore: before, changed: false, announce: false });
  });

  test('that comes late does not undo a newer one', () => {
    const before = alertStore(anAlert({ seq: 9, state: 'acknowledged' }));
    expect(apply(before, anAlert({ seq: 8 })).alertStore.open.get('a1')?.state).toBe('acknowledged');
  });

  test('resolved takes the alert away, and no late or doubled change brings it back', () => {
    const after = alertStore(anAlert({ seq: 5 }), anAlert({ seq: 9, state: 'resolved' }));
    expect(after.open.size).toBe(0);
    expect(apply(after, anAlert({ seq: 8, state: 'arrived' })).changed).toBe(false);
    expect(apply(after, anAlert({ seq: 9, state: 'resolved' })).changed).toBe(false);
  });

  test('resolved may come before any other word of the alert', () => {
    const after = alertStore(anAlert({ seq: 9, state: 'resolved' }));
    expect(apply(after, anAlert({ seq: 5 })).alertStore.open.size).toBe(0);
  });

  test('that opens it again brings it back and is announced', () => {
    const ended = alertStore(anAlert({ seq: 1 }), anAlert({ seq: 2, state: 'resolved' }));
    const again = apply(ended, anAlert({ seq: 3, history: [{ seq: 3, at: anAlert().raisedAt, what: 'reopened', by: null, note: null, says: null }] }));
    expect([again.alertStore.open.size, again.announce]).toEqual([1, true]);
  });

  test('of one alert leaves the others alone', () => {
    const after = alertStore(anAlert({ id: 'a', seq: 1 }), anAlert({ id: 'b', seq: 2 }), anAlert({ id: 'a', seq: 3, state: 'resolved' }));
    expect([...after.open.keys()]).toEqual(['b']);
  });
});

describe('Announced at once', () => {
  const cases: [Happening, boolean][] = [
    ['repeated', true], ['escalated', true], ['acknowledged', false], ['arrived', false], ['noted', false], ['cleared', false],
    ['restored', false], ['saved', false], ['reopened', true], ['returned', true], ['unshelved', true], ['told', false], ['untold', false],
    ['shelved', false], ['gathered', false],
  ];
  test.each(cases)('%s: %s', (what, announced) => {
    expect(apply(alertStore(anAlert({ seq: 1 })), anAlert({ seq: 2, history: history('raised', what) })).announce).toBe(announced);
  });

  test('is a press hidden behind a later change that came in the same breath', () => {
    const merged = anAlert({ seq: 3, history: history('raised', 'repeated', 'saved') });
    expect(apply(alertStore(anAlert({ seq: 1 })), merged).announce).toBe(true);
  });

  test('is nothing that we have already heard', () => {
    const before = alertStore(anAlert({ seq: 2, history: history('raised', 'repeated') }));
    expect(apply(before, anAlert({ seq: 3, history: history('raised', 'repeated', 'noted') })).announce).toBe(false);
  });
});

describe('A fresh list', () => {
  test('removes what was resolved while the wall was away', () => {
    const after = mergeSnapshot(alertStore(anAlert({ id: 'gone', seq: 3 }), anAlert({ id: 'here', seq: 4 })), [anAlert({ id: 'here', seq: 4 })], 10);
    expect([...after.open.keys()]).toEqual(['here']);
  });

  test('keeps what is newer than the list: the hub was quicker', () => {
    const after = mergeSnapshot(alertStore(anAlert({ id: 'new', seq: 11 })), [], 10);
    expect([...after.open.keys()]).toEqual(['new']);
  });

  test('never puts an older state over a newer one', () => {
    const after = mergeSnapshot(alertStore(anAlert({ seq: 11, state: 'arrived' })), [anAlert({ seq: 9 })], 10);
    expect(after.open.get('a1')?.state).toBe('arrived');
  });
});

test('What is remembered of resolved alerts is bounded', () => {
  let full = EMPTY_STORE;
  for (let n = 1; n <= CLOSED_MEMORY + 50; n++) full = apply(full, anAlert({ id: `a${n}`, seq: n, state: 'resolved' })).alertStore;
  expect(full.closed.size).toBe(CLOSED_MEMORY);
  expect(full.closed.has('a1')).toBe(false);
});
