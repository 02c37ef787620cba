// `npm run load [-- --server ../../src/SmartCare.Server/bin/Release/net10.0/SmartCare.Server.dll] [--open 500] [--presses 500] [--frames 1000]`:
// a real silo with a home of its own, real MQTT, the wall in a real browser. Prints from press to painted row, and how many frames a second a wall under load keeps.
// Build first: `dotnet build src/SmartCare.Server -c Release` (it takes the wall along).

import { parseArgs } from 'node:util';
import mqtt from 'mqtt';
import { chromium } from 'playwright-core';
import { built, signedIn, startSilo } from './silo.mjs';

const { values: options } = parseArgs({ options: {
  server: { type: 'string', default: built('src/SmartCare.Server') },
  open: { type: 'string', default: '500' }, presses: { type: 'string', default: '500' }, frames: { type: 'string', default: '1000' },
  browser: { type: 'string', default: process.env.CHROMIUM ?? '/usr/bin/chromium' },
} });
const [open, presses, frames] = [Number(options.open), Number(options.presses), Number(options.frames)];
/** How long frames are counted. */
const FRAMES_MS = 10_000;
/** More homes than ever ring at once: each is pressed once, so that each press is an alert of its own. */
const homes = Math.max(frames, open + presses) + 10;
const PASSWORD = 'a button of the load test';

const silo = await startSilo(options.server);
const browser = await chromium.launch({ executablePath: options.browser, args: ['--no-sandbox', '--disable-dev-shm-usage', '--autoplay-policy=no-user-gesture-required'] });
try {
  const { http } = silo;
  const admin = await signedIn(http, 'admin');
  await makeHomes(admin);
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${silo.mqtt}`, { username: 'gateway', password: 'demo', protocolVersion: 5 });
  const page = await wall(http);

  for (let n = 0; n < open; n++) await press(client, n);
  await answered(admin, open);
  await page.locator('[data-dense]').first().waitFor();
  const delays = [];
  for (let n = open; n < open + presses; n++) {
    const painted = page.evaluate(paintedRow, `load-${n}`);
    const at = performance.timeOrigin + performance.now();
    await press(client, n);
    delays.push((await painted) - at);
    await answered(admin, 1);
  }
  console.log(`press to painted row, ${presses} presses with ${open} to ${open + presses} open alerts: p50 ${quantile(delays, 0.5)} ms, p99 ${quantile(delays, 0.99)} ms, most ${quantile(delays, 1)} ms`);

  for (let n = open + presses; n < frames; n++) await press(client, n);
  const counted = page.evaluate(countFrames, FRAMES_MS);
  const [first, last] = [homes - 10, homes];
  // Some life meanwhile: a press each second.
  for (let n = first; n < last; n++) await Promise.all([press(client, n), new Promise((wake) => setTimeout(wake, FRAMES_MS / (last - first)))]);
  const { perSecond, longest } = await counted;
  const idle = await blankPage();
  console.log(`${Math.max(frames, open + presses)} open alerts, a press a second: ${perSecond.toFixed(1)} frames/s, longest frame ${longest.toFixed(0)} ms; an empty page in the same browser: ${idle.perSecond.toFixed(1)} frames/s`);
  await client.endAsync();
} finally {
  await browser.close();
  await silo.stop();
}

function makeHomes(admin) {
  const all = [...Array(homes).keys()];
  return admin('POST', '/api/registry/import', {
    version: 1, sites: [],
    places: all.map((n) => ({ id: `load-${n}`, siteId: 'riverside', name: `L${n}`, kind: 'home' })),
    elders: [],
    devices: all.map((n) => ({ id: `press-${n}`, placeId: `load-${n}`, model: 'call', name: 'call', password: PASSWORD })),
  });
}

async function wall(http) {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  await context.request.post(`${http}/api/session`, { data: { user: 'duty', password: 'duty' } });
  const page = await context.newPage();
  await page.goto(http);
  await page.locator('[data-testid="link"][data-link="live"]').waitFor();
  return page;
}

function press(client, n) {
  return client.publishAsync(`smartcare/press-${n}`, '{"action":"emergency"}', { qos: 1 });
}

/** Acknowledges as many as there are, so that the next press stands on top. */
async function answered(admin, wanted) {
  for (let done = 0; done < wanted;) {
    const { items } = await admin('GET', '/api/alerts?state=open&limit=500&newest=true');
    for (const { id } of items.filter(({ state, kind }) => state === 'open' && kind === 'help')) {
      await admin('POST', `/api/alerts/${id}/acknowledge`, {});
      done++;
    }
  }
}

/** In the page: when the row of this place has been painted, by the clock of the machine. */
function paintedRow(place) {
  return new Promise((painted) => {
    const look = () => [...document.querySelectorAll('[data-testid="alert-card"] [data-testid="alert-place"]')].some((one) => one.textContent === place.replace('load-', 'L'));
    const watch = new MutationObserver(() => {
      if (!look()) return;
      watch.disconnect();
      // The frame after the one in which it was drawn begins when that one is on the screen.
      requestAnimationFrame(() => requestAnimationFrame(() => painted(performance.timeOrigin + performance.now())));
    });
    watch.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}

function countFrames(forMs) {
  return new Promise((counted) => {
    const from = performance.now();
    let [frames, before, longest] = [0, from, 0];
    const frame = (now) => {
      frames++;
      longest = Math.max(longest, now - before);
      before = now;
      if (now - from < forMs) requestAnimationFrame(frame);
      else counted({ perSecond: frames / ((now - from) / 1000), longest });
    };
    requestAnimationFrame(frame);
  });
}

async function blankPage() {
  const page = await browser.newPage();
  await page.setContent('<p>nothing</p>');
  return page.evaluate(countFrames, 3_000);
}

function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]);
}
