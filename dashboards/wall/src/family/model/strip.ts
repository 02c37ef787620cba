import type { Day } from './contract';

/** A stretch of a day from 0 to 1; a moment is one without length. */
export interface Mark { from: number; to: number; open?: boolean }
export interface Lane { name: 'presence' | 'bed' | 'door' | 'calls'; marks: Mark[] }

/** The lanes of a day, each with what the elder has agreed to; none where nothing was said all day. A day of a change of the clock has 23 or 25 hours. */
export function lanesOf(day: Day, now: number): Lane[] {
  const [from, to] = [Date.parse(day.from), Date.parse(day.to)];
  const place = (at: string) => Math.min(1, Math.max(0, (Math.min(Date.parse(at), now) - from) / (to - from)));
  const stretches = (list: Day['presence']): Mark[] => joined(list.map((one) => ({ from: place(one.from), to: place(one.to) })));
  const lanes: Lane[] = [
    { name: 'presence', marks: stretches(day.presence) },
    { name: 'bed', marks: stretches(day.bed) },
    { name: 'door', marks: day.doors.map(({ at, open }) => ({ from: place(at), to: place(at), open })) },
    { name: 'calls', marks: [...day.calls, ...day.falls].map(({ at }) => ({ from: place(at), to: place(at) })).sort((one, other) => one.from - other.from) },
  ];
  return lanes.filter(({ marks }) => marks.length > 0);
}

/** Two sensors that see the same are one stretch. */
function joined(marks: Mark[]): Mark[] {
  const done: Mark[] = [];
  for (const mark of [...marks].sort((one, other) => one.from - other.from)) {
    const last = done.at(-1);
    if (last && mark.from <= last.to) last.to = Math.max(last.to, mark.to);
    else done.push({ ...mark });
  }
  return done;
}

/** The part of the day that is over; 1 for one that has passed. */
export const elapsed = (day: Pick<Day, 'from' | 'to'>, now: number) =>
  Math.min(1, Math.max(0, (now - Date.parse(day.from)) / (Date.parse(day.to) - Date.parse(day.from))));

/** The last days, the newest first, like "2026-11-26". */
export function daysBefore(today: string, count: number): string[] {
  const noon = Date.parse(`${today}T12:00:00Z`);
  return Array.from({ length: count }, (_, n) => new Date(noon - n * 86_400_000).toISOString().slice(0, 10));
}
