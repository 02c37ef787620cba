// `npm run mock`: the built wall with a home in memory, to look at without the silo. Development only; loopback only.
//   POST /mock/raise {kind,priority,place,elder,...} · /mock/repeat?id= · /mock/escalate?id= · /mock/offline?device=
//   POST /mock/incident {kind,site,inside,ageSeconds} · /mock/over?id=
//   POST /mock/set {beats,up,problems} · /mock/drop · /mock/expire

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AlertStore } from './alerts.mjs';
import { DutyDesk } from './duty.mjs';
import { ACCOUNTS, breathe, home } from './home.mjs';
import { startHub } from './hub.mjs';

const PORT = Number(process.env.PORT ?? 5090);
const DIST = fileURLToPath(new URL('../dist', import.meta.url));
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

const alertStore = new AlertStore();
const desk = new DutyDesk(alertStore);
const switches = { beats: true, up: true, problems: [] };
let sessions = 'session';

const server = createServer((request, response) => void answer(request, response).catch((failure) => send(response, 500, { title: String(failure) })));
const hub = startHub(server, alertStore, switches, (request) => who(request) !== undefined);
setInterval(breathe, 1000);
server.listen(PORT, '127.0.0.1', () => console.log(`wall with a home in memory: http://127.0.0.1:${PORT} (duty / duty)`));

async function answer(request, response) {
  const url = new URL(request.url, 'http://localhost');
  const [, root, ...path] = url.pathname.split('/');
  if (root === 'mock') return send(response, 200, mock(path[0], url.searchParams, await body(request)));
  if (root === 'hub') return negotiate(request, response);
  if (root !== 'api') return file(response, url.pathname);
  if (!switches.up) return response.destroy();
  if (path[0] === 'session') return session(request, response, await body(request));
  const person = who(request);
  if (!person) return send(response, 401, { title: 'Unauthorized', status: 401 });
  if (path[0] === 'alerts') return alerts(request, response, path, url.searchParams, person);
  if (path[0] === 'sites' && path.length > 2) return duty(request, response, path, person);
  if (path[2] === 'series') return send(response, 200, series(url.searchParams));
  const site = url.searchParams.get('site');
  const of = url.searchParams.get('place');
  const items = (home[path[0]] ?? []).filter((item) => (!site || (item.siteId ?? item.id) === site) && (!of || item.placeId === of));
  return send(response, 200, page(items, (item) => item.id, url.searchParams));
}

function mock(command, params, input) {
  if (command === 'raise') return alertStore.raise(input);
  if (command === 'repeat') return alertStore.repeat(params.get('id'));
  if (command === 'escalate') return alertStore.escalate(params.get('id'));
  if (command === 'incident') return desk.begin(input);
  if (command === 'over') return desk.end(params.get('id'));
  if (command === 'set') return Object.assign(switches, input);
  if (command === 'drop') return hub.drop() ?? {};
  if (command === 'expire') return { sessions: (sessions += 'x') };
  if (command === 'offline') {
    const device = home.devices.find((one) => one.id === params.get('device'));
    return Object.assign(device, { online: false, lastSeenAt: new Date(Date.now() - 7_500_000).toISOString() });
  }
  return {};
}

async function session(request, response, input) {
  if (request.method === 'DELETE') return send(response, 204, null, { 'Set-Cookie': 'who=; Path=/; Max-Age=0' });
  if (request.method === 'GET') return who(request) ? send(response, 200, who(request)) : send(response, 401, { title: 'Unauthorized' });
  if (!ACCOUNTS[input.user] || input.password !== input.user) return send(response, 401, { title: 'Unauthorized' });
  return send(response, 200, ACCOUNTS[input.user], { 'Set-Cookie': `who=${input.user}.${sessions}; Path=/; HttpOnly; SameSite=Strict` });
}

function who(request) {
  const [user, token] = /who=(\w+)\.(\w+)/.exec(request.headers.cookie ?? '')?.slice(1) ?? [];
  return token === sessions ? ACCOUNTS[user] : undefined;
}

async function alerts(request, response, [, id, action], params, person) {
  if (request.method === 'GET') {
    const all = [...alertStore.alerts.values()].sort((a, b) => a.seq - b.seq);
    const wanted = { open: (alert) => alert.state !== 'resolved', closed: (alert) => alert.state === 'resolved', all: () => true }[params.get('state') ?? 'open'];
    return send(response, 200, page(all.filter((alert) => wanted(alert) && (!params.get('site') || alert.siteId === params.get('site')) && (!params.get('place') || alert.placeId === params.get('place'))), (alert) => alert.seq, params));
  }
  const input = await body(request);
  const done = person.role === 'family' ? 403 : alertStore.act(id, action, person.name, input.outcome, input.note);
  if (typeof done === 'number') return send(response, done, { title: 'refused', status: done, detail: `alert is ${alertStore.alerts.get(id)?.state ?? 'unknown'}` });
  return send(response, 200, done);
}

async function duty(request, response, [, site, ...what], person) {
  const done = person.role === 'family' ? 404 : desk.answer(request.method, site, what, person, await body(request));
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
  return { channel, unit: channel === 'temperature' ? '°C' : null, points };
}

function negotiate(request, response) {
  if (!switches.up) return response.destroy();
  if (!who(request)) return send(response, 401, { title: 'Unauthorized' });
  return send(response, 200, { negotiateVersion: 1, connectionId: 'c', connectionToken: 'c', availableTransports: [{ transport: 'WebSockets', transferFormats: ['Text'] }] });
}

async function file(response, path) {
  const name = normalize(path === '/' ? '/index.html' : path);
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

async function body(request) {
  let text = '';
  for await (const part of request) text += part;
  return text ? JSON.parse(text) : {};
}
