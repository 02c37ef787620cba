/** Ticks for everything that counts. `now` follows the silo's clock, as a wall's own is often wrong. */
class WallClock {
  /** Milliseconds since 1970, as the silo counts them. */
  now = $state(Date.now());
  /** A clock that only goes forward, for the blind watch. */
  mono = $state(performance.now());
  #offsetMs = 0;

  start(): void {
    setInterval(() => this.tick(), 250);
  }

  hear(serverNow: string): void {
    const offset = Date.parse(serverNow) - Date.now();
    if (Number.isFinite(offset)) this.#offsetMs = offset;
    this.tick();
  }

  tick(): void {
    this.now = Date.now() + this.#offsetMs;
    this.mono = performance.now();
  }
}

export const clock = new WallClock();
