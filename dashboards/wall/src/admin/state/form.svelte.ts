import { ApiError } from '../../http';
import { wall } from '../../state/wall.svelte';
import { a } from '../text';
import type { Errors } from '../model/checks';

/** What was typed and not saved, by person and form: a page that is left, or an ended session, loses nothing. */
const drafts = new Map<string, unknown>();

/** One form: what is typed, what is wrong with it, whether it is being saved. */
export class Form<T extends object> {
  draft = $state() as T;
  errors = $state<{ [Field in keyof T]?: string }>({});
  busy = $state(false);
  /** What was wrong with no field in particular. */
  problem = $state<string | null>(null);
  saved = $state(false);
  restored = $state(false);
  /** Counts refused tries, so that the first wrong field is found again each time. */
  refusals = $state(0);
  #clean: string;
  readonly #key: string | null;

  /** @param key of what is edited; null: what is typed is not kept, because it is secret. */
  constructor(key: string | null, initial: T) {
    this.#key = key === null ? null : `${wall.session?.user}|${key}`;
    this.#clean = JSON.stringify(initial);
    const kept = this.#key === null ? undefined : drafts.get(this.#key);
    this.restored = kept !== undefined;
    this.draft = structuredClone((kept as T | undefined) ?? initial);
  }

  get dirty(): boolean {
    return JSON.stringify(this.draft) !== this.#clean;
  }

  /** Starts anew from what the silo knows. */
  reset(value: T): void {
    this.draft = structuredClone(value);
    this.#clean = JSON.stringify(value);
    this.errors = {};
    this.problem = null;
    this.restored = false;
    this.keep();
  }

  discard(): void {
    this.reset(JSON.parse(this.#clean) as T);
  }

  /** Called when its page is left. */
  keep(): void {
    if (this.#key === null) return;
    if (this.dirty) drafts.set(this.#key, $state.snapshot(this.draft));
    else drafts.delete(this.#key);
  }

  /** @returns whether it was saved. */
  async submit(check: (draft: T) => Errors, save: (draft: T) => Promise<unknown>): Promise<boolean> {
    this.saved = false;
    this.problem = null;
    this.errors = check(this.draft) as typeof this.errors;
    if (Object.keys(this.errors).length > 0) return this.#refuse();
    this.busy = true;
    try {
      await save($state.snapshot(this.draft) as T);
      this.#clean = JSON.stringify(this.draft);
      this.restored = false;
      this.saved = true;
      this.keep();
      return true;
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.keep();
      this.#place(failure);
      wall.refused(failure);
      return this.#refuse();
    } finally {
      this.busy = false;
    }
  }

  #refuse(): false {
    this.refusals++;
    return false;
  }

  /** A refusal that begins with a field's name stands beside that field. */
  #place(failure: ApiError): void {
    // Whoever is asked for the current password and is refused has mistyped it.
    if (failure.status === 403 && 'current' in this.draft) {
      this.errors = { current: a('password.wrong') } as typeof this.errors;
      return;
    }
    const named = /^["'`]?(\w+)/.exec(failure.detail)?.[1] ?? '';
    const fields = failure.status === 400 && named !== '' ? Object.keys(this.draft) : [];
    // What the contract nests, as in `doctor`, begins the names of its fields here.
    const field = fields.find((name) => name === named) ?? fields.find((name) => name.startsWith(named));
    if (field === undefined) this.problem = refusalText(failure);
    else this.errors = { [field]: a('refused.said', { detail: failure.detail }) } as typeof this.errors;
  }
}

/** What a person must know when the silo refused. Its own sentence says what to do. */
export function refusalText(failure: ApiError): string {
  switch (failure.status) {
    case 0: return a('refused.network');
    case 401: return a('refused.signedOut');
    case 403: return a('refused.forbidden', { detail: failure.detail });
    case 404: return a('refused.gone');
    case 409: return a('refused.conflict', { detail: failure.detail });
    case 413: return a('refused.tooLarge');
    case 429: return a('refused.tooMany');
    case 503: return a('refused.busy');
    default: return a('refused.other', { status: failure.status, detail: failure.detail });
  }
}
