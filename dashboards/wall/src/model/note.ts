import type { Alert, HistoryEntry } from './contract';

/** The line in which the silo raised the alert, said it anew or raised it again, and why. */
export function raisedLine(alert: Pick<Alert, 'history'>): HistoryEntry | undefined {
  return alert.history.findLast(({ what, note }) => (what === 'raised' || what === 'repeated' || what === 'reopened') && note !== null);
}
