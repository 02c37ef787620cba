const UNITS = [['days', 86_400], ['h', 3_600], ['min', 60], ['s', 1]] as const;

/** Seconds in the largest units: 5400 is one hour and thirty minutes. */
export function durationOf(seconds: number): { n: number; unit: (typeof UNITS)[number][0] }[] {
  const parts: { n: number; unit: (typeof UNITS)[number][0] }[] = [];
  let left = seconds;
  for (const [unit, size] of UNITS) {
    const n = unit === 's' ? left : Math.floor(left / size);
    if (n > 0) parts.push({ n, unit });
    left -= n * size;
  }
  return parts.length === 0 ? [{ n: 0, unit: 's' }] : parts;
}
