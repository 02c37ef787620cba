import { WEEKDAYS, type Shift, type Weekday } from '../model/contract';
import { SHIFT_STEP_MIN } from '../model/limits';

// Shifts as a week shows them. Times of day are "HH:mm:ss" by the site's clock; a shift that ends at or before its begin ends on the next day.

export const DAY_MIN = 1440;

/** A piece of a shift on one day: `head` is where it begins; `begins`: on which day (0 is Monday). */
export interface Block { shift: number; day: number; begins: number; from: number; to: number; head: boolean; lane: number; lanes: number }

export const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
export const timeOf = (minutes: number) => `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}:00`;
const two = (n: number) => String(n).padStart(2, '0');

export const lengthOf = (shift: Shift) => (minutesOf(shift.to) - minutesOf(shift.from) + DAY_MIN) % DAY_MIN || DAY_MIN;
/** None is every day. */
export const daysOf = (shift: Shift): readonly Weekday[] => (shift.days.length === 0 ? WEEKDAYS : shift.days);

/** What each day shows, side by side where shifts overlap. */
export function blocksOf(shifts: readonly Shift[]): Block[] {
  const blocks = shifts.flatMap((shift, n) => daysOf(shift).flatMap((day) => piecesOf(shift, n, WEEKDAYS.indexOf(day))));
  return WEEKDAYS.flatMap((_, day) => laid(blocks.filter((block) => block.day === day)));
}

function piecesOf(shift: Shift, n: number, day: number): Block[] {
  const from = minutesOf(shift.from);
  const to = from + lengthOf(shift);
  const head: Block = { shift: n, day, begins: day, from, to: Math.min(to, DAY_MIN), head: true, lane: 0, lanes: 1 };
  return to <= DAY_MIN ? [head] : [head, { ...head, day: (day + 1) % 7, from: 0, to: to - DAY_MIN, head: false }];
}

/** Blocks that overlap, one with the next, share the width; what touches nobody has all of it. */
function laid(blocks: Block[]): Block[] {
  const clusters: Block[][] = [];
  let end = 0;
  for (const block of [...blocks].sort((a, b) => a.from - b.from)) {
    if (clusters.length === 0 || block.from >= end) clusters.push([]);
    clusters.at(-1)!.push(block);
    end = Math.max(clusters.at(-1)!.length === 1 ? 0 : end, block.to);
  }
  return clusters.flatMap(inLanes);
}

function inLanes(cluster: Block[]): Block[] {
  const ends: number[] = [];
  const placed = cluster.map((block) => {
    const free = ends.findIndex((end) => end <= block.from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = block.to;
    return { ...block, lane };
  });
  return placed.map((block) => ({ ...block, lanes: ends.length }));
}

/** The whole shift later or earlier, within its day; and this day's to another day. */
export function moved(shift: Shift, day: number, days: number, minutes: number): Shift {
  const from = Math.min(Math.max(minutesOf(shift.from) + minutes, 0), DAY_MIN - SHIFT_STEP_MIN);
  const there = WEEKDAYS[(day + days + 7) % 7]!;
  const on = new Set(daysOf(shift));
  if (days !== 0 && on.has(there)) return shift;
  if (days !== 0) on.delete(WEEKDAYS[day]!);
  on.add(there);
  return { ...shift, from: timeOf(from), to: timeOf((from + lengthOf(shift)) % DAY_MIN), days: days === 0 ? shift.days : WEEKDAYS.filter((one) => on.has(one)) };
}

/** Its end later or earlier: half an hour at least, a day at most. */
export function resized(shift: Shift, minutes: number): Shift {
  const length = Math.min(Math.max(lengthOf(shift) + minutes, SHIFT_STEP_MIN), DAY_MIN);
  return { ...shift, to: timeOf((minutesOf(shift.from) + length) % DAY_MIN) };
}

/** Without this day; null when none is left. */
export function withoutDay(shift: Shift, day: number): Shift | null {
  const days = daysOf(shift).filter((one) => one !== WEEKDAYS[day]);
  return days.length === 0 ? null : { ...shift, days };
}

export const stepped = (minutes: number) => Math.round(minutes / SHIFT_STEP_MIN) * SHIFT_STEP_MIN;
