// `npm run screens [-- --out ../../docs/screens]`: the pictures of the documentation, from a real silo with the simulator's life in it.
// Build first: `dotnet build src/SmartCare.Server -c Release && dotnet build simulators/SmartCare.Simulator -c Release`.

import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import mqtt from 'mqtt';
import { chromium } from 'playwright-core';
import { built, signedIn, startSilo } from './silo.mjs';

const { values: options } = parseArgs({ options: {
  out: { type: 'string', default: fileURLToPath(new URL('../../../docs/screens', import.meta.url)) }, browser: { type: 'string', default: process.env.CHROMIUM ?? '/usr/bin/chromium' },
} });
mkdirSync(options.out, { recursive: true });
/** The simulator's devices speak within a minute; a wall of green is worth the wait. */
const LIFE_MS = 45_000;
const WALL = { width: 1920, height: 1080 };
const PHONE = { width: 390, height: 844 };

const silo = await startSilo();
const life = spawn('dotnet', [built('simulators/SmartCare.Simulator'), 'home', '--plain', '--port', `${silo.mqtt}`], { stdio: 'ignore' });
const browser = await chromium.launch({ executablePath: options.browser, args: ['--no-sandbox', '--disable-dev-shm-usage', '--autoplay-policy=no-user-gesture-required'] });
try {
  const director = await signedIn(silo.http, 'director');
  const duty = await signedIn(silo.http, 'duty');
  const say = await mqtt.connectAsync(`mqtt://127.0.0.1:${silo.mqtt}`, { username: 'gateway', password: 'demo', protocolVersion: 5 });
  const press = (device, said) => say.publishAsync(`smartcare/${device}`, JSON.stringify(said), { qos: 1 });
  await (await signedIn(silo.http, 'admin'))('PUT', '/api/sites/sunshine', { phone: '+86 10 5550 0101' });
  await director('PUT', '/api/elders/elder-101-1', { consent: ['day', 'vitals'], contacts: { mode: 'order', people: [
    { name: '王芳', relation: '女儿', channels: [{ kind: 'push', address: 'family' }] }, { name: '王强', relation: '儿子', channels: [{ kind: 'sms', address: '13800000001' }] } ] } });
  await new Promise((wake) => setTimeout(wake, LIFE_MS));

  const wall = await open('duty', WALL);
  await shot(wall, 'calm');
  const telephone = await open('family', PHONE, '/family');
  await telephone.locator('[data-testid="family"]').waitFor();
  await shot(telephone, 'family-calm');
  await drawFloor(director, wall);

  await press('smoke-203', { smoke: true, temperature: 61 });
  await press('call-101-1', { action: 'emergency' });
  await wall.locator('[data-testid="alert-card"]').nth(1).waitFor();
  await shot(wall, 'fire');
  const call = (await duty('GET', '/api/alerts?state=open')).items.find(({ kind }) => kind === 'help').id;
  await duty('POST', `/api/alerts/${call}/acknowledge`, {});
  await duty('POST', `/api/alerts/${call}/arrive`, {});
  await telephone.locator('[data-testid="story"][data-state="arrived"]').waitFor();
  await shot(telephone, 'family-story');
  await wall.reload();
  await wall.locator('[data-testid="show-plan"]').click();
  await wall.locator('[data-testid="floor-map"] img').waitFor();
  await shot(wall, 'floor-plan');
  await wall.locator('[data-testid="details"]').first().click();
  await wall.locator('[data-testid="alert-drawer"]').waitFor();
  await shot(wall, 'details');
  await wall.locator('[data-testid="drawer-close"]').click();
  await wall.locator('[data-testid="show-grid"]').click();

  for (let n = 0; n < 40; n++) await press(n % 5 === 4 ? `smoke-${301 + n % 20}` : `call-${201 + n % 20}-${1 + (n >= 20 ? 1 : 0)}`, n % 5 === 4 ? { smoke: true } : { action: 'emergency' });
  await wall.locator('[data-dense]').nth(12).waitFor();
  await shot(wall, 'forty-alerts');
  await wall.evaluate(() => { document.documentElement.dataset.theme = 'light'; });
  await shot(wall, 'light');
  await wall.evaluate(() => { document.documentElement.dataset.theme = 'dark'; });

  for (const { id, kind } of (await duty('GET', '/api/alerts?state=open&limit=500')).items.slice(0, 25))
    if (kind === 'help') await duty('POST', `/api/alerts/${id}/resolve`, { outcome: 'real', note: '已扶起，无外伤' });
  const page = await open('director', { width: 1366, height: 768 }, '/#past');
  await page.locator('[data-testid="past-row"] button').first().click();
  await page.locator('[data-testid="reviews"]').waitFor();
  await shot(page, 'past-alerts');
  await page.goto(`${silo.http}/#figures`);
  await page.locator('[data-testid="figures-kinds"]').waitFor();
  await shot(page, 'director', true);
  await pictureDistrict();

  silo.pause();
  await wall.locator('[data-testid="blind-banner"]').waitFor();
  await shot(wall, 'blind');
  await say.endAsync(true);
} finally {
  await browser.close();
  life.kill('SIGTERM');
  await silo.stop();
}

async function open(user, viewport, path = '/', password = user) {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  await context.request.post(`${silo.http}/api/session`, { data: { user, password } });
  const page = await context.newPage();
  await page.goto(silo.http + path);
  if (path === '/') await page.locator('[data-testid="link"][data-link="live"]').waitFor();
  return page;
}

/** A moment more than the last change takes to be drawn. */
async function shot(page, name, fullPage = false) {
  await page.evaluate(() => new Promise((drawn) => setTimeout(drawn, 400)));
  await page.screenshot({ path: join(options.out, `${name}.png`), fullPage });
  console.log(`${name}.png`);
}

/** Two streets of a district, a request that waits, and who looks down on them. */
async function pictureDistrict() {
  const password = 'an evening by the river';
  const admin = await signedIn(silo.http, 'admin');
  for (const [id, kind, name, nameEn, parentId] of [['chaoyang', 'district', '朝阳区', 'Chaoyang', null], ['sunny', 'street', '阳光街道', 'Sunny Street', 'chaoyang'], ['bank', 'street', '河畔街道', 'Riverside Street', 'chaoyang']])
    await admin('PUT', `/api/levels/${id}`, { kind, name, nameEn, parentId });
  await admin('PUT', '/api/sites/sunshine', { levelId: 'sunny' });
  await admin('PUT', '/api/sites/riverside', { levelId: 'bank' });
  await admin('PUT', '/api/people/official', { name: '李科员', role: 'officer', levelId: 'chaoyang', password, mustChangePassword: false });
  const page = await open('official', { width: 1366, height: 768 }, '/district', password);
  await page.locator('[data-testid="level-name"]').waitFor();
  await shot(page, 'district', true);
}

/** A corridor with ten doors on either side, drawn by the browser itself. */
async function drawFloor(director, page) {
  const picture = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 1500, height: 640 });
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, 1500, 640);
    Object.assign(pen, { strokeStyle: '#445', lineWidth: 5 });
    for (let n = 0; n < 10; n++) for (const y of [15, 395]) pen.strokeRect(15 + n * 147, y, 147, 230);
    pen.strokeRect(15, 15, 1470, 610);
    return canvas.toDataURL('image/png').split(',')[1];
  });
  await director('PUT', '/api/sites/sunshine/floors/1/picture', Buffer.from(picture, 'base64'), 'image/png');
  await director('PUT', '/api/sites/sunshine/floors/1', { spots: [...Array(20).keys()].map((n) => ({ placeId: `${101 + n}`, x: (88 + (n % 10) * 147) / 1500, y: (n < 10 ? 130 : 510) / 640 })) });
}
