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

const share = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * STEPS) / STEPS;
