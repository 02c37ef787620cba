import createClient from 'openapi-fetch';
import type { paths } from '../generated/openapi';
import type { Page } from './model/contract';
import { PAGE_MAX, PAGES_MAX, REQUEST_TIMEOUT_MS } from './model/limits';

/** A mistake in one of many: `line` of an imported file, `item` its id, or its place in what was sent. */
export interface LineError { line?: number; item: string | number | null; field?: string | null; message: string }

/** The silo's refusal (RFC 9457), or status 0 when no answer came. */
export class ApiError extends Error {
  /** @param type the problem's name: the last part of its `type`, like `second-factor`. */
  constructor(readonly status: number, readonly detail: string, readonly type = '', readonly errors: readonly LineError[] = []) {
    super(`${status} ${detail}`);
  }
}

/** One question to the silo: what does not come in time, and what is refused, is an ApiError. */
export const within = (timeoutMs: number) => async (request: Request): Promise<Response> => {
  let response: Response;
  try {
    response = await fetch(request, { signal: AbortSignal.timeout(timeoutMs) });
  } catch (cause) {
    throw new ApiError(0, cause instanceof Error ? cause.message : String(cause));
  }
  if (!response.ok) throw refusal(response, await response.text().catch(() => ''));
  return response;
};

/** Every route of docs/contract/openapi.json, by its path: what is sent and answered has the types of that document. */
export const silo = createClient<paths>({
  credentials: 'same-origin', cache: 'no-store', headers: { Accept: 'application/json' }, fetch: within(REQUEST_TIMEOUT_MS),
});

/** What was answered; a refusal was thrown before. */
export async function said<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

function refusal(response: Response, text: string): ApiError {
  try {
    const problem = JSON.parse(text) as { detail?: string; title?: string; type?: string; errors?: LineError[] };
    const name = /problems\/([\w-]+)$/.exec(problem.type ?? '')?.[1] ?? '';
    const errors = Array.isArray(problem.errors) ? problem.errors : [];
    return new ApiError(response.status, problem.detail ?? problem.title ?? response.statusText, name, errors);
  } catch {
    return new ApiError(response.status, response.statusText);
  }
}

export interface PageQuery { after?: string; limit: number }

/** The same of a list whose cursor is a number. */
export const numbered = ({ after, limit }: PageQuery): { after?: number; limit: number } => (after === undefined ? { limit } : { after: Number(after), limit });

/** Every page of a list. */
export async function all<T>(ask: (query: PageQuery) => Promise<{ data?: Page<T> }>): Promise<T[]> {
  const items: T[] = [];
  let query: PageQuery = { limit: PAGE_MAX };
  for (let n = 0; n < PAGES_MAX; n++) {
    const { items: more, next } = await said(ask(query));
    items.push(...more);
    if (next === null || more.length === 0) break;
    query = { limit: PAGE_MAX, after: next };
  }
  return items;
}
