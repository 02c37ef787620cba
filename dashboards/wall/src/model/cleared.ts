import type { Alert } from './contract';

/** The cause has gone (the smoke has cleared), for every detector that saw it, and has not come back; the alert still wants a person. */
export function isCleared(alert: Pick<Alert, 'history' | 'still'>): boolean {
  const last = alert.history.findLast(({ what }) => what === 'raised' || what === 'repeated' || what === 'cleared');
  return last?.what === 'cleared' && alert.still.length === 0;
}
