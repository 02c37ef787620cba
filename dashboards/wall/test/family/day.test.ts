import { describe, expect, test } from 'vitest';
import { lastSeenBy, upAt } from '../../src/family/model/morning';
import { daysBefore, elapsed, lanesOf } from '../../src/family/model/strip';
import { at, atMs } from '../make';
import { aDay } from './make';

/** Hours of the day, which begins two hours before at(0). */
const hour = (h: number) => at((h - 2) * 3600);
const stretch = (from: number, to: number, deviceId = 'motion') => ({ deviceId, from: hour(from), to: hour(to) });
const END = atMs(22 * 3600);

describe('Lanes of a day', () => {
  test('stand where they were, two sensors of one movement as one', () => {
    const lanes = lanesOf(aDay({ presence: [stretch(12, 18), stretch(6, 13, 'bed')], doors: [{ deviceId: 'door', at: hour(12), open: true }] }), END);
    expect(lanes).toEqual([{ name: 'presence', marks: [{ from: 0.25, to: 0.75 }] }, { name: 'door', marks: [{ from: 0.5, to: 0.5, open: true }] }]);
  });
  test('hold calls and falls together', () => {
    const event = (h: number) => ({ deviceId: 'call', at: hour(h), value: 1, word: '' });
    expect(lanesOf(aDay({ calls: [event(18)], falls: [event(6)] }), END)[0]!.marks.map(({ from }) => from)).toEqual([0.25, 0.75]);
  });
  test('of which nothing is said are none', () => expect(lanesOf(aDay(), END)).toEqual([]));
  test('end now', () => expect(lanesOf(aDay({ bed: [stretch(0, 12)] }), atMs(4 * 3600))[0]!.marks).toEqual([{ from: 0, to: 0.25 }]));
  test('a day of 25 hours is as long as it is', () => expect(elapsed({ from: hour(0), to: hour(25) }, atMs((12.5 - 2) * 3600))).toBeCloseTo(0.5));
});

test('A week goes back over a month', () => expect(daysBefore('2026-03-02', 4)).toEqual(['2026-03-02', '2026-03-01', '2026-02-28', '2026-02-27']));

describe('When she got up', () => {
  test.each([
    ['out of bed after four', aDay({ bed: [stretch(0, 2), stretch(2.5, 7)] }), 12, hour(7)],
    ['still in bed', aDay({ bed: [stretch(0, 6)] }), 6.1, null],
    ['seen first, where no bed tells', aDay({ presence: [stretch(2, 2.1), stretch(7.5, 8)] }), 12, hour(7.5)],
    ['no getting up in the afternoon', aDay({ presence: [stretch(14, 15)] }), 16, null],
    ['not yet', aDay({ presence: [stretch(2, 2.1)] }), 12, null],
  ])('%s', (_, day, now, expected) => expect(upAt(day, Date.parse(hour(now)))).toBe(expected));
});

describe('Where she was last', () => {
  const devices = [{ id: 'motion', name: '厨房' }, { id: 'door', name: '' }];
  test('is what saw her then', () => expect(lastSeenBy(aDay({ presence: [stretch(6, 7)] }), hour(7), devices)).toBe('厨房'));
  test('is not said of another time', () => expect(lastSeenBy(aDay({ presence: [stretch(6, 7)] }), hour(8), devices)).toBeNull());
  test('nor by a device without a name, nor without a sign', () => {
    expect(lastSeenBy(aDay({ doors: [{ deviceId: 'door', at: hour(7), open: true }] }), hour(7), devices)).toBeNull();
    expect(lastSeenBy(aDay(), null, devices)).toBeNull();
  });
});
