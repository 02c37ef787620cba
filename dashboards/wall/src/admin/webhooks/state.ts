import type { Webhook } from '../model/contract';
import type { AdminKey } from '../text';

/** How a subscription stands: the worst that is true of it. `time` and `n` fill the text. */
export function standOf({ enabled, off, failingSince, behind }: Webhook): { key: AdminKey; why?: string; time?: string; n?: number } {
  if (off !== null) return { key: 'webhook.off', why: off.why };
  if (!enabled) return { key: 'webhook.stopped' };
  if (failingSince !== null) return { key: 'webhook.failing', time: failingSince };
  return behind > 0 ? { key: 'webhook.behind', n: behind } : { key: 'webhook.good' };
}
