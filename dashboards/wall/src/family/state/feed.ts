import { openHub } from '../../hub';
import { ApiError } from '../../http';
import { FIRST_BEAT_WAIT_MS } from '../../model/limits';
import { retryDelayMs } from '../../model/retry';
import { clock } from '../../state/clock.svelte';
import { wall } from '../../state/wall.svelte';
import { familyApi } from '../api';
import { ENDED_MAX, READ_EVERY_MS } from '../model/limits';
import { family } from './family.svelte';

/** Keeps the page fed while a relative is signed in. Returns how to stop. */
export function startFamilyFeed(): () => void {
  let stopped = false;
  /** Counts lines: work begun for an older line must not touch the page any more. */
  let line = 0;
  /** The newest seq by the newest beat on this line; null before the first. */
  let beatSeq: number | null = null;
  let wakeFirstBeat: () => void = () => undefined;

  const hub = openHub({
    alert: (alert) => family.take(alert),
    beat(beat) {
      beatSeq = beat.seq;
      wall.lastBeatMs = performance.now();
      wall.health = beat.health;
      clock.hear(beat.now);
      wakeFirstBeat();
    },
    up() {
      beatSeq = null;
      void sync(++line);
    },
    down() {
      line++;
    },
    unauthorized: () => wall.leave(true),
  });

  /** On each new line the list of what is open, then every change after it: repeated until it has worked or the line is gone. */
  async function sync(mine: number): Promise<void> {
    for (let tries = 0; !stopped && mine === line; tries++) {
      try {
        await firstBeat();
        const baseline = beatSeq;
        if (baseline === null) continue;
        const open = await familyApi.open();
        if (stopped || mine !== line) return;
        open.forEach((alert) => family.take(alert));
        const gone = [...family.alerts.values()].filter((held) => held.state !== 'resolved' && held.seq <= baseline && !open.some(({ id }) => id === held.id));
        // Over while we were away: how it ended is the end of its story.
        for (const { id } of gone) family.take(await familyApi.alert(id));
        await hub.resume(baseline);
        family.loaded = true;
        return;
      } catch (failure) {
        wall.refused(failure);
        await pause(retryDelayMs(tries));
      }
    }
  }

  function firstBeat(): Promise<void> {
    if (beatSeq !== null) return Promise.resolve();
    return new Promise((resolve) => {
      wakeFirstBeat = resolve;
      setTimeout(resolve, FIRST_BEAT_WAIT_MS);
    });
  }

  async function readElders(): Promise<void> {
    for (const id of wall.session?.elders ?? []) {
      try {
        family.keep(await familyApi.elder(id));
      } catch (failure) {
        // An elder who is registered no more; the others are.
        if (!(failure instanceof ApiError && failure.status === 404)) throw failure;
      }
    }
    if (family.devices.length === 0) family.devices = (await Promise.all((wall.session?.sites ?? []).map((site) => familyApi.devices(site)))).flat();
  }

  /** What ended today, before this page was opened. */
  async function readEnded(): Promise<void> {
    for (const id of wall.session?.elders ?? []) {
      const { alerts } = await familyApi.day(id, null);
      const over = alerts.filter(({ state, id }) => state === 'resolved' && !family.alerts.has(id)).slice(-ENDED_MAX);
      for (const { id } of over) family.take(await familyApi.alert(id));
    }
  }

  async function repeat(everyMs: number, work: () => Promise<void>, once = false): Promise<void> {
    for (let failures = 0; !stopped;) {
      try {
        await work();
        if (once) return;
        failures = 0;
      } catch (failure) {
        wall.refused(failure);
        failures++;
      }
      await pause(failures > 0 ? retryDelayMs(failures + 2) : everyMs);
    }
  }

  const pause = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms));

  void repeat(READ_EVERY_MS, readElders);
  void repeat(0, readEnded, true);
  return () => {
    stopped = true;
    line++;
    void hub.stop();
    family.forget();
  };
}
