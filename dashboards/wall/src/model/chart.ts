import type { Series } from './contract';

/** What uPlot draws: times in seconds, values, and null where there is nothing. */
export type Drawn = [number[], (number | null)[]];

/** The points, with a hole in every silence that is longer than the device may be silent. */
export function drawnPoints(series: Series): Drawn {
  const times: number[] = [];
  const values: (number | null)[] = [];
  const gapMs = series.gapAfter * 1000;
  let before: number | undefined;
  for (const [ms = 0, value = 0] of series.points) {
    if (before !== undefined && ms - before > gapMs) {
      times.push((before + ms) / 2000);
      values.push(null);
    }
    times.push(ms / 1000);
    values.push(value);
    before = ms;
  }
  return [times, values];
}

/** Yes or no: drawn as steps between two words. */
export function isYesNo(series: Series): boolean {
  return series.points.length > 0 && series.points.every(([, value]) => value === 0 || value === 1) && series.unit === '';
}

/** Values that can be: an axis never goes beyond them, whatever room a curve would like. */
const POSSIBLE: Record<string, readonly [number, number]> = {
  battery: [0, 100], humidity: [0, 100], linkquality: [0, 255], heart_rate: [0, 300], breathing_rate: [0, 100], voltage: [0, Infinity],
};

/** What a person expects to see at least, so that a tenth of a degree is no mountain. */
const USUAL: Record<string, readonly [number, number]> = {
  battery: [0, 100], humidity: [0, 100], linkquality: [0, 255], temperature: [15, 30], heart_rate: [40, 120], breathing_rate: [5, 30],
};

/** Lowest and highest of the axis for values from `min` to `max`, which uPlot gives as null when there are none. */
export function axisRange(channel: string, min: number | null, max: number | null): [number, number] {
  const usual = USUAL[channel];
  const [low, high] = POSSIBLE[channel] ?? [-Infinity, Infinity];
  const [least, most] = [min ?? usual?.[0] ?? 0, max ?? usual?.[1] ?? 1];
  const room = usual ? 0 : Math.max((most - least) * 0.1, Math.abs(most) * 0.05, 0.5);
  // A value that cannot be is still shown: it says that the device is broken.
  return [
    Math.min(least, Math.max(low, Math.min(least - room, usual?.[0] ?? Infinity))),
    Math.max(most, Math.min(high, Math.max(most + room, usual?.[1] ?? -Infinity))),
  ];
}

/** A number of the axis with its unit: `21.5 °C`, `80 %`. */
export function axisLabel(value: number, unit: string | null): string {
  const text = String(Math.round(value * 100) / 100);
  return unit ? `${text} ${unit}` : text;
}
