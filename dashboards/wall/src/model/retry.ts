import { RETRY_MAX_MS } from './limits';

/** 0.25 s, 0.5 s, 1 s ... never longer than the limit and never the end. */
export function retryDelayMs(previousTries: number): number {
  return Math.min(RETRY_MAX_MS, 250 * 2 ** Math.min(previousTries, 10));
}
