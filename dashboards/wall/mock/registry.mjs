// Sites, rooms, elders and devices in memory, with their history: what a PUT does not name stays as it was.

import { home } from './home.mjs';
import { MODELS, waiting } from './models.mjs';

const now = () => new Date().toISOString();
const problem = (status, detail, extra = {}) => ({ status, detail, ...extra });
const REQUIRED = { sites: ['name', 'timeZone'], places: ['siteId', 'name', 'kind'], elders: ['placeId', 'name'], devices: ['placeId', 'model'] };

export class Registry {
  history = [];
  photos = new Map();
  inbox;

  /** @param fresh nothing is registered yet. */
  constructor(fresh) {
    this.inbox = fresh ? [] : waiting();
    if (fresh) for (const items of Object.values(home)) items.length = 0;
  }

  /** null is 204. */
  answer(method, kind, [id, what, n, test], me, input, params) {
    const items = home[kind];
    if (!id) return this.#list(items, params);
    const item = items.find((one) => one.id === id);
    if (method === 'PUT' && !what) return this.#put(kind, item, id, me, input);
    if (!item) return problem(404, `There is no ${id}.`);
    if (what === 'history') return { items: this.history.filter((one) => one.id === id).reverse(), next: null };
    if (what === 'photo') return this.#photo(method, item, input);
    if (what === 'archive' || what === 'restore') return this.#change(item, { archived: what === 'archive' }, me);
    if (what === 'contacts') return { delivered: Number(n) === 0 && test === 'test', answer: Number(n) === 0 ? 'HTTP 200' : 'HTTP 404' };
    if (what === 'move' || what === 'admit') return this.#move(item, input, me, what === 'admit' ? { admittedOn: input.on, dischargedOn: null } : {});
    if (what === 'discharge') return this.#change(item, { dischargedOn: input.on, placeId: null, bed: null }, me);
    if (method === 'GET') return item;
    if (kind !== 'devices' || item.lastSeenAt) return problem(409, `${id} was used: archive it instead.`);
    items.splice(items.indexOf(item), 1);
    return null;
  }

  #list(items, params) {
    const [site, place] = [params.get('site'), params.get('place')];
    const found = items.filter((item) => (params.get('archived') === 'true' || !item.archived) && (!site || (item.siteId ?? item.id) === site) && (!place || item.placeId === place));
    const after = params.get('after');
    const limit = Number(params.get('limit') ?? 100);
    const later = after === null ? found : found.filter((item) => item.id > after);
    const sorted = [...later].sort((a, b) => (a.id < b.id ? -1 : 1));
    return { items: sorted.slice(0, limit), next: sorted.length > limit ? sorted[limit - 1].id : null };
  }

  #put(kind, item, id, me, { password, ...input }) {
    if (item?.archived) return problem(409, `${id} is archived: restore it first.`);
    const missing = item ? undefined : REQUIRED[kind].find((name) => !input[name]);
    if (missing) return problem(400, `${missing} is needed.`);
    if (kind === 'devices' && !MODELS.some((model) => model.id === (input.model ?? item?.model))) return problem(400, 'model is one of those that GET /api/models lists.');
    if (item) return this.#change(item, input, me);
    const placed = input.placeId ? { siteId: home.places.find((one) => one.id === input.placeId)?.siteId } : {};
    const made = { id, ...fresh(kind, input), ...placed, ...input, archived: false };
    home[kind].push(made);
    this.#note(id, me, 'created', null, made.name);
    return made;
  }

  #move(elder, { placeId, bed }, me, more) {
    const other = home.elders.find((one) => one !== elder && one.placeId === placeId && one.bed === bed && bed !== null);
    if (other) return problem(409, `bed ${bed} is taken by ${other.name}.`);
    return this.#change(elder, { placeId, bed, ...more }, me);
  }

  #change(item, input, me) {
    for (const [field, after] of Object.entries(input)) {
      if (JSON.stringify(item[field] ?? null) !== JSON.stringify(after)) this.#note(item.id, me, field, item[field] ?? null, after);
    }
    return Object.assign(item, input);
  }

  #note(id, me, field, before, after) {
    this.history.push({ n: this.history.length + 1, id, at: now(), by: me.user, field, before, after });
  }

  #photo(method, elder, bytes) {
    if (method === 'GET') return this.photos.has(elder.id) ? { bytes: this.photos.get(elder.id), contentType: 'image/png' } : problem(404, 'There is no photo.');
    elder.photo = method === 'PUT';
    if (method === 'PUT') this.photos.set(elder.id, bytes);
    return null;
  }

  answerInbox(method, [key, what], me, input) {
    if (method === 'GET') return { items: this.inbox, next: null };
    if (method === 'DELETE') return (this.inbox = this.inbox.filter((one) => one.key !== key)), null;
    if (key !== 'accept') return this.#accept(key, input, me);
    const wrong = input.items.filter((one) => home.devices.some((device) => device.id === one.id));
    if (wrong.length > 0) return problem(400, `${wrong.length} of them cannot be taken.`, { errors: wrong.map((one) => ({ line: 0, item: one.id, field: 'id', message: 'is taken' })) });
    for (const { key: one, ...device } of input.items) this.#accept(one, device, me);
    return { items: input.items };
  }

  #accept(key, { id, ...input }, me) {
    const found = this.inbox.find((one) => one.key === key);
    if (!found) return problem(404, 'It is not in the inbox any more.');
    const made = this.#put('devices', undefined, id, me, { ...input, alias: found.name, via: found.via });
    if (!made.status) this.inbox = this.inbox.filter((one) => one !== found);
    return made;
  }

  /** A line "wrong" is wrong, any other would be made: enough to see both answers. */
  import(text, params) {
    const lines = String(text).trim().split(/\r?\n/);
    const errors = lines.flatMap((line, n) => (/wrong/.test(line) ? [{ line: n + 1, item: line.split(',')[0], field: 'careLevel', message: 'careLevel is 1, 2 or 3.' }] : []));
    if (errors.length > 0) return problem(400, `${errors.length} lines are wrong; nothing was imported.`, { errors });
    return { dryRun: params.get('dryRun') !== 'false', created: lines.length - 1, changed: 0, unchanged: 0 };
  }
}

function fresh(kind, input) {
  if (kind === 'elders') return { bed: null, careLevel: 1, mode: 'home', visits: [], contacts: null, photo: false };
  if (kind !== 'devices') return {};
  const model = MODELS.find(({ id }) => id === input.model);
  return { elderId: null, class: model.class, lastSeenAt: null, online: null, clockWrong: false, notUnderstood: null, lastTestAt: null, values: {}, nuisance: [] };
}
