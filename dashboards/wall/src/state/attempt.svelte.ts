import { ApiError } from '../api';
import { wall } from './wall.svelte';

/** One thing that a person asks the silo for: pressed, under way, refused. */
export class Attempt {
  busy = $state(false);
  problem = $state.raw<ApiError | null>(null);

  /** @returns whether it was done. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    this.problem = null;
    try {
      await work();
      return true;
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.problem = failure;
      wall.refused(failure);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
