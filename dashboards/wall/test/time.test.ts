import { describe, expect, test } from 'vitest';
import { blindSeconds } from '../src/model/blind';
import { retryDelayMs } from '../src/model/retry';
import { ageOf, formatWait, waitSeconds } from '../src/model/waiting';
import { at, atMs } from './make';

describe('Waiting time', () => {
  test.each([[0, '00:00'], [7, '00:07'], [59, '00:59'], [60, '01:00'], [3599, '59:59'], [3600, '1:00:00'], [90_061, '25:01:01']])('%i s reads %s', (s, text) => {
    expect(formatWait(s)).toBe(text);
  });
  test('runs from the first call', () => expect(waitSeconds({ raisedAt: at(0), arrivedAt: null }, atMs(95))).toBe(95));
  test('ends when somebody stands in the room', () => expect(waitSeconds({ raisedAt: at(0), arrivedAt: at(40) }, atMs(95))).toBe(40));
  test('is never negative, whatever the clocks say', () => expect(waitSeconds({ raisedAt: at(10), arrivedAt: null }, atMs(0))).toBe(0));
});

describe('The blind watch', () => {
  test.each([[0, null], [1_000, null], [2_999, null], [3_000, 3], [4_900, 4], [65_000, 65]])('%i ms without a beat: %s', (ms, seconds) => {
    expect(blindSeconds(50_000, 50_000 + ms)).toBe(seconds);
  });
});

describe('Trying again', () => {
  test('waits longer each time, never more than five seconds, and never ends', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 10_000].map(retryDelayMs)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
  });
});

test.each([[1, 'now', 0], [3, 'second', 3], [61, 'minute', 1], [7300, 'hour', 2], [200_000, 'day', 2]])('%i s ago is told in its largest unit', (s, unit, n) => {
  expect(ageOf(at(0), atMs(s))).toEqual({ unit, n });
});
