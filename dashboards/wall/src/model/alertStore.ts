import type { Alert, Happening } from './contract';
import { CLOSED_MEMORY } from './limits';

/** The wall's copy of the open alerts. A change counts only when its seq is newer than what we hold of that alert. */
export interface AlertStore {
  readonly open: ReadonlyMap<string, Alert>;
  /** Seq at which an alert left; a late or doubled change must not bring it back. Oldest first, bounded. */
  readonly closed: ReadonlyMap<string, number>;
}

export interface Applied {
  alertStore: AlertStore;
  changed: boolean;
  /** Somebody must hear of it now, even when the same alert sounded before: raised, pressed again, escalated, or back. */
  announce: boolean;
}

export const EMPTY_STORE: AlertStore = { open: new Map(), closed: new Map() };

const ANNOUNCED: ReadonlySet<Happening> = new Set<Happening>([
  'raised', 'repeated', 'escalated', 'reopened', 'returned', 'unshelved',
]);

export function apply(alertStore: AlertStore, alert: Alert): Applied {
  const knownSeq = alertStore.open.get(alert.id)?.seq ?? alertStore.closed.get(alert.id) ?? 0;
  if (alert.seq <= knownSeq) return { alertStore, changed: false, announce: false };
  if (alert.state === 'resolved') return { alertStore: close(alertStore, alert.id, alert.seq), changed: true, announce: false };

  const open = new Map(alertStore.open).set(alert.id, alert);
  const announce = alert.history.some((entry) => entry.seq > knownSeq && ANNOUNCED.has(entry.what));
  return { alertStore: { open, closed: alertStore.closed }, changed: true, announce };
}

/**
 * A fresh list of every open alert. What we hold, is not in the list and is not newer than the list's baseline was resolved
 * while we were away; what is newer than the baseline is left to the changes that follow by the hub.
 */
export function mergeSnapshot(alertStore: AlertStore, listed: readonly Alert[], baselineSeq: number): AlertStore {
  const ids = new Set(listed.map((alert) => alert.id));
  let merged = listed.reduce((soFar, alert) => apply(soFar, alert).alertStore, alertStore);
  for (const held of alertStore.open.values()) {
    if (!ids.has(held.id) && held.seq <= baselineSeq) merged = close(merged, held.id, held.seq);
  }
  return merged;
}

function close(alertStore: AlertStore, id: string, seq: number): AlertStore {
  const open = new Map(alertStore.open);
  open.delete(id);
  const closed = new Map(alertStore.closed).set(id, seq);
  for (const oldest of closed.keys()) {
    if (closed.size <= CLOSED_MEMORY) break;
    closed.delete(oldest);
  }
  return { open, closed };
}
