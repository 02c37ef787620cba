import { expect, test } from 'vitest';
import { moved } from '../src/admin/model/spots';
import { dayStart, nextDay } from '../src/model/days';
import { spacing } from '../src/model/plan';
import { volumeOf } from '../src/model/tones';

const spot = (placeId: string, x: number, y: number) => ({ placeId, x, y });

test.each([
  ['nobody', [], 1, 1],
  ['two doors of a corridor', [spot('1', 0.1, 0.2), spot('2', 0.2, 0.2)], 0.1, 1],
  ['two sides of a corridor', [spot('1', 0.1, 0.2), spot('2', 0.1, 0.8)], 1, 0.6],
  ['a corner', [spot('1', 0.1, 0.2), spot('2', 0.4, 0.3)], 0.3, 1],
  ['one upon the other, which no size would mend', [spot('1', 0.5, 0.5), spot('2', 0.5, 0.5)], 0.02, 1],
])('Rooms keep clear of their neighbours: %s', (_, spots, across, down) => {
  const apart = spacing(spots);
  expect([apart.across, apart.down].map((share) => Math.round(share * 1000) / 1000)).toEqual([across, down]);
});

test('A room is never dragged off the picture, and stands on it once', () => {
  const one = moved([], '101', 1.4, -0.2);
  expect(one).toEqual([spot('101', 1, 0)]);
  expect(moved([...one, spot('102', 0.5, 0.5)], '101', 0.12345, 0.5)).toEqual([spot('101', 0.123, 0.5), spot('102', 0.5, 0.5)]);
});

test.each([
  ['2026-11-26', 'Asia/Shanghai', '2026-11-25T16:00:00.000Z'],
  ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
  ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
  ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
])('%s begins in %s at %s', (date, zone, at) => expect(dayStart(date, zone)).toBe(at));

test.each([['2026-11-30', '2026-12-01'], ['2028-02-28', '2028-02-29'], ['2026-12-31', '2027-01-01']])('after %s comes %s', (date, next) => expect(nextDay(date)).toBe(next));

test.each([[null, 1], ['', 0.3], ['0', 0.3], ['0.5', 0.5], ['7', 1], ['loud', 1]])('A volume of %s is %d: never nothing', (text, volume) => expect(volumeOf(text)).toBe(volume));
