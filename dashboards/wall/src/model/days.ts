/** The day after, `2026-12-01` for `2026-11-30`. */
export function nextDay(date: string): string {
  const day = new Date(`${date}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

/** The moment at which a day begins on the clock of a zone, as UTC: on the day on which clocks change too. */
export function dayStart(date: string, timeZone: string | undefined): string {
  const wanted = Date.parse(`${date}T00:00:00Z`);
  // The zone's distance from UTC is that of the moment itself: a second look corrects the first across a change of clocks.
  const first = wanted - offsetMs(wanted, timeZone);
  return new Date(wanted - offsetMs(first, timeZone)).toISOString();
}

function offsetMs(at: number, timeZone: string | undefined): number {
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-GB', {
    timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  }).formatToParts(at).map(({ type, value }) => [type, value]));
  return Date.parse(`${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}Z`) - Math.floor(at / 1000) * 1000;
}
