import type { Spot } from '../../model/contract';

/** How far an arrow key moves a room: a hundredth of the picture. */
export const NUDGE = 0.01;

/** Fine enough for any screen, and short in a file. */
const STEPS = 1_000;

/** The same rooms with one at another spot, on the picture whatever was meant. */
export function moved(spots: readonly Spot[], placeId: string, x: number, y: number): readonly Spot[] {
  const spot = { placeId, x: share(x), y: share(y) };
  return spots.some((one) => one.placeId === placeId) ? spots.map((one) => (one.placeId === placeId ? spot : one)) : [...spots, spot];
}

/** A spot near the middle on which nobody stands yet. */
export function freeSpot(spots: readonly Spot[]): [number, number] {
  const tries = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9];
  for (const y of tries) for (const x of tries) if (!spots.some((one) => Math.abs(one.x - x) < 0.06 && Math.abs(one.y - y) < 0.06)) return [x, y];
  return [0.5, 0.5];
}

const share = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * STEPS) / STEPS;
