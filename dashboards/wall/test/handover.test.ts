import { describe, expect, test } from 'vitest';
import { checkState, isStaff, raisedSince, signatureWanted } from '../src/model/handover';
import { HANDOVER_WITHIN_MS } from '../src/model/limits';
import { aCheck, aHandover, anAlert, at, atMs } from './make';

describe('The name that is wanted', () => {
  test('is first of whoever leaves', () => expect(signatureWanted([], 'li', atMs(0))).toBe('outgoing'));
  test('is then of somebody else', () => expect(signatureWanted([aHandover()], 'wu', atMs(60))).toBe('incoming'));
  test('is not of the same person again', () => expect(signatureWanted([aHandover()], 'li', atMs(60))).toBe('other'));
  test('is of whoever leaves next when both have signed', () => {
    expect(signatureWanted([aHandover({ incoming: 'wu', incomingAt: at(60) }), aHandover()], 'wu', atMs(90))).toBe('outgoing');
  });
  test('is waited for four hours', () => {
    expect(signatureWanted([aHandover()], 'wu', atMs(0) + HANDOVER_WITHIN_MS - 1)).toBe('incoming');
    expect(signatureWanted([aHandover()], 'wu', atMs(0) + HANDOVER_WITHIN_MS)).toBe('outgoing');
  });
});

describe('A safety check', () => {
  const done = { check: 'doors', due: at(0), at: at(60), by: 'li', skipped: false, note: null };
  test.each([
    ['due', aCheck()],
    ['done', aCheck({ done })],
    ['skipped', aCheck({ done: { ...done, skipped: true, note: 'locked' } })],
    ['later', aCheck({ due: null })],
  ] as const)('is %s', (state, check) => expect(checkState(check)).toBe(state));
});

test('Raised since the last hand-over is what is new, whether it still stands or not', () => {
  const [old, fresh] = [anAlert({ id: 'old', raisedAt: at(-60) }), anAlert({ id: 'fresh', raisedAt: at(60) })];
  const ended = anAlert({ id: 'ended', raisedAt: at(0), state: 'resolved' });
  expect(raisedSince({ since: at(0), open: [old, fresh], closed: [ended, { ...ended, id: 'of before', raisedAt: at(-1) }] }).map(({ id }) => id)).toEqual(['fresh', 'ended']);
});

test('Families do not hand over', () => {
  expect((['duty', 'director', 'admin', 'family'] as const).map(isStaff)).toEqual([true, true, true, false]);
});
