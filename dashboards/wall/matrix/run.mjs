// `npm run matrix [-- --out folder] [--only 1366x768] [--pages only|none] [--port 5190]`: the built wall in a real browser, in every size, language and load that a home may show it in.
// Each cell is measured (measure.mjs) and read by axe; what is wrong is printed, and the exit code is 1. Build first: `npx vite build`.

import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import { answersByKey } from './keyboard.mjs';
import { measure } from './measure.mjs';

const { values: options } = parseArgs({ options: {
  out: { type: 'string' }, only: { type: 'string', default: '' }, port: { type: 'string', default: '5190' },
  pages: { type: 'string', default: 'too' },
  browser: { type: 'string', default: process.env.CHROMIUM ?? '/usr/bin/chromium' },
} });

/** What else a person opens, and as whom: each with its data, and as a light page too where nobody watches a wall. */
const PAGES = [
  { name: 'sign-in', user: null, hash: '', ready: '[data-testid="signin-user"]' },
  { name: 'hand-over', user: 'duty', hash: '#handover', ready: '[data-testid="handover-open"]' },
  { name: 'past', user: 'director', hash: '#past', ready: '[data-testid="past-row"]' },
  ...['people', 'sites', 'sites/sunshine', 'elders', 'elders/elder-101-1', 'devices', 'devices/smoke-101', 'inbox', 'duty', 'policy', 'tokens', 'webhooks', 'hooks', 'transfer', 'audit', 'account']
    .map((page) => ({ name: `admin ${page}`, user: 'admin', hash: `#/admin/${page}`, ready: '.admin main h1' })),
];

/** A zoom of 200 % is half as many CSS pixels, each of two by two. `rows`: open alerts that must be readable without scrolling when there are as many. */
const SIZES = [
  { name: '1920x1080', width: 1920, height: 1080, rows: 20 },
  { name: '1366x768', width: 1366, height: 768, rows: 14 },
  { name: '1280x720', width: 1280, height: 720, rows: 10 },
  { name: '1024x768', width: 1024, height: 768, rows: 8 },
  { name: '390x844', width: 390, height: 844 },
  { name: '1280x720@200%', width: 640, height: 360, scale: 2 },
];
const LANGUAGES = ['zh', 'en'];
const ALERTS = [0, 1, 7, 44];
const SILENT = [0, 377];
/** What lies open over the wall under load, or takes its place. */
const OVER = {
  dialog: { root: '[data-testid="resolve-dialog"]', open: (page) => page.locator('[data-testid="resolve"]').first().click() },
  room: { root: '[data-testid="room-drawer"]', open: (page) => page.locator('[data-testid="room-tile"]').first().click() },
  incident: { root: '[data-testid="incident-drawer"]', open: (page) => page.locator('[data-testid="incident"]').first().click() },
  alert: { root: '[data-testid="alert-drawer"]', open: (page) => page.locator('[data-testid="details"]').first().click() },
  settings: { root: '[data-testid="settings"]', open: (page) => page.locator('[data-testid="settings-open"]').first().click() },
  plan: { root: 'body', open: (page) => page.locator('[data-testid="show-plan"]').click(), ready: '[data-testid="floor-map"]' },
  light: { root: 'body', open: (page) => page.evaluate(() => { document.documentElement.dataset.theme = 'light'; }) },
  kiosk: { root: 'body', open: (page) => page.evaluate(() => localStorage.setItem('smartcare.kiosk', 'on')).then(() => page.reload()), ready: '[data-testid="kiosk-exit"]' },
  folds: { root: '[data-testid="silent-list"]', open: (page) => page.locator('[data-testid="silent-fold"] summary').first().click() },
};
const AXE = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] };

const base = `http://127.0.0.1:${options.port}`;
const sizes = SIZES.filter(({ name }) => name.includes(options.only));
if (options.out) mkdirSync(options.out, { recursive: true });

const mock = spawn(process.execPath, [fileURLToPath(new URL('../mock/server.mjs', import.meta.url))], { env: { ...process.env, PORT: options.port }, stdio: ['ignore', 'pipe', 'inherit'] });
await new Promise((up, refused) => {
  mock.stdout.once('data', up);
  mock.once('exit', () => refused(new Error(`the mock did not start; is port ${options.port} taken?`)));
});
await fetch(`${base}/mock/plan`, { method: 'POST' });
const browser = await chromium.launch({ executablePath: options.browser, args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'] });

let cells = 0;
let found = 0;
function report(cell, findings) {
  cells++;
  found += findings.length;
  if (findings.length > 0) console.log(`${cell}: ${findings.length} · ${findings.slice(0, 4).join(' · ')}${findings.length > 4 ? ' · …' : ''}`);
}

try {
  for (const scale of [1, 2]) {
    const here = sizes.filter((size) => (size.scale ?? 1) === scale);
    if (here.length === 0) continue;
    for (const lang of LANGUAGES) {
      if (options.pages !== 'only') await withPage(scale, lang, 'duty', (page) => everyLoad(page, lang, here));
      if (options.pages !== 'none') for (const one of PAGES) await withPage(scale, lang, one.user, (page) => onePage(page, lang, one, here));
    }
  }
} finally {
  await browser.close();
  mock.kill();
}
console.log(`${cells} cells, ${found} findings`);
process.exitCode = found > 0 ? 1 : 0;

async function withPage(scale, lang, user, look) {
  const context = await browser.newContext({ deviceScaleFactor: scale, reducedMotion: 'reduce' });
  await context.addInitScript((chosen) => localStorage.setItem('smartcare.language', chosen), lang);
  const page = await context.newPage();
  page.on('pageerror', (failure) => report(`${lang} script`, [failure.message]));
  if (user !== null) await context.request.post(`${base}/api/session`, { data: { user, password: user } });
  await look(page);
  await context.close();
}

async function everyLoad(page, lang, here) {
  for (const alerts of ALERTS) for (const silent of SILENT) {
    await page.request.post(`${base}/mock/scene?alerts=${alerts}&silent=${silent}`);
    await page.setViewportSize(here[0]);
    await page.goto(base);
    await page.locator(alerts > 0 ? '[data-testid="alert-card"]' : '.calm').first().waitFor();
    await page.locator('[data-testid="room-tile"]').first().waitFor();
    await page.locator('[data-testid="link"][data-link="live"]').waitFor();
    if (alerts >= 7 && silent > 0) await page.locator('[data-testid="incident"]').nth(1).waitFor();
    for (const size of here) await look(page, size, `${size.name} ${lang} alerts=${alerts} silent=${silent}`, alerts);
  }
  for (const [name, { root, open, ready }] of Object.entries(OVER)) {
    for (const size of here) {
      await page.setViewportSize(size);
      await page.goto(base);
      await page.locator('[data-testid="incident"]').nth(1).waitFor();
      await open(page);
      await page.locator(ready ?? root).waitFor();
      await look(page, size, `${size.name} ${lang} ${name}`, 0, root);
      await page.evaluate(() => ['kiosk', 'plan'].forEach((key) => localStorage.removeItem(`smartcare.${key}`)));
    }
  }
  if (here[0].scale === undefined) {
    await page.setViewportSize(here[0]);
    for (const [name, findings] of Object.entries(await answersByKey(page, base))) report(`${here[0].name} ${lang} ${name}`, findings);
  }
}

async function onePage(page, lang, { name, hash, ready }, here) {
  await page.request.post(`${base}/mock/scene?alerts=7&silent=5&closed=40`);
  for (const size of here) {
    await page.setViewportSize(size);
    // Another address, or the page would only turn to another part of itself.
    await page.goto(`${base}/?${size.name}${hash}`);
    await page.locator(ready).first().waitFor();
    await page.waitForLoadState('networkidle');
    await look(page, size, `${size.name} ${lang} ${name}`, 0);
  }
}

async function look(page, size, cell, alerts, root) {
  await page.setViewportSize(size);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  const { findings, whole } = await page.evaluate(measure, root);
  if (size.rows !== undefined && whole < Math.min(alerts, size.rows)) findings.push(`only ${whole} alerts can be read without scrolling, ${Math.min(alerts, size.rows)} are wanted`);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate((wanted) => globalThis.axe.run(document, wanted), AXE);
  for (const { id, impact, nodes } of violations) if (impact === 'serious' || impact === 'critical') findings.push(`axe ${impact} ${id} ×${nodes.length}: ${nodes[0].target.join(' ')}`);
  if (options.out) await page.screenshot({ path: join(options.out, `${cell.replace(/[^\w.@%=-]+/g, '_')}.png`) });
  report(cell, findings);
}
