import { describe, expect, test } from 'vitest';
import type { Shift } from '../src/admin/model/contract';
import { blocksOf, lengthOf, moved, resized, timeOf, withoutDay } from '../src/admin/duty/week';

const shift = (from: string, to: string, days: Shift['days'] = []): Shift => ({ name: 'a', from: `${from}:00`, to: `${to}:00`, days, people: [] });
const shown = (...shifts: Shift[]) => blocksOf(shifts).map((block) => `${block.day} ${timeOf(block.from).slice(0, 5)} ${block.to} ${block.head ? 'head' : 'tail'} ${block.lane}/${block.lanes}`);

describe('A week', () => {
  test('shows a day shift on its days', () => expect(shown(shift('08:00', '20:00', ['monday', 'sunday']))).toEqual(['0 08:00 1200 head 0/1', '6 08:00 1200 head 0/1']));
  test('cuts a night at midnight, that of Sunday into Monday', () =>
    expect(shown(shift('20:00', '08:00', ['sunday']))).toEqual(['0 00:00 480 tail 0/1', '6 20:00 1440 head 0/1']));
  test('shows a shift of no days on every day', () => expect(shown(shift('08:00', '20:00'))).toHaveLength(7));
  test('gives a shift that ends where it begins the whole day', () => expect(lengthOf(shift('08:00', '08:00'))).toBe(1440));
  test('does not give a shift that ends at midnight a piece of the next day', () => expect(shown(shift('16:00', '00:00', ['monday']))).toEqual(['0 16:00 1440 head 0/1']));
  test('puts shifts that overlap side by side', () =>
    expect(shown(shift('08:00', '16:00', ['monday']), shift('12:00', '20:00', ['monday']), shift('16:00', '22:00', ['monday']))).toEqual(['0 08:00 960 head 0/2', '0 12:00 1200 head 1/2', '0 16:00 1320 head 0/2']));
  test('gives all of the width to what overlaps nothing', () =>
    expect(shown(shift('00:00', '06:00', ['monday']), shift('08:00', '16:00', ['monday']), shift('12:00', '20:00', ['monday']))).toEqual(['0 00:00 360 head 0/1', '0 08:00 960 head 0/2', '0 12:00 1200 head 1/2']));
});

describe('A shift', () => {
  test('moves as a whole and keeps its length over midnight', () => expect(moved(shift('20:00', '08:00'), 0, 0, 30)).toMatchObject({ from: '20:30:00', to: '08:30:00', days: [] }));
  test('does not leave its day by moving', () => expect(moved(shift('00:00', '06:00'), 0, 0, -30)).toMatchObject({ from: '00:00:00', to: '06:00:00' }));
  test('takes one of its days to another', () => expect(moved(shift('08:00', '20:00', ['monday', 'friday']), 4, 1, 0).days).toEqual(['monday', 'saturday']));
  test('goes round the week', () => expect(moved(shift('08:00', '20:00', ['sunday']), 6, 1, 0).days).toEqual(['monday']));
  test('stays where it is when the other day has it already', () => expect(moved(shift('08:00', '20:00', ['monday', 'tuesday']), 0, 1, 0).days).toEqual(['monday', 'tuesday']));
  test('lasts half an hour at least and a day at most', () => {
    expect(resized(shift('08:00', '09:00'), -120)).toMatchObject({ to: '08:30:00' });
    expect(lengthOf(resized(shift('08:00', '20:00'), 2000))).toBe(1440);
  });
  test('can be taken off a day, and off its last', () => {
    expect(withoutDay(shift('08:00', '20:00'), 0)?.days).toHaveLength(6);
    expect(withoutDay(shift('08:00', '20:00', ['monday']), 0)).toBeNull();
  });
});
