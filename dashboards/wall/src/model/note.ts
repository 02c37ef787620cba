import type { Alert } from './contract';

/** What the silo said when it raised the alert, or raised it again: for an alert of the site itself it is the whole message. */
export function raisedNote(alert: Pick<Alert, 'history'>): string {
  return alert.history.findLast(({ what, note }) => (what === 'raised' || what === 'reopened') && note !== null)?.note ?? '';
}
