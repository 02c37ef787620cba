import { api, ApiError } from '../api';
import { retryDelayMs } from '../model/retry';
import { wall } from './wall.svelte';

/** Who sits here is asked until there is an answer: a page that starts before the silo must not need a hand. `unanswered`: it was asked in vain. */
export async function whoIsHere(unanswered: () => void): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return wall.enter(await api.session());
    } catch (failure) {
      if (failure instanceof ApiError && failure.status === 401) return wall.leave(false);
      unanswered();
      await new Promise((wake) => setTimeout(wake, retryDelayMs(tries)));
    }
  }
}
