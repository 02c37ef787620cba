import type { Alert, Happening } from './contract';
import { CLOSED_MEMORY } from './limits';

/** The wall's copy of the open alerts. A change counts only when its seq is newer than what we hold of that alert. */
export interface Book {
  readonly open: ReadonlyMap<string, Alert>;
  /** Seq at which an alert left; a late or doubled change must not bring it back. Oldest first, bounded. */
  readonly closed: ReadonlyMap<string, number>;
}

export interface Applied {
  book: Book;
  changed: boolean;
  /** Somebody must hear of it now, even when the same alert sounded before: raised, pressed again, escalated, or back. */
  announce: boolean;
}

export const EMPTY_BOOK: Book = { open: new Map(), closed: new Map() };

const ANNOUNCED: ReadonlySet<Happening> = new Set<Happening>([
  'raised', 'repeated', 'escalated', 'reopened', 'returned', 'unshelved',
]);

export function apply(book: Book, alert: Alert): Applied {
  const knownSeq = book.open.get(alert.id)?.seq ?? book.closed.get(alert.id) ?? 0;
  if (alert.seq <= knownSeq) return { book, changed: false, announce: false };
  if (alert.state === 'resolved') return { book: close(book, alert.id, alert.seq), changed: true, announce: false };

  const open = new Map(book.open).set(alert.id, alert);
  const announce = alert.history.some((entry) => entry.seq > knownSeq && ANNOUNCED.has(entry.what));
  return { book: { open, closed: book.closed }, changed: true, announce };
}

/**
 * A fresh list of every open alert. What we hold, is not in the list and is not newer than the list's baseline was resolved
 * while we were away; what is newer than the baseline is left to the changes that follow by the hub.
 */
export function mergeSnapshot(book: Book, listed: readonly Alert[], baselineSeq: number): Book {
  const ids = new Set(listed.map((alert) => alert.id));
  let merged = listed.reduce((soFar, alert) => apply(soFar, alert).book, book);
  for (const held of book.open.values()) {
    if (!ids.has(held.id) && held.seq <= baselineSeq) merged = close(merged, held.id, held.seq);
  }
  return merged;
}

function close(book: Book, id: string, seq: number): Book {
  const open = new Map(book.open);
  open.delete(id);
  const closed = new Map(book.closed).set(id, seq);
  for (const oldest of closed.keys()) {
    if (closed.size <= CLOSED_MEMORY) break;
    closed.delete(oldest);
  }
  return { open, closed };
}
