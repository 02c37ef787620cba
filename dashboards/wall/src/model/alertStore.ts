import type { Alert, Happening } from './contract';
import { CLOSED_MEMORY } from './limits';

/** The wall's copy of the open alerts. A change counts only when its seq is newer than what we hold of that alert. */
export interface AlertStore {
  readonly open: ReadonlyMap<string, Alert>;
  /** Resolved, and a detector goes on saying so. */
  readonly still: ReadonlyMap<string, Alert>;
  /** Seq at which an alert left; a late or doubled change must not bring it back. Oldest first, bounded. */
  readonly closed: ReadonlyMap<string, number>;
}

export interface Applied {
  alertStore: AlertStore;
  changed: boolean;
  /** Somebody must hear of it now, even when the same alert sounded before: raised, pressed again, escalated, or back. */
  announce: boolean;
}

export const EMPTY_STORE: AlertStore = { open: new Map(), still: new Map(), closed: new Map() };

const ANNOUNCED: ReadonlySet<Happening> = new Set<Happening>([
  'raised', 'repeated', 'escalated', 'reopened', 'returned', 'unshelved',
]);

export function apply(alertStore: AlertStore, alert: Alert): Applied {
  const knownSeq = alertStore.open.get(alert.id)?.seq ?? alertStore.still.get(alert.id)?.seq ?? alertStore.closed.get(alert.id) ?? 0;
  if (alert.seq <= knownSeq) return { alertStore, changed: false, announce: false };
  if (alert.state === 'resolved') return { alertStore: close(alertStore, alert.id, alert.seq, alert), changed: true, announce: false };

  const open = new Map(alertStore.open).set(alert.id, alert);
  const still = without(alertStore.still, alert.id);
  const announce = alert.history.some((entry) => entry.seq > knownSeq && ANNOUNCED.has(entry.what));
  return { alertStore: { open, still, closed: alertStore.closed }, changed: true, announce };
}

/**
 * A fresh list of every open alert, and of those that are resolved and go on. What we hold, is not in the list and is not newer than the list's baseline was resolved
 * while we were away; what is newer than the baseline is left to the changes that follow by the hub.
 */
export function mergeSnapshot(alertStore: AlertStore, listed: readonly Alert[], baselineSeq: number): AlertStore {
  const ids = new Set(listed.map((alert) => alert.id));
  let merged = listed.reduce((soFar, alert) => apply(soFar, alert).alertStore, alertStore);
  for (const held of [...alertStore.open.values(), ...alertStore.still.values()]) {
    if (!ids.has(held.id) && held.seq <= baselineSeq) merged = close(merged, held.id, held.seq);
  }
  return merged;
}

/** @param resolved as the silo told it; absent when we only know that it is gone. */
function close(alertStore: AlertStore, id: string, seq: number, resolved?: Alert): AlertStore {
  const open = without(alertStore.open, id);
  const still = new Map(without(alertStore.still, id));
  if (resolved !== undefined && resolved.still.length > 0) still.set(id, resolved);
  const closed = new Map(alertStore.closed).set(id, seq);
  for (const oldest of closed.keys()) {
    if (closed.size <= CLOSED_MEMORY) break;
    closed.delete(oldest);
  }
  return { open, still, closed };
}

function without(alerts: ReadonlyMap<string, Alert>, id: string): ReadonlyMap<string, Alert> {
  if (!alerts.has(id)) return alerts;
  const others = new Map(alerts);
  others.delete(id);
  return others;
}
