import type { Spot } from './contract';

/** Two rooms whose shares differ by less than this stand in one row, or one column. */
const SAME_LINE = 0.02;

/** How far apart the nearest neighbours stand that must not cover one another: as shares of the picture, side by side and one below the other. 1 where there are none. */
export function spacing(spots: readonly Spot[]): { across: number; down: number } {
  let [across, down] = [1, 1];
  for (const [n, a] of spots.entries()) for (const b of spots.slice(n + 1)) {
    const [dx, dy] = [Math.abs(a.x - b.x), Math.abs(a.y - b.y)];
    // Who stands askew need be clear of the other in one direction only: the wider one.
    if (dy <= SAME_LINE || (dx > SAME_LINE && dx >= dy)) across = Math.min(across, Math.max(dx, SAME_LINE));
    else down = Math.min(down, dy);
  }
  return { across, down };
}
