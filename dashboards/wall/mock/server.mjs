// `npm run mock`: the built wall with a home in memory, to look at without the silo. Development only; loopback only.
//   POST /mock/raise {kind,priority,place,elder,...} · /mock/repeat?id= · /mock/escalate?id= · /mock/offline?device=
//   POST /mock/incident {kind,site,inside,ageSeconds} · /mock/over?id=
//   POST /mock/press?device= · /mock/unknown?name=
//   POST /mock/scene?alerts=44&silent=377 (forgets what was before)
//   POST /mock/plan (a floor plan of Sunshine's first floor)
//   POST /mock/set {beats,up,problems} · /mock/drop · /mock/expire
// EMPTY=1: as after the first start, nothing registered and nobody but admin / admin. FACTOR=1: directors owe a second factor (its code is 123456).

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AdminDesk } from './admin.mjs';
import { AlertStore } from './alerts.mjs';
import { CareDesk } from './care.mjs';
import { DutyDesk } from './duty.mjs';
import { breathe, home } from './home.mjs';
import { startHub } from './hub.mjs';
import { setScene } from './scenes.mjs';

const PORT = Number(process.env.PORT ?? 5090);
const DIST = fileURLToPath(new URL('../dist', import.meta.url));
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

const alertStore = new AlertStore();
const admin = new AdminDesk(alertStore, process.env.EMPTY === '1');
const desk = new DutyDesk(alertStore);
const care = new CareDesk(alertStore);
const switches = { beats: true, up: true, problems: [] };
let sessions = 'session';

const server = createServer((request, response) => void answer(request, response).catch((failure) => send(response, 500, { title: String(failure) })));
const hub = startHub(server, alertStore, switches, (request) => who(request) !== undefined);
setInterval(breathe, 1000);
// Longer than any test thinks: else a connection is closed in the moment in which it is used again.
server.keepAliveTimeout = 600_000;
server.listen(PORT, '127.0.0.1', () => console.log(`wall with a home in memory: http://127.0.0.1:${PORT} (duty / duty)`));

async function answer(request, response) {
  const url = new URL(request.url, 'http://localhost');
  const [, root, ...path] = url.pathname.split('/');
  if (root === 'mock') return send(response, 200, mock(path[0], url.searchParams, await bodyOf(request)));
  if (root === 'hub') return negotiate(request, response);
  if (root !== 'api') return file(response, url.pathname);
  if (!switches.up) return response.destroy();
  if (path[0] === 'session') return session(request, response, path.slice(1), await bodyOf(request));
  const person = who(request);
  if (!person) return send(response, 401, { title: 'Unauthorized', status: 401 });
  if (person.mustChangePassword) return refuse(response, { status: 403, detail: 'Change your password first.', type: 'https://smartcare.local/problems/password-change' });
  const beside = care.answer(request.method, path, person, await bodyOf(request));
  if (beside !== undefined) return reply(response, beside);
  const dutys = path[0] === 'alerts' || (path[0] === 'sites' && ['incidents', 'handover', 'checks', 'drills'].includes(path[2]));
  const done = dutys ? undefined : admin.answer(request.method, path, person, await bodyOf(request), url.searchParams);
  if (done !== undefined) return reply(response, done);
  if (path[0] === 'alerts') return alerts(request, response, path, url.searchParams, person);
  if (path[0] === 'sites' && path.length > 2) return duty(request, response, path, person);
  if (path[2] === 'series') return send(response, 200, series(url.searchParams));
  return refuse(response, { status: 404, detail: 'There is no such route.' });
}

function reply(response, done) {
  if (done === null) return send(response, 204, null);
  if (done.bytes) return response.writeHead(200, { 'Content-Type': done.contentType }).end(done.bytes);
  return typeof done.status === 'number' && done.detail !== undefined ? refuse(response, done) : send(response, 200, done);
}

const refuse = (response, { status, ...problem }) => send(response, status, { title: 'refused', status, ...problem });

function mock(command, params, input) {
  if (command === 'raise') return alertStore.raise(input);
  if (command === 'repeat') return alertStore.repeat(params.get('id'));
  if (command === 'escalate') return alertStore.escalate(params.get('id'));
  if (command === 'incident') return desk.begin(input);
  if (command === 'over') return desk.end(params.get('id'));
  if (command === 'scene') return setScene(alertStore, desk, { alerts: Number(params.get('alerts') ?? 0), silent: Number(params.get('silent') ?? 0), closed: Number(params.get('closed') ?? 0) });
  if (command === 'plan') return care.drawPlan() ?? {};
  if (command === 'press') return admin.press(params.get('device'));
  if (command === 'unknown') return admin.speakUp(params.get('name'));
  if (command === 'set') return Object.assign(switches, input);
  if (command === 'drop') return hub.drop() ?? {};
  if (command === 'expire') return { sessions: (sessions += 'x') };
  if (command === 'offline') {
    const device = home.devices.find((one) => one.id === params.get('device'));
    return Object.assign(device, { online: false, lastSeenAt: new Date(Date.now() - 7_500_000).toISOString() });
  }
  return {};
}

function session(request, response, path, input) {
  if (path[0] === 'ways') return send(response, 200, { password: true, openId: { name: 'Keycloak', url: '/api/session/openid' } });
  if (path.length > 0) return who(request) ? reply(response, admin.people.own(request.method, path, who(request), input)) : send(response, 401, { title: 'Unauthorized' });
  if (request.method === 'DELETE') return send(response, 204, null, { 'Set-Cookie': 'who=; Path=/; Max-Age=0' });
  if (request.method === 'GET') return who(request) ? send(response, 200, who(request)) : send(response, 401, { title: 'Unauthorized' });
  const signedIn = admin.people.signIn(input);
  if (signedIn.status) return refuse(response, signedIn);
  return send(response, 200, signedIn, { 'Set-Cookie': `who=${input.user}.${sessions}; Path=/; HttpOnly; SameSite=Strict` });
}

function who(request) {
  const [user, token] = /who=([\w-]+)\.(\w+)/.exec(request.headers.cookie ?? '')?.slice(1) ?? [];
  return token === sessions ? admin.people.session(user) : undefined;
}

async function alerts(request, response, [, id, action], params, person) {
  if (request.method === 'GET') {
    const all = [...alertStore.alerts.values()].sort((a, b) => a.seq - b.seq);
    const wanted = { open: (alert) => alert.state !== 'resolved', still: (alert) => alert.state === 'resolved' && alert.still.length > 0, closed: (alert) => alert.state === 'resolved', all: () => true }[params.get('state') ?? 'open'];
    const newest = params.get('newest') === 'true';
    if (newest) all.reverse();
    return send(response, 200, page(all.filter((alert) => wanted(alert) && ['kind', 'outcome'].every((word) => !params.get(word) || alert[word] === params.get(word)) && !(newest && params.get('after')) && (!params.get('site') || alert.siteId === params.get('site')) && (!params.get('place') || alert.placeId === params.get('place'))), (alert) => alert.seq, params));
  }
  const input = await bodyOf(request);
  const done = person.role === 'family' ? 403 : alertStore.act(id, action, person.user, input.outcome, input.note);
  if (typeof done === 'number') return send(response, done, { title: 'refused', status: done, detail: `alert is ${alertStore.alerts.get(id)?.state ?? 'unknown'}` });
  return send(response, 200, done);
}

async function duty(request, response, [, site, ...what], person) {
  const done = person.role === 'family' ? 404 : desk.answer(request.method, site, what, person, await bodyOf(request));
  if (typeof done === 'number') return send(response, done, { title: 'refused', status: done, detail: 'This is done already, or not possible now.' });
  return send(response, 200, done);
}

function page(items, keyOf, params) {
  const limit = Number(params.get('limit') ?? 100);
  const after = params.get('after');
  const later = after === null ? items : items.filter((item) => (typeof keyOf(item) === 'number' ? keyOf(item) > Number(after) : keyOf(item) > after));
  return { items: later.slice(0, limit), next: later.length > limit ? keyOf(later[limit - 1]) : null };
}

function series(params) {
  const channel = params.get('channel');
  const from = Date.parse(params.get('from'));
  const to = Date.parse(params.get('to'));
  const step = Math.max(Number(params.get('step')) * 1000, 30_000);
  const yesNo = ['smoke', 'presence', 'occupancy', 'contact'].includes(channel);
  const points = [];
  for (let at = from; at < to; at += step) points.push([at, yesNo ? Number(Math.sin(at / 400_000) > 0) : Math.round((22 + 3 * Math.sin(at / 4_000_000) + Math.random()) * 10) / 10]);
  return { channel, unit: channel === 'temperature' ? '°C' : '', points, steps: [], gapAfter: 3600 };
}

function negotiate(request, response) {
  if (!switches.up) return response.destroy();
  if (!who(request)) return send(response, 401, { title: 'Unauthorized' });
  return send(response, 200, { negotiateVersion: 1, connectionId: 'c', connectionToken: 'c', availableTransports: [{ transport: 'WebSockets', transferFormats: ['Text'] }] });
}

async function file(response, path) {
  const name = normalize(path === '/' ? '/index.html' : path === '/family' ? '/family.html' : path);
  try {
    const content = await readFile(join(DIST, name));
    // The strictest policy that a silo could serve the wall under; whatever breaks it is seen here first.
    response.writeHead(200, { 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream', 'Content-Security-Policy': "default-src 'self'" }).end(content);
  } catch {
    response.writeHead(404).end();
  }
}

function send(response, status, value, headers = {}) {
  response.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers });
  response.end(value === null ? '' : JSON.stringify(value));
}

/** JSON as an object, text as text, anything else as bytes. Whoever asks again gets the same. */
function bodyOf(request) {
  return (request.said ??= readBody(request));
}

async function readBody(request) {
  const type = request.headers['content-type'] ?? '';
  const parts = [];
  for await (const part of request) parts.push(part);
  const bytes = Buffer.concat(parts);
  if (type !== '' && !/json/.test(type)) return /text/.test(type) ? bytes.toString() : bytes;
  return bytes.length > 0 ? JSON.parse(bytes.toString()) : {};
}
