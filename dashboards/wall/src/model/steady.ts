import { STEADY_DISTANCE_PX, STEADY_MS } from './limits';

/**
 * Cards move when a new alert comes, and buttons change when somebody answers. A press at the spot where the pointer
 * already rested, right after such a change, was meant for what lay there before: the second half of a double click must
 * not say "arrived", and a card that slides under the hand must not be acknowledged.
 */
export class Steady {
  #pointer = { x: -Infinity, y: -Infinity };
  #restedAt = { x: -Infinity, y: -Infinity };
  #changedMs = -Infinity;
  #focusMovedMs = -Infinity;

  pointerAt(x: number, y: number): void {
    this.#pointer = { x, y };
  }

  changed(nowMs: number): void {
    this.#changedMs = nowMs;
    this.#restedAt = this.#pointer;
  }

  allows(x: number, y: number, nowMs: number): boolean {
    const near = Math.hypot(x - this.#restedAt.x, y - this.#restedAt.y) <= STEADY_DISTANCE_PX;
    return !near || nowMs - this.#changedMs > STEADY_MS;
  }

  /** The focus went on by itself after an answer. */
  focusMoved(nowMs: number): void {
    this.#focusMovedMs = nowMs;
  }

  /** The second of two quick Enters was meant for the alert that the first one answered. */
  allowsKey(nowMs: number): boolean {
    return nowMs - this.#focusMovedMs > STEADY_MS;
  }
}
