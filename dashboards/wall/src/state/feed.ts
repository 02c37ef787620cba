import { api, ApiError } from '../api';
import { openHub } from '../hub';
import { EMPTY_STORE, mergeSnapshot } from '../model/alertStore';
import type { Alert, Floor } from '../model/contract';
import { touchesIncident } from '../model/incidents';
import { DEVICE_POLL_MS, FIRST_BEAT_WAIT_MS, INCIDENT_POLL_MS, INCIDENT_SETTLE_MS, PAGES_MAX, REGISTRY_POLL_MS } from '../model/limits';
import { retryDelayMs } from '../model/retry';
import { clock } from './clock.svelte';
import { wall } from './wall.svelte';

/** Keeps the wall fed while somebody is signed in. Returns how to stop. */
export function startFeed(): () => void {
  let stopped = false;
  /** Counts lines: work begun for an older line must not touch the wall any more. */
  let line = 0;
  /** All changes up to here have come by the list or by the hub. Answers to our own actions do not move it. */
  let cursor = 0;
  /** Seq of the newest beat on this line, 0 before the first. */
  let beatSeq = 0;
  let wakeFirstBeat: () => void = () => undefined;
  /** Counts questions for incidents: an older answer must not cover a newer one. */
  let asked = 0;
  let askingSoon: ReturnType<typeof setTimeout> | undefined;

  const hub = openHub({
    alert(alert) {
      cursor = Math.max(cursor, alert.seq);
      wall.take(alert);
      if (touchesIncident(alert)) askSoon();
    },
    beat(beat) {
      beatSeq = wall.seq = beat.seq;
      wall.lastBeatMs = performance.now();
      wall.health = beat.health;
      clock.hear(beat.now);
      wakeFirstBeat();
    },
    up() {
      beatSeq = 0;
      void sync(++line);
    },
    down() {
      line++;
      wall.link = 'down';
    },
    unauthorized: () => wall.leave(true),
  });

  /** Catch up on a new line: repeated until it has worked or the line is gone. */
  async function sync(mine: number): Promise<void> {
    for (let tries = 0; !stopped && mine === line; tries++) {
      try {
        // A wall that was away hears every change it missed, in order; one that knows nothing starts from the list.
        if (cursor > 0) await resume();
        else await firstBeat();
        const { listed, baseline } = await listOpen(beatSeq);
        if (stopped || mine !== line) return;
        wall.tell(mergeSnapshot(wall.told, listed, baseline));
        wall.loaded = true;
        if (cursor === 0) {
          cursor = baseline;
          await resume();
        }
        if (mine === line) wall.link = 'live';
        return;
      } catch (failure) {
        wall.refused(failure);
        await pause(retryDelayMs(tries));
      }
    }
  }

  async function resume(): Promise<void> {
    const { seq } = await hub.resume(cursor);
    if (seq >= cursor) return;
    // The silo counts from lower than we have seen: another database. What we hold is of no use.
    wall.tell(EMPTY_STORE);
    cursor = 0;
    await hub.resume(0);
  }

  function firstBeat(): Promise<void> {
    if (beatSeq > 0) return Promise.resolve();
    return new Promise((resolve) => {
      wakeFirstBeat = resolve;
      setTimeout(resolve, FIRST_BEAT_WAIT_MS);
    });
  }

  // The page fills before the line stands, and if the hub is out of reach it still shows what HTTP tells.
  void listOpen(0).then(({ listed }) => {
    if (stopped || wall.loaded) return;
    wall.tell(mergeSnapshot(wall.told, listed, 0));
    wall.loaded = true;
  }, (failure: unknown) => wall.refused(failure));

  wall.reread = () => readRegistry().then(readDevices).catch((failure: unknown) => wall.refused(failure));
  void repeat(REGISTRY_POLL_MS, readRegistry);
  void repeat(DEVICE_POLL_MS, readDevices);
  void repeat(INCIDENT_POLL_MS, readIncidents);

  async function repeat(everyMs: number, work: () => Promise<void>): Promise<void> {
    for (let failures = 0; !stopped;) {
      try {
        await work();
        failures = 0;
      } catch (failure) {
        wall.refused(failure);
        failures++;
      }
      await pause(failures > 0 ? Math.min(everyMs, retryDelayMs(failures + 2)) : everyMs);
    }
  }

  async function readRegistry(): Promise<void> {
    // In the order of the session: the site that a person is first of all responsible for stands on top.
    const order = wall.session?.sites ?? [];
    const rank = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
    const found = await Promise.all((await permitted(api.sites())).map(async (site) => ({ site, places: await permitted(api.places(site.id)) })));
    // Who is responsible for all of them sees the largest first.
    found.sort((a, b) => rank(a.site.id) - rank(b.site.id) || b.places.length - a.places.length);
    const sites = found.map(({ site }) => site);
    const places = found.flatMap((one) => one.places);
    const elders = (await Promise.all(sites.map((site) => permitted(api.elders(site.id))))).flat();
    const colleagues = wall.staff ? await permitted(api.colleagues()) : [];
    const floors = wall.staff ? new Map(await Promise.all(sites.map(async ({ id }) => [id, await permitted(api.floors(id))] as const))) : new Map<string, Floor[]>();
    if (stopped) return;
    const first = wall.sites.length === 0;
    [wall.sites, wall.places, wall.elders, wall.colleagues, wall.floors] = [sites, places, elders, colleagues, floors];
    wall.registryRead = true;
    if (first) await Promise.all([readDevices(), readIncidents()]);
  }

  async function readDevices(): Promise<void> {
    const lists = [];
    for (const site of wall.sites) lists.push(await permitted(api.devices(site.id)));
    if (!stopped) wall.devices = lists.flat();
  }

  async function readIncidents(): Promise<void> {
    if (!wall.staff) return;
    const mine = ++asked;
    const lists = await Promise.all(wall.sites.map(async ({ id }) => (await permitted(api.incidents(id))).map((incident) => ({ ...incident, siteId: id }))));
    if (!stopped && mine === asked) wall.incidents = lists.flat();
  }

  function askSoon(): void {
    askingSoon ??= setTimeout(() => {
      askingSoon = undefined;
      readIncidents().catch((failure: unknown) => wall.refused(failure));
    }, INCIDENT_SETTLE_MS);
  }

  return () => {
    stopped = true;
    clearTimeout(askingSoon);
    void hub.stop();
  };
}

/**
 * Every open alert, those that are resolved and go on, and the seq from which the hub must go on. The first page is one moment's truth, so everything up to
 * its last seq is known; a beat heard before asking says the same. Later pages may not raise it: what was resolved while
 * we turned the pages is found only by resuming from the first.
 */
async function listOpen(beatSeqBefore: number): Promise<{ listed: Alert[]; baseline: number }> {
  const first = await api.openAlertsPage(null);
  const listed = [...first.items];
  const baseline = listed.reduce((max, alert) => Math.max(max, alert.seq), beatSeqBefore);
  let next = first.next;
  for (let n = 1; next !== null && next !== undefined && n < PAGES_MAX; n++) {
    const more = await api.openAlertsPage(next);
    if (more.items.length === 0) break;
    listed.push(...more.items);
    next = more.next;
  }
  listed.push(...await api.stillAlerts());
  return { listed, baseline };
}

/** A person may not read every list; what is forbidden, or does not exist to them, is simply not shown. */
async function permitted<T>(list: Promise<T[]>): Promise<T[]> {
  try {
    return await list;
  } catch (failure) {
    if (failure instanceof ApiError && (failure.status === 403 || failure.status === 404)) return [];
    throw failure;
  }
}

const pause = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms));
